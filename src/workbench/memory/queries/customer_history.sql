-- A row is a month: how many customers there were at its end, and who came and went in it.
--
-- customers = those at the end of the month before + arrivals + returns - losses. Each month as
-- it was known at its own end; months before the first event of the store are left out.
--
-- with: month_states, months
-- takes:
--   as_of (date): the first day not seen
--   steps (integer, default 24): how many months
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   month: first day
--   customers (count): acquired and not lost, at the month's end
--   arrivals (count): acquired during the month
--   returns (count): lost at the month's start, customers at its end
--   losses (count): customers at the month's start, lost at its end
WITH moved AS (
    SELECT
        months_back,
        state,
        LAG(state) OVER (PARTITION BY number ORDER BY months_back DESC) AS from_state
    FROM month_states
)

SELECT
    months.begins_on AS month,
    COUNT(CASE WHEN moved.state <> 'lost' THEN 1 END) AS customers,
    COUNT(CASE WHEN moved.from_state IS NULL AND moved.state <> 'lost' THEN 1 END) AS arrivals,
    COUNT(CASE WHEN moved.from_state = 'lost' AND moved.state <> 'lost' THEN 1 END) AS returns,
    COUNT(CASE WHEN moved.from_state <> 'lost' AND moved.state = 'lost' THEN 1 END) AS losses
FROM months
LEFT JOIN moved ON months.months_back = moved.months_back
WHERE months.months_back < $steps
GROUP BY months.begins_on
ORDER BY months.begins_on
