-- A row is a history of buying as of an earlier day, and what its customers bought from then on.
--
-- For testing a model of buying: it is fitted to the histories as of the start, as if nothing
-- were known since, and its expectation is compared with the purchase days that followed.
--
-- with: purchase_days
-- takes:
--   as_of (date): the first day not seen
--   start (date): the first day of the time tested; histories end the day before
-- gives:
--   frequency (count): purchase days after the first, before the start
--   recency (days): from the first purchase day to the last before the start
--   age (days): from the first purchase day to the day before the start
--   customers (count): with this history
--   later (count): their purchase days from the start on
--   squares: sum of the squares of each customer's number of them
WITH bought AS (
    SELECT
        MIN(bought_on) AS first_on,
        MAX(CASE WHEN bought_on < $start THEN bought_on END) AS last_on,
        COUNT(CASE WHEN bought_on < $start THEN 1 END) AS earlier,
        COUNT(CASE WHEN bought_on >= $start THEN 1 END) AS later
    FROM purchase_days
    WHERE is_purchase
    GROUP BY customer_id
)

SELECT
    earlier - 1 AS frequency,
    last_on - first_on AS recency,
    CAST($start AS DATE) - 1 - first_on AS age,
    COUNT(*) AS customers,
    CAST(SUM(later) AS BIGINT) AS later,
    CAST(SUM(later * later) AS BIGINT) AS squares
FROM bought
WHERE earlier > 0
GROUP BY earlier - 1, last_on - first_on, CAST($start AS DATE) - 1 - first_on
ORDER BY frequency, recency, age
