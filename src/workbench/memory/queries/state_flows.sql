-- A row is a bucket of customers and where they went over a period of months, as one step.
--
-- Every customer acquired before the period's end is counted once: from the state and tier at
-- its start ('prospect' for who was not yet a customer) to those at its end. The same as
-- state_steps, with one step as long as the period. States and tiers: see month_states.
--
-- with: month_states, relations
-- takes:
--   as_of (date): the first day not seen
--   steps (integer, default 3): how many months the period has
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   bucket: 0 to 49, fixed for a customer
--   from_state: at the period's start
--   from_tier: at the period's start; empty for prospects and lost customers
--   to_state: at the period's end
--   to_tier: at the period's end; empty for lost customers
--   customers (count): who went that way
--   contribution (money): booked during the period, from the month in which they became customers
WITH ends AS (
    SELECT
        number,
        COALESCE(MAX(CASE WHEN months_back = $steps THEN state END), 'prospect') AS from_state,
        MAX(CASE WHEN months_back = $steps THEN value_tier END) AS from_tier,
        MAX(CASE WHEN months_back = 0 THEN state END) AS to_state,
        MAX(CASE WHEN months_back = 0 THEN value_tier END) AS to_tier,
        SUM(CASE WHEN months_back < $steps THEN contribution ELSE 0 END) AS contribution
    FROM month_states
    GROUP BY number
)

SELECT
    relations.bucket,
    ends.from_state,
    ends.from_tier,
    ends.to_state,
    ends.to_tier,
    COUNT(*) AS customers,
    SUM(ends.contribution) AS contribution
FROM ends
INNER JOIN relations ON ends.number = relations.number
GROUP BY relations.bucket, ends.from_state, ends.from_tier, ends.to_state, ends.to_tier
ORDER BY relations.bucket, ends.from_state, ends.from_tier, ends.to_state, ends.to_tier
