-- A row is a month, a question and a bucket of customers: the sums from which indices by month
-- and their changes follow.
--
-- A customer counts once a month and question, with the mean of the scores given. Which answers
-- count: see answers.
--
-- with: answers, buckets, months, calendar
-- takes:
--   as_of (date): the first day not seen
--   months (integer, default 25): how many months back
-- gives:
--   month: first day of the month
--   item: the question
--   construct: what it measures
--   kind: perception, expectation or importance
--   touchpoint: what it is about; empty text for the whole relationship
--   bucket: 0 to 49, fixed for a customer
--   n (count): customers who answered
--   w: sum of weights
--   ws: sum of weight x score, 0 to 100
WITH measured AS (
    SELECT
        months.begins_on,
        answers.customer_id,
        answers.item,
        answers.construct,
        answers.kind,
        answers.touchpoint,
        CAST(AVG(answers.weight) AS DECIMAL(13, 6)) AS weight,
        CAST(AVG(answers.score) AS DECIMAL(9, 6)) AS score
    FROM answers
    INNER JOIN calendar ON CAST(answers.answered_at AS DATE) = calendar.day
    INNER JOIN months ON calendar.months_back = months.months_back
    WHERE months.months_back < $months
    GROUP BY
        months.begins_on, answers.customer_id, answers.item, answers.construct, answers.kind, answers.touchpoint
)

SELECT
    measured.begins_on AS month,
    measured.item,
    measured.construct,
    measured.kind,
    measured.touchpoint,
    buckets.bucket,
    COUNT(*) AS n,
    SUM(measured.weight) AS w,
    SUM(measured.weight * measured.score) AS ws
FROM measured
INNER JOIN buckets ON measured.customer_id = buckets.customer_id
WHERE measured.weight > 0
GROUP BY
    measured.begins_on, measured.item, measured.construct, measured.kind, measured.touchpoint, buckets.bucket
ORDER BY measured.begins_on, measured.item, buckets.bucket
