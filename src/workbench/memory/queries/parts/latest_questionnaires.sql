-- A row is a customer with the questionnaire that speaks for them.
--
-- Of each customer one questionnaire counts: the latest of the window that answers the outcome
-- as it is perceived. Its weight is the mean of its answers' weights; where that is not above 0
-- the questionnaire does not count. Which answers count: see answers.
--
-- with: answers
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 3): how many months back
--   outcome (text, default satisfaction): the construct that must be answered
-- gives:
--   customer_id: the customer
--   response_id: the questionnaire
--   answered_at: when its last answer was given
--   weight: survey weight, above 0
WITH filled_in AS (
    SELECT
        customer_id,
        response_id,
        MAX(answered_at) AS answered_at,
        CAST(AVG(weight) AS DECIMAL(13, 6)) AS weight
    FROM answers
    WHERE answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
    GROUP BY customer_id, response_id
    HAVING MAX(CASE WHEN construct = $outcome AND kind = 'perception' THEN 1 ELSE 0 END) = 1 AND AVG(weight) > 0
),

by_age AS (
    SELECT
        filled_in.*,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY answered_at DESC, response_id DESC) AS age
    FROM filled_in
)

SELECT customer_id, response_id, answered_at, weight
FROM by_age
WHERE age = 1
