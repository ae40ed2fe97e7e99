-- A row is a table of the store: how much it holds from before a date.
--
-- Questions have no date and are counted whole. So are customers, without those acquired on or
-- after the date who were never in contact before it.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   table_name: the table
--   rows (count): rows from before the date
--   first_on: first day
--   last_on: last day
SELECT 'customers' AS table_name, COUNT(*) AS rows, MIN(acquired_on) AS first_on, MAX(acquired_on) AS last_on
FROM (
    SELECT CASE WHEN acquired_on < $as_of THEN acquired_on END AS acquired_on
    FROM customers
    WHERE
        acquired_on IS NULL
        OR acquired_on < $as_of
        OR customer_id IN (
            SELECT customer_id FROM interactions WHERE occurred_at < $as_of
            UNION ALL
            SELECT customer_id FROM survey_responses WHERE answered_at < $as_of
            UNION ALL
            SELECT customer_id FROM feedback WHERE posted_at < $as_of
        )
) AS known
UNION ALL
SELECT 'life_events', COUNT(*), MIN(occurred_on), MAX(occurred_on)
FROM life_events WHERE occurred_on < $as_of
UNION ALL
SELECT 'transactions', COUNT(*), CAST(MIN(occurred_at) AS DATE), CAST(MAX(occurred_at) AS DATE)
FROM transactions WHERE occurred_at < $as_of
UNION ALL
SELECT 'contracts', COUNT(*), MIN(started_on), MAX(started_on)
FROM contracts WHERE started_on < $as_of
UNION ALL
SELECT 'payments', COUNT(*), MIN(issued_on), MAX(issued_on)
FROM payments WHERE issued_on < $as_of
UNION ALL
SELECT 'activity_costs', COUNT(*), MIN(occurred_on), MAX(occurred_on)
FROM activity_costs WHERE occurred_on < $as_of
UNION ALL
SELECT 'survey_items', COUNT(*), NULL, NULL
FROM survey_items
UNION ALL
SELECT 'survey_responses', COUNT(*), CAST(MIN(answered_at) AS DATE), CAST(MAX(answered_at) AS DATE)
FROM survey_responses WHERE answered_at < $as_of
UNION ALL
SELECT 'feedback', COUNT(*), CAST(MIN(posted_at) AS DATE), CAST(MAX(posted_at) AS DATE)
FROM feedback WHERE posted_at < $as_of
UNION ALL
SELECT 'interactions', COUNT(*), CAST(MIN(occurred_at) AS DATE), CAST(MAX(occurred_at) AS DATE)
FROM interactions WHERE occurred_at < $as_of
