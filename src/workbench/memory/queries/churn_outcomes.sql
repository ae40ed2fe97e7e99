-- A row is a customer who was active as of a date, and whether they were gone a horizon later.
--
-- Active are the states new, active, expanding and won back. Gone is who did not buy in the
-- horizon, from the date on, and has no contract running at its end. The only query that looks
-- after its date; it gives no row before the whole horizon is known.
--
-- with: customer_states
-- sets:
--   steps = 0
-- takes:
--   as_of (date): the first day of the horizon
--   horizon_months (integer, default 3): its length
--   known_until (date): the first day of which nothing is known; a month's view sets it to its
--       own end
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   customer_id: the customer
--   churned: 1 if gone, 0 if not
WITH bought AS (
    SELECT customer_id
    FROM (
        SELECT
            customer_id,
            SUM(revenue) > 0 OR (SUM(revenue) = 0 AND COALESCE(SUM(quantity), 0) > 0) AS is_purchase
        FROM transactions
        WHERE occurred_at >= $as_of AND occurred_at < $as_of + $horizon_months * INTERVAL '1' MONTH
        GROUP BY customer_id, CAST(occurred_at AS DATE)
    ) AS days
    WHERE is_purchase
    GROUP BY customer_id
),

held AS (
    SELECT customer_id
    FROM contracts
    WHERE
        started_on < $as_of + $horizon_months * INTERVAL '1' MONTH
        AND (ended_on IS NULL OR ended_on >= $as_of + $horizon_months * INTERVAL '1' MONTH)
    GROUP BY customer_id
)

SELECT
    states.customer_id,
    CASE WHEN bought.customer_id IS NULL AND held.customer_id IS NULL THEN 1 ELSE 0 END AS churned
FROM customer_states AS states
LEFT JOIN bought ON states.customer_id = bought.customer_id
LEFT JOIN held ON states.customer_id = held.customer_id
WHERE
    states.state IN ('new', 'active', 'expanding', 'won back')
    AND $as_of + $horizon_months * INTERVAL '1' MONTH <= $known_until
ORDER BY states.customer_id
