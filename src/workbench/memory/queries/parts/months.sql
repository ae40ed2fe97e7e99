-- A row is a month before a date, back to the first event of the store.
--
-- Months are counted back from the date; at a month's close they are calendar months.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   months_back (count): 0 for the last month before the date
--   begins_on: first day
--   ends_on: first day after it
WITH RECURSIVE firsts AS (
    SELECT CAST(MIN(occurred_at) AS DATE) AS day FROM transactions
    UNION ALL
    SELECT MIN(started_on) FROM contracts
    UNION ALL
    SELECT MIN(occurred_on) FROM activity_costs
    UNION ALL
    SELECT CAST(MIN(occurred_at) AS DATE) FROM interactions
    UNION ALL
    SELECT CAST(MIN(answered_at) AS DATE) FROM survey_responses
    UNION ALL
    SELECT MIN(acquired_on) FROM customers
),

counted (months_back, begins_on, ends_on) AS (
    SELECT 0, CAST($as_of - INTERVAL '1' MONTH AS DATE), CAST($as_of AS DATE)
    UNION ALL
    SELECT months_back + 1, CAST($as_of - (months_back + 2) * INTERVAL '1' MONTH AS DATE), begins_on
    FROM counted
    WHERE begins_on > (SELECT MIN(day) FROM firsts)
)

SELECT months_back, begins_on, ends_on
FROM counted
