-- A row is a customer, prospect or target of the snapshot, in a bucket that never changes.
--
-- Sums per bucket let Python estimate the doubt about a figure by leaving one bucket out at a
-- time (the delete-a-group jackknife), without ever seeing a row per customer.
--
-- gives:
--   customer_id: the customer
--   bucket: 0 to 49, from the id alone: three hexadecimal digits of its md5, modulo 50
SELECT
    customer_id,
    CAST(
        (
            (POSITION(SUBSTRING(MD5(customer_id), 1, 1) IN '0123456789abcdef') - 1) * 256
            + (POSITION(SUBSTRING(MD5(customer_id), 2, 1) IN '0123456789abcdef') - 1) * 16
            + (POSITION(SUBSTRING(MD5(customer_id), 3, 1) IN '0123456789abcdef') - 1)
        ) % 50 AS INTEGER
    ) AS bucket
FROM customers
