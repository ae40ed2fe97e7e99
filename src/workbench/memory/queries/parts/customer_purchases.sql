-- A row is a customer with lines before a date, and what they bought.
--
-- with: purchase_days
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   customer_id: the customer
--   first_purchase_on: first purchase day
--   last_purchase_on: last purchase day
--   purchases (count): distinct purchase days
--   purchases_12m (count): of the last 12 months
--   revenue (money): net of returns
--   revenue_12m (money): of the last 12 months
--   cost (money): direct cost
--   cost_12m (money): of the last 12 months
SELECT
    customer_id,
    MIN(CASE WHEN is_purchase THEN bought_on END) AS first_purchase_on,
    MAX(CASE WHEN is_purchase THEN bought_on END) AS last_purchase_on,
    COUNT(CASE WHEN is_purchase THEN 1 END) AS purchases,
    COUNT(CASE WHEN is_purchase AND bought_on >= $as_of - INTERVAL '12' MONTH THEN 1 END) AS purchases_12m,
    SUM(revenue) AS revenue,
    SUM(CASE WHEN bought_on >= $as_of - INTERVAL '12' MONTH THEN revenue ELSE 0 END) AS revenue_12m,
    SUM(cost) AS cost,
    SUM(CASE WHEN bought_on >= $as_of - INTERVAL '12' MONTH THEN cost ELSE 0 END) AS cost_12m
FROM purchase_days
GROUP BY customer_id
