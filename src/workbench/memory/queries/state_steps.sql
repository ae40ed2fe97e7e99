-- A row is a month, a bucket of customers and a step from one state and tier to another.
--
-- Every customer acquired before the month's end is counted once; who was not yet a customer
-- at the month's start comes from 'prospect'. The to_ columns of the last month are the
-- closing population. States and tiers: see month_states.
--
-- with: month_states, relations, months
-- takes:
--   as_of (date): the first day not seen
--   steps (integer, default 12): how many months
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   step_end: first day after the month
--   bucket: 0 to 49, fixed for a customer
--   from_state: at the month's start
--   from_tier: at the month's start; empty for prospects and lost customers
--   to_state: at the month's end
--   to_tier: at the month's end; empty for lost customers
--   customers (count): who took the step
--   contribution (money): booked during the month
WITH steps AS (
    SELECT
        number,
        months_back,
        COALESCE(LAG(state) OVER earlier, 'prospect') AS from_state,
        LAG(value_tier) OVER earlier AS from_tier,
        state AS to_state,
        value_tier AS to_tier,
        contribution
    FROM month_states
    WINDOW earlier AS (PARTITION BY number ORDER BY months_back DESC)
)

SELECT
    months.ends_on AS step_end,
    relations.bucket,
    steps.from_state,
    steps.from_tier,
    steps.to_state,
    steps.to_tier,
    COUNT(*) AS customers,
    SUM(steps.contribution) AS contribution
FROM steps
INNER JOIN relations ON steps.number = relations.number
INNER JOIN months ON steps.months_back = months.months_back
WHERE steps.months_back < $steps
GROUP BY
    months.ends_on, relations.bucket, steps.from_state, steps.from_tier, steps.to_state, steps.to_tier
ORDER BY
    months.ends_on, relations.bucket, steps.from_state, steps.from_tier, steps.to_state, steps.to_tier
