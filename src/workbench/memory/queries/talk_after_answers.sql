-- A row is a level of satisfaction: of the customers who stated it, how many talk.
--
-- Of each customer the latest questionnaire counts (see latest_questionnaires). Satisfaction is
-- the mean of its questions about the outcome, rounded to the steps of their scale: the finest
-- of them, but no finer than 100 steps. Talk counts within 60 days of the answer, before it or
-- after it, as far as it is known. Calls to the company are no public praise.
--
-- with: latest_questionnaires
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

complaining AS (
    SELECT DISTINCT latest.customer_id
    FROM latest_questionnaires AS latest
    INNER JOIN interactions
        ON latest.customer_id = interactions.customer_id
        AND interactions.occurred_at >= latest.answered_at - INTERVAL '60' DAY
        AND interactions.occurred_at <= latest.answered_at + INTERVAL '60' DAY
    WHERE interactions.kind = 'complaint' AND interactions.occurred_at < $as_of
),

praising AS (
    SELECT DISTINCT latest.customer_id
    FROM latest_questionnaires AS latest
    INNER JOIN feedback
        ON latest.customer_id = feedback.customer_id
        AND feedback.posted_at >= latest.answered_at - INTERVAL '60' DAY
        AND feedback.posted_at <= latest.answered_at + INTERVAL '60' DAY
    WHERE feedback.rating >= 4 AND feedback.source <> 'call' AND feedback.posted_at < $as_of
)

SELECT
    CAST(100 * ROUND(latest.outcome_score * steps.number / 100) / steps.number AS DECIMAL(9, 6)) AS satisfaction,
    COUNT(*) AS n,
    COUNT(complaining.customer_id) AS complained,
    COUNT(praising.customer_id) AS praised
FROM latest_questionnaires AS latest
CROSS JOIN steps
LEFT JOIN complaining ON latest.customer_id = complaining.customer_id
LEFT JOIN praising ON latest.customer_id = praising.customer_id
GROUP BY CAST(100 * ROUND(latest.outcome_score * steps.number / 100) / steps.number AS DECIMAL(9, 6))
ORDER BY 1
