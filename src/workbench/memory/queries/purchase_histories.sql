-- A row is a customer who has bought: the history of buying, and what repeat purchases brought.
--
-- The history is that of purchase_counts. The money is what was booked after the first purchase
-- day, days of returns included, of customers who bought again; others have none to learn from.
-- It is revenue less direct cost: what was spent on the customer stands elsewhere.
--
-- with: customer_purchases, purchase_days, buckets
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   customer_id: the customer
--   bucket: 0 to 49, fixed for a customer
--   frequency (count): purchase days after the first
--   recency (days): from the first purchase day to the last
--   age (days): from the first purchase day to the last day seen
--   purchases (count): purchases with their money: the frequency
--   total (money): revenue less direct cost of the days after the first purchase day
--   squares: sum of the squares of these days' money
WITH later AS (
    SELECT
        days.customer_id,
        SUM(days.revenue - days.cost) AS total,
        SUM(
            CAST(days.revenue - days.cost AS DECIMAL(38, 6)) * CAST(days.revenue - days.cost AS DECIMAL(38, 6))
        ) AS squares
    FROM purchase_days AS days
    INNER JOIN customer_purchases
        ON days.customer_id = customer_purchases.customer_id AND days.bought_on > customer_purchases.first_purchase_on
    WHERE customer_purchases.purchases > 1
    GROUP BY days.customer_id
)

SELECT
    customer_purchases.customer_id,
    buckets.bucket,
    customer_purchases.purchases - 1 AS frequency,
    customer_purchases.last_purchase_on - customer_purchases.first_purchase_on AS recency,
    CAST($as_of AS DATE) - 1 - customer_purchases.first_purchase_on AS age,
    customer_purchases.purchases - 1 AS purchases,
    COALESCE(later.total, 0) AS total,
    COALESCE(later.squares, 0) AS squares
FROM customer_purchases
INNER JOIN buckets ON customer_purchases.customer_id = buckets.customer_id
LEFT JOIN later ON customer_purchases.customer_id = later.customer_id
WHERE customer_purchases.purchases > 0
ORDER BY customer_purchases.customer_id
