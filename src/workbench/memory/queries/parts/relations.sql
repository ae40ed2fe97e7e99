-- A row is a customer, prospect or target of the snapshot, with the first day as a customer.
--
-- The first day is the recorded one, or the first purchase or contract where that is earlier
-- or no day is recorded. A recorded day on or after the date is not seen.
--
-- with: buckets, customer_purchases, contract_terms
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   customer_id: the customer
--   number: the same as a small number, for joins; valid within one query only
--   bucket: 0 to 49, fixed for a customer
--   customer_since: first day as a customer; empty for one not yet acquired
WITH contracted AS (
    SELECT customer_id, MIN(started_on) AS first_contract_on
    FROM contract_terms
    GROUP BY customer_id
)

SELECT
    customers.customer_id,
    CAST(ROW_NUMBER() OVER (ORDER BY customers.customer_id) AS INTEGER) AS number,
    buckets.bucket,
    LEAST(
        CASE WHEN customers.acquired_on < $as_of THEN customers.acquired_on END,
        customer_purchases.first_purchase_on,
        contracted.first_contract_on
    ) AS customer_since
FROM customers
INNER JOIN buckets ON customers.customer_id = buckets.customer_id
LEFT JOIN customer_purchases ON customers.customer_id = customer_purchases.customer_id
LEFT JOIN contracted ON customers.customer_id = contracted.customer_id
