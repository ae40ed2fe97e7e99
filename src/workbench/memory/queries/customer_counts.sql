-- One row: how many there are of each kind as of a date, and how that changed in the month.
--
-- customers = customers_before + arrivals + returns - losses.
--
-- with: customer_states, month_states
-- sets:
--   steps = 1
-- takes:
--   as_of (date): the first day not seen
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   targets (count): never acquired, no contact yet
--   prospects (count): never acquired, but in contact; opportunities among them
--   opportunities (count): in contact with sales or the shop within 90 days
--   customers (count): acquired and not lost
--   dormant (count): of the customers
--   lost (count): acquired and lost
--   customers_before (count): customers at the month's start
--   arrivals (count): acquired during the month
--   returns (count): lost at the month's start, customers at its end
--   losses (count): customers at the month's start, lost at its end
WITH counted AS (
    SELECT
        COUNT(CASE WHEN state = 'target' THEN 1 END) AS targets,
        COUNT(CASE WHEN state IN ('prospect', 'opportunity') THEN 1 END) AS prospects,
        COUNT(CASE WHEN state = 'opportunity' THEN 1 END) AS opportunities,
        COUNT(CASE WHEN state NOT IN ('target', 'prospect', 'opportunity', 'lost') THEN 1 END) AS customers,
        COUNT(CASE WHEN state = 'dormant' THEN 1 END) AS dormant,
        COUNT(CASE WHEN state = 'lost' THEN 1 END) AS lost
    FROM customer_states
),

moved AS (
    SELECT
        MAX(CASE WHEN months_back = 1 THEN state END) AS from_state,
        MAX(CASE WHEN months_back = 0 THEN state END) AS to_state
    FROM month_states
    GROUP BY number
)

SELECT
    counted.*,
    COUNT(CASE WHEN moved.from_state <> 'lost' THEN 1 END) AS customers_before,
    COUNT(CASE WHEN moved.from_state IS NULL AND moved.to_state <> 'lost' THEN 1 END) AS arrivals,
    COUNT(CASE WHEN moved.from_state = 'lost' AND moved.to_state <> 'lost' THEN 1 END) AS returns,
    COUNT(CASE WHEN moved.from_state <> 'lost' AND moved.to_state = 'lost' THEN 1 END) AS losses
FROM counted
LEFT JOIN moved ON moved.to_state IS NOT NULL
GROUP BY
    counted.targets, counted.prospects, counted.opportunities, counted.customers, counted.dormant, counted.lost
