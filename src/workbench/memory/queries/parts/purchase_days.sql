-- A row is a day on which a customer's lines were booked, all lines of the day taken together.
--
-- A day is a purchase if its lines bring money in net of returns, or if they bring none but
-- goods went out (free items). A day of returns keeps its money and is not a purchase.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   customer_id: the customer
--   bought_on: the day
--   revenue (money): of the day, net of returns
--   cost (money): direct cost of the day; lines whose cost is not recorded count as none
--   is_purchase: whether the day counts as a purchase
SELECT
    customer_id,
    CAST(occurred_at AS DATE) AS bought_on,
    SUM(revenue) AS revenue,
    COALESCE(SUM(cost), 0) AS cost,
    SUM(revenue) > 0 OR (SUM(revenue) = 0 AND COALESCE(SUM(quantity), 0) > 0) AS is_purchase
FROM transactions
WHERE occurred_at < $as_of
GROUP BY customer_id, CAST(occurred_at AS DATE)
