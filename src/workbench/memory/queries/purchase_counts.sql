-- A row is a history of buying, and how many customers have it.
--
-- What a model of buying needs to know, without a row per customer: customers who bought again
-- as often, last as long after their first purchase, and are known for as long cannot be told
-- apart. Customers who never bought have no history and are left out. Age ends with the last day
-- seen, the day before the date: who first bought on it has an age of 0.
--
-- with: customer_purchases
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   frequency (count): purchase days after the first
--   recency (days): from the first purchase day to the last
--   age (days): from the first purchase day to the last day seen
--   customers (count): with this history
SELECT
    purchases - 1 AS frequency,
    last_purchase_on - first_purchase_on AS recency,
    CAST($as_of AS DATE) - 1 - first_purchase_on AS age,
    COUNT(*) AS customers
FROM customer_purchases
WHERE purchases > 0
GROUP BY purchases - 1, last_purchase_on - first_purchase_on, CAST($as_of AS DATE) - 1 - first_purchase_on
ORDER BY frequency, recency, age
