-- A row is a customer who answered before a date, with the last satisfaction stated.
--
-- with: answers
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   customer_id: the customer
--   last_satisfaction (index): mean of the satisfaction questions of the last questionnaire
--       that answered any, 0 to 100
--   last_answered_on: day of the last answer to any question
WITH satisfied AS (
    SELECT
        customer_id,
        AVG(score) AS satisfaction,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY MAX(answered_at) DESC, response_id DESC) AS age
    FROM answers
    WHERE construct = 'satisfaction' AND kind = 'perception'
    GROUP BY customer_id, response_id
),

answered AS (
    SELECT customer_id, CAST(MAX(answered_at) AS DATE) AS last_answered_on
    FROM answers
    GROUP BY customer_id
)

SELECT answered.customer_id, satisfied.satisfaction AS last_satisfaction, answered.last_answered_on
FROM answered
LEFT JOIN satisfied ON answered.customer_id = satisfied.customer_id AND satisfied.age = 1
