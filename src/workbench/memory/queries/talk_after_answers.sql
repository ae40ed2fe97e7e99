-- A row is a level of satisfaction: of the customers who stated it, how many talk.
--
-- Of each customer the latest questionnaire counts (see latest_questionnaires). Satisfaction is
-- the mean of its questions about the outcome, rounded to the steps of their scale: the finest
-- of them, but no finer than 100 steps. Talk counts within 60 days of the answer, before it or
-- after it, as far as it is known. Calls to the company are no public praise.
--
-- with: answers, latest_questionnaires
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 12): how many months back
--   outcome (text, default satisfaction): the construct stated
-- gives:
--   satisfaction (index): 0 to 100
--   n (count): customers who stated it
--   complained (count): of these, with a contact of kind 'complaint'
--   praised (count): of these, who gave 4 stars or more in a review, a community, a blog or social media
WITH steps AS (
    SELECT LEAST(GREATEST(ROUND(MAX(scale_max - scale_min)), 1), 100) AS number
    FROM survey_items
    WHERE construct = $outcome AND kind = 'perception'
),

stated AS (
    SELECT latest.customer_id, latest.answered_at, AVG(answers.score) AS satisfaction
    FROM latest_questionnaires AS latest
    INNER JOIN answers ON latest.response_id = answers.response_id AND latest.customer_id = answers.customer_id
    WHERE answers.construct = $outcome AND answers.kind = 'perception'
        AND answers.answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
    GROUP BY latest.customer_id, latest.answered_at
),

complaining AS (
    SELECT DISTINCT stated.customer_id
    FROM stated
    INNER JOIN interactions
        ON stated.customer_id = interactions.customer_id
        AND interactions.occurred_at >= stated.answered_at - INTERVAL '60' DAY
        AND interactions.occurred_at <= stated.answered_at + INTERVAL '60' DAY
    WHERE interactions.kind = 'complaint' AND interactions.occurred_at < $as_of
),

praising AS (
    SELECT DISTINCT stated.customer_id
    FROM stated
    INNER JOIN feedback
        ON stated.customer_id = feedback.customer_id
        AND feedback.posted_at >= stated.answered_at - INTERVAL '60' DAY
        AND feedback.posted_at <= stated.answered_at + INTERVAL '60' DAY
    WHERE feedback.rating >= 4 AND feedback.source <> 'call' AND feedback.posted_at < $as_of
)

SELECT
    CAST(100 * ROUND(stated.satisfaction * steps.number / 100) / steps.number AS DECIMAL(9, 6)) AS satisfaction,
    COUNT(*) AS n,
    COUNT(complaining.customer_id) AS complained,
    COUNT(praising.customer_id) AS praised
FROM stated
CROSS JOIN steps
LEFT JOIN complaining ON stated.customer_id = complaining.customer_id
LEFT JOIN praising ON stated.customer_id = praising.customer_id
GROUP BY CAST(100 * ROUND(stated.satisfaction * steps.number / 100) / steps.number AS DECIMAL(9, 6))
ORDER BY 1
