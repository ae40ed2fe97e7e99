-- A row is a bucket of customers and a pair of variables of the survey: the sums from which
-- means, variances and correlations follow.
--
-- Of each customer one questionnaire counts: the latest of the window that answers the
-- outcome. A variable is the outcome's construct, or any other construct, or a construct at a
-- touchpoint ('quality: web'); its value is the mean of its perception questions answered,
-- 0 to 100. A pair counts where both were answered. Each pair once, a <= b; the pair of a
-- variable with itself has its own sums. Which answers count: see answers.
--
-- with: answers, buckets
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 12): how many months back
--   outcome (text, default satisfaction): the construct to be explained
-- gives:
--   bucket: 0 to 49, fixed for a customer
--   a: first variable
--   b: second variable
--   n (count): customers who answered both
--   w: sum of weights
--   ww: sum of squared weights, for the effective number of questionnaires
--   wa: sum of weight x a
--   wb: sum of weight x b
--   waa: sum of weight x a x a
--   wbb: sum of weight x b x b
--   wab: sum of weight x a x b
WITH perceived AS (
    SELECT
        customer_id,
        response_id,
        answered_at,
        CASE
            WHEN construct = $outcome OR touchpoint = '' THEN construct
            ELSE construct || ': ' || touchpoint
        END AS variable,
        construct = $outcome AS is_outcome,
        score,
        weight
    FROM answers
    WHERE kind = 'perception' AND answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
),

questionnaires AS (
    SELECT
        customer_id,
        response_id,
        CAST(AVG(weight) AS DECIMAL(13, 6)) AS weight,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY MAX(answered_at) DESC, response_id DESC) AS age
    FROM perceived
    GROUP BY customer_id, response_id
    HAVING MAX(CASE WHEN is_outcome THEN 1 ELSE 0 END) = 1 AND AVG(weight) > 0
),

measured AS (
    SELECT
        perceived.customer_id,
        buckets.bucket,
        perceived.variable,
        questionnaires.weight,
        CAST(AVG(perceived.score) AS DECIMAL(9, 6)) AS value
    FROM perceived
    INNER JOIN questionnaires
        ON perceived.response_id = questionnaires.response_id
        AND perceived.customer_id = questionnaires.customer_id
    INNER JOIN buckets ON perceived.customer_id = buckets.customer_id
    WHERE questionnaires.age = 1
    GROUP BY perceived.customer_id, buckets.bucket, perceived.variable, questionnaires.weight
)

SELECT
    one.bucket,
    one.variable AS a,
    two.variable AS b,
    COUNT(*) AS n,
    SUM(one.weight) AS w,
    SUM(one.weight * one.weight) AS ww,
    SUM(one.weight * one.value) AS wa,
    SUM(one.weight * two.value) AS wb,
    SUM(one.weight * one.value * one.value) AS waa,
    SUM(one.weight * two.value * two.value) AS wbb,
    SUM(one.weight * one.value * two.value) AS wab
FROM measured AS one
INNER JOIN measured AS two ON one.customer_id = two.customer_id AND one.variable <= two.variable
GROUP BY one.bucket, one.variable, two.variable
ORDER BY one.bucket, one.variable, two.variable
