-- A row is a month and a bucket of customers: the sums from which the index of a construct and
-- its change from month to month follow.
--
-- The perceptions of the whole relationship, no touchpoint's. A customer counts once in a
-- month: the mean of all answers to these questions. Which answers count: see answers.
--
-- with: answers, buckets, months, calendar
-- takes:
--   as_of (date): the first day not seen
--   months (integer, default 24): how many months back
--   outcome (text, default satisfaction): the construct
-- gives:
--   month: first day of the month
--   bucket: 0 to 49, fixed for a customer
--   n (count): customers who answered
--   w: sum of weights
--   wy: sum of weight x index
WITH measured AS (
    SELECT
        months.begins_on,
        answers.customer_id,
        CAST(AVG(answers.weight) AS DECIMAL(13, 6)) AS weight,
        CAST(AVG(answers.score) AS DECIMAL(9, 6)) AS value
    FROM answers
    INNER JOIN calendar ON CAST(answers.answered_at AS DATE) = calendar.day
    INNER JOIN months ON calendar.months_back = months.months_back
    WHERE
        months.months_back < $months
        AND answers.construct = $outcome
        AND answers.kind = 'perception'
        AND answers.touchpoint = ''
    GROUP BY months.begins_on, answers.customer_id
)

SELECT
    measured.begins_on AS month,
    buckets.bucket,
    COUNT(*) AS n,
    SUM(measured.weight) AS w,
    SUM(measured.weight * measured.value) AS wy
FROM measured
INNER JOIN buckets ON measured.customer_id = buckets.customer_id
WHERE measured.weight > 0
GROUP BY measured.begins_on, buckets.bucket
ORDER BY measured.begins_on, buckets.bucket
