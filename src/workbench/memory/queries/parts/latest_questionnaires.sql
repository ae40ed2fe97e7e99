-- A row is a customer with the questionnaire that speaks for them.
--
-- Of each customer one questionnaire counts: the latest of the window that answers the outcome
-- as it is perceived. Its weight is the mean of its answers' weights; where that is not above 0
-- the questionnaire does not count. Which answers count: see answers.
--
-- with: answers, numbered_items
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 3): how many months back
--   outcome (text, default satisfaction): the construct that must be answered
-- gives:
--   customer_id: the customer
--   response_id: the questionnaire
--   answered_at: when its last answer was given
--   weight: survey weight, above 0
--   outcome_score (index): mean of its questions about the outcome as it is perceived, 0 to 100
--   scores: list of its scores in no order, each as 1,000 x the place of its question in
--       `survey_items`, from 0, plus the score of 0 to 100
WITH filled_in AS (
    SELECT
        answers.customer_id,
        answers.response_id,
        MAX(answers.answered_at) AS answered_at,
        CAST(AVG(answers.weight) AS DECIMAL(13, 6)) AS weight,
        AVG(CASE WHEN answers.construct = $outcome AND answers.kind = 'perception' THEN answers.score END)
            AS outcome_score,
        ARRAY_AGG(CAST(1000 * numbered_items.place + answers.score AS DOUBLE PRECISION)) AS scores
    FROM answers
    INNER JOIN numbered_items ON answers.item = numbered_items.item
    WHERE answers.answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
    GROUP BY answers.customer_id, answers.response_id
),

by_age AS (
    SELECT
        filled_in.*,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY answered_at DESC, response_id DESC) AS age
    FROM filled_in
    WHERE outcome_score IS NOT NULL AND weight > 0
)

SELECT customer_id, response_id, answered_at, weight, outcome_score, scores
FROM by_age
WHERE age = 1
