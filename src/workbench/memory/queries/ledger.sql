-- A row is a value of a dimension: how many customers it has and what they brought.
--
-- Customers are counted who are not lost; the sums hold the last 12 months of all who ever
-- were customers, so they are the same for each dimension. A dimension of which nothing is
-- recorded has no row.
--
-- with: month_states, relations
-- sets:
--   steps = 0
-- takes:
--   as_of (date): the first day not seen
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   dimension: region, industry, lifestyle or acquisition_channel
--   value: as recorded, or 'not recorded'
--   customers (count): customers who are not lost
--   revenue_12m (money): of the last 12 months
--   contribution_12m (money): of the last 12 months
WITH described AS (
    SELECT
        customers.region,
        customers.industry,
        customers.lifestyle,
        customers.acquisition_channel,
        CASE WHEN states.state = 'lost' THEN 0 ELSE 1 END AS customers,
        states.revenue_12m,
        states.contribution_12m
    FROM month_states AS states
    INNER JOIN relations ON states.number = relations.number
    INNER JOIN customers ON relations.customer_id = customers.customer_id
    WHERE states.months_back = 0
),

tall AS (
    SELECT 'region' AS dimension, region AS value, customers, revenue_12m, contribution_12m FROM described
    UNION ALL
    SELECT 'industry', industry, customers, revenue_12m, contribution_12m FROM described
    UNION ALL
    SELECT 'lifestyle', lifestyle, customers, revenue_12m, contribution_12m FROM described
    UNION ALL
    SELECT 'acquisition_channel', acquisition_channel, customers, revenue_12m, contribution_12m FROM described
),

recorded AS (
    SELECT dimension FROM tall GROUP BY dimension HAVING COUNT(value) > 0
)

SELECT
    tall.dimension,
    COALESCE(tall.value, 'not recorded') AS value,
    CAST(SUM(tall.customers) AS BIGINT) AS customers,
    SUM(tall.revenue_12m) AS revenue_12m,
    SUM(tall.contribution_12m) AS contribution_12m
FROM tall
INNER JOIN recorded ON tall.dimension = recorded.dimension
GROUP BY tall.dimension, COALESCE(tall.value, 'not recorded')
ORDER BY tall.dimension, customers DESC, value
