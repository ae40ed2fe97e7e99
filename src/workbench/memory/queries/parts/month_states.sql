-- A row is a customer at the end of a month: the lifecycle state and the value tier then.
--
-- States, the first that fits, D being the first day after the month:
--   new        first purchase or contract within the last new_days
--   lost       nothing bought for lost_days and no contract running; or the last contract ended
--              new_days ago or more and nothing was bought since
--   dormant    nothing bought for dormant_days and no contract running
--   won back   bought within the last new_days after a silence of dormant_days or more
--   expanding  a customer for more than a year whose revenue of the last 6 months is at least
--              one and a half times that of the 6 months before
--   active     every other customer
-- 'Within the last n days' is on or after D less n days; 'for n days' is last seen on or before
-- it. Who was acquired without a recorded purchase or contract was last seen on that day.
-- Value tiers rank the customers who are not lost by the contribution of their last 12 months:
-- the top 20%, the bottom 30% and those between; equals at a border are between.
--
-- with: relations, months, calendar, booked_months, contract_terms, returns
-- takes:
--   as_of (date): the first day not seen
--   steps (integer, default 0): how many month ends before the last
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   number: the customer, as in relations
--   months_back (count): the month, 0 for the last before the date
--   customer_since: first day as a customer
--   state: lifecycle state at the month's end
--   value_tier: tier of value at the month's end; empty for a lost customer
--   contribution (money): booked in the month
--   revenue_12m (money): booked in the 12 months to its end
--   contribution_12m (money): booked in the 12 months to its end
WITH events AS (
    SELECT number, months_back, revenue, contribution, last_purchase_on,
        NULL AS returned_on, 0 AS contracts, NULL AS ended_on
    FROM booked_months
    UNION ALL
    SELECT relations.number, calendar.months_back, 0, 0, NULL, returns.returned_on, 0, NULL
    FROM returns
    INNER JOIN relations ON returns.customer_id = relations.customer_id
    INNER JOIN calendar ON returns.returned_on = calendar.day
    UNION ALL
    SELECT relations.number, calendar.months_back, 0, 0, NULL, NULL, 1, NULL
    FROM contract_terms AS terms
    INNER JOIN relations ON terms.customer_id = relations.customer_id
    INNER JOIN calendar ON terms.started_on = calendar.day
    UNION ALL
    SELECT relations.number, calendar.months_back, 0, 0, NULL, NULL, -1, terms.ended_on
    FROM contract_terms AS terms
    INNER JOIN relations ON terms.customer_id = relations.customer_id
    INNER JOIN calendar ON terms.ended_on = calendar.day
    UNION ALL
    -- One empty row for each month end wanted, so that quiet months have a state too.
    SELECT relations.number, months.months_back, 0, 0, NULL, NULL, 0, NULL
    FROM relations
    INNER JOIN months ON months.months_back <= $steps AND relations.customer_since < months.ends_on
),

-- What lies more than 12 months before the first month end wanted is one row: only dates count there.
by_month AS (
    SELECT
        number,
        LEAST(months_back, $steps + 12) AS months_back,
        CAST(SUM(revenue) AS DECIMAL(18, 6)) AS revenue,
        CAST(SUM(contribution) AS DECIMAL(18, 6)) AS contribution,
        MAX(last_purchase_on) AS last_purchase_on,
        MAX(CAST(returned_on AS DATE)) AS returned_on,
        SUM(contracts) AS contracts,
        MAX(CAST(ended_on AS DATE)) AS ended_on
    FROM events
    GROUP BY number, LEAST(months_back, $steps + 12)
),

to_date AS (
    SELECT
        number,
        months_back,
        contribution,
        MAX(last_purchase_on) OVER past AS last_purchase_on,
        MAX(returned_on) OVER past AS returned_on,
        SUM(contracts) OVER past AS contracts,
        MAX(ended_on) OVER past AS ended_on,
        SUM(revenue) OVER half AS revenue_6m,
        SUM(revenue) OVER year AS revenue_12m,
        SUM(contribution) OVER year AS contribution_12m
    FROM by_month
    WINDOW
        past AS (PARTITION BY number ORDER BY months_back DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        half AS (PARTITION BY number ORDER BY months_back DESC RANGE BETWEEN 5 PRECEDING AND CURRENT ROW),
        year AS (PARTITION BY number ORDER BY months_back DESC RANGE BETWEEN 11 PRECEDING AND CURRENT ROW)
),

seen AS (
    SELECT
        to_date.*,
        relations.customer_since,
        months.ends_on,
        GREATEST(relations.customer_since, to_date.last_purchase_on, to_date.ended_on) AS last_seen_on
    FROM to_date
    INNER JOIN relations ON to_date.number = relations.number
    INNER JOIN months ON to_date.months_back = months.months_back
    WHERE to_date.months_back <= $steps AND relations.customer_since < months.ends_on
),

stated AS (
    SELECT
        seen.*,
        CASE
            WHEN ends_on - customer_since <= $new_days THEN 'new'
            WHEN contracts = 0 AND ends_on - last_seen_on >= $lost_days THEN 'lost'
            WHEN contracts = 0 AND ends_on - ended_on >= $new_days
                AND (last_purchase_on IS NULL OR last_purchase_on < ended_on) THEN 'lost'
            WHEN contracts = 0 AND ends_on - last_seen_on >= $dormant_days THEN 'dormant'
            WHEN ends_on - returned_on <= $new_days THEN 'won back'
            WHEN customer_since < ends_on - INTERVAL '12' MONTH
                AND revenue_12m > revenue_6m
                AND revenue_6m >= 1.5 * (revenue_12m - revenue_6m) THEN 'expanding'
            ELSE 'active'
        END AS state
    FROM seen
),

borders AS (
    SELECT
        months_back,
        PERCENTILE_CONT(0.8) WITHIN GROUP (ORDER BY contribution_12m) AS top,
        PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY contribution_12m) AS bottom
    FROM stated
    WHERE state <> 'lost'
    GROUP BY months_back
)

SELECT
    stated.number,
    stated.months_back,
    stated.customer_since,
    stated.state,
    CASE
        WHEN stated.state = 'lost' THEN NULL
        WHEN stated.contribution_12m > borders.top THEN 'top 20%'
        WHEN stated.contribution_12m < borders.bottom THEN 'bottom 30%'
        ELSE 'middle 50%'
    END AS value_tier,
    stated.contribution,
    stated.revenue_12m,
    stated.contribution_12m
FROM stated
LEFT JOIN borders ON stated.months_back = borders.months_back
