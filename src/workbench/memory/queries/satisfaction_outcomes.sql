-- A row is a customer who answered: how satisfied they said they were, and what they did from then on.
--
-- Of each customer the first questionnaire of the window counts, so that as much as possible
-- follows it. What follows begins on the day after the answer, and all of it lies before the
-- date. A customer who signs a contract is followed until then; whether one ran already is told.
--
-- with: answers, buckets, purchase_days, contract_terms
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 24): how many months back answers count
--   wait_months (integer, default 3): an answer must be that old
--   outcome (text, default satisfaction): the construct
-- gives:
--   customer_id: the customer
--   bucket: 0 to 49, fixed for a customer
--   answered_on: the day
--   satisfaction (index): mean of the questions about it in this questionnaire, 0 to 100
--   again (index): the same in the customer's next questionnaire; empty if there is none
--   held: whether a contract ran on the day
--   days (days): from the answer until the last day followed
--   purchases (count): purchase days followed
--   last_days (days): from the answer until the last purchase followed; 0 if there was none
--   margin (money): of the purchases followed, revenue less direct cost
WITH stated AS (
    SELECT
        customer_id,
        response_id,
        MAX(CAST(answered_at AS DATE)) AS answered_on,
        AVG(score) AS satisfaction
    FROM answers
    WHERE
        construct = $outcome AND kind = 'perception' AND answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
    GROUP BY customer_id, response_id
),

placed AS (
    SELECT
        customer_id,
        answered_on,
        satisfaction,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY answered_on, response_id) AS place
    FROM stated
),

signed AS (
    SELECT
        placed.customer_id,
        MAX(
            CASE
                WHEN terms.started_on <= placed.answered_on
                    AND (terms.ended_on IS NULL OR terms.ended_on > placed.answered_on)
                    THEN 1
                ELSE 0
            END
        ) AS held,
        MIN(CASE WHEN terms.started_on > placed.answered_on THEN terms.started_on END) AS signed_on
    FROM placed
    INNER JOIN contract_terms AS terms ON placed.customer_id = terms.customer_id
    WHERE placed.place = 1
    GROUP BY placed.customer_id
),

followed AS (
    SELECT
        placed.customer_id,
        COUNT(*) AS purchases,
        MAX(days.bought_on) - MAX(placed.answered_on) AS last_days,
        SUM(days.revenue - days.cost) AS margin
    FROM placed
    INNER JOIN purchase_days AS days ON placed.customer_id = days.customer_id
    LEFT JOIN signed ON placed.customer_id = signed.customer_id
    WHERE
        placed.place = 1 AND days.is_purchase AND days.bought_on > placed.answered_on
        AND (signed.signed_on IS NULL OR days.bought_on < signed.signed_on)
    GROUP BY placed.customer_id
)

SELECT
    placed.customer_id,
    buckets.bucket,
    placed.answered_on,
    CAST(placed.satisfaction AS DECIMAL(9, 6)) AS satisfaction,
    CAST(later.satisfaction AS DECIMAL(9, 6)) AS again,
    COALESCE(signed.held, 0) = 1 AS held,
    COALESCE(signed.signed_on, $as_of) - placed.answered_on - 1 AS days,
    COALESCE(followed.purchases, 0) AS purchases,
    COALESCE(followed.last_days, 0) AS last_days,
    COALESCE(followed.margin, 0) AS margin
FROM placed
INNER JOIN buckets ON placed.customer_id = buckets.customer_id
LEFT JOIN placed AS later ON placed.customer_id = later.customer_id AND later.place = 2
LEFT JOIN signed ON placed.customer_id = signed.customer_id
LEFT JOIN followed ON placed.customer_id = followed.customer_id
WHERE placed.place = 1 AND placed.answered_on < $as_of - $wait_months * INTERVAL '1' MONTH
ORDER BY placed.customer_id
