-- A row is a month, a construct, a kind of question and a touchpoint: the sums from which the
-- index and its interval follow.
--
-- A customer counts once: the mean of all answers to these questions in the month. Which
-- answers count: see answers.
--
-- with: answers, months, calendar
-- takes:
--   as_of (date): the first day not seen
--   months (integer, default 13): how many months back
-- gives:
--   month: first day of the month
--   construct: what was measured
--   touchpoint: what it was about; empty text for the whole relationship
--   kind: perception, expectation or importance
--   n (count): customers who answered
--   w: sum of weights
--   ww: sum of squared weights, for the effective number of customers
--   wy: sum of weight x index
--   wyy: sum of weight x index x index
WITH measured AS (
    SELECT
        months.begins_on,
        answers.customer_id,
        answers.construct,
        answers.touchpoint,
        answers.kind,
        CAST(AVG(answers.weight) AS DECIMAL(13, 6)) AS weight,
        CAST(AVG(answers.score) AS DECIMAL(9, 6)) AS value
    FROM answers
    INNER JOIN calendar ON CAST(answers.answered_at AS DATE) = calendar.day
    INNER JOIN months ON calendar.months_back = months.months_back
    WHERE months.months_back < $months
    GROUP BY months.begins_on, answers.customer_id, answers.construct, answers.touchpoint, answers.kind
)

SELECT
    begins_on AS month,
    construct,
    touchpoint,
    kind,
    COUNT(*) AS n,
    SUM(weight) AS w,
    SUM(weight * weight) AS ww,
    SUM(weight * value) AS wy,
    SUM(weight * value * value) AS wyy
FROM measured
WHERE weight > 0
GROUP BY begins_on, construct, touchpoint, kind
ORDER BY begins_on, construct, touchpoint, kind
