-- A row is a day on which a customer came back: a purchase or a contract after a long silence.
--
-- The silence is counted from the last purchase, or from the end of the last contract where
-- that is later; while a contract runs there is none. A contract's end is used only once it
-- lies before the return, so a return is the same whatever happened after it.
--
-- with: purchase_days, contract_terms
-- takes:
--   as_of (date): the first day not seen
--   dormant_days (integer): days of silence after which buying again is a return
-- gives:
--   customer_id: the customer
--   returned_on: the day
WITH present AS (
    SELECT customer_id, bought_on AS from_on, bought_on AS until_on
    FROM purchase_days
    WHERE is_purchase
    UNION ALL
    SELECT customer_id, started_on, COALESCE(ended_on, CAST($as_of AS DATE))
    FROM contract_terms
),

before AS (
    SELECT
        customer_id,
        from_on,
        MAX(until_on) OVER (
            PARTITION BY customer_id
            ORDER BY from_on, until_on
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_seen_on
    FROM present
)

SELECT customer_id, from_on AS returned_on
FROM before
WHERE from_on - last_seen_on >= $dormant_days
