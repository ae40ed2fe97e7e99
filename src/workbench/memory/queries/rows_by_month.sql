-- A row is a table and a month: how many rows happened in it.
--
-- Only tables whose rows happen on a day; months without a row are left out.
--
-- with: months
-- takes:
--   as_of (date): the first day not seen
--   months (integer, default 13): how many months back
-- gives:
--   table_name: the table
--   month: first day
--   rows (count): rows of the month
WITH happened AS (
    SELECT 'transactions' AS table_name, CAST(occurred_at AS DATE) AS day FROM transactions
    UNION ALL
    SELECT 'contracts', started_on FROM contracts
    UNION ALL
    SELECT 'payments', issued_on FROM payments
    UNION ALL
    SELECT 'activity_costs', occurred_on FROM activity_costs
    UNION ALL
    SELECT 'life_events', occurred_on FROM life_events
    UNION ALL
    SELECT 'survey_responses', CAST(answered_at AS DATE) FROM survey_responses
    UNION ALL
    SELECT 'feedback', CAST(posted_at AS DATE) FROM feedback
    UNION ALL
    SELECT 'interactions', CAST(occurred_at AS DATE) FROM interactions
)

SELECT happened.table_name, months.begins_on AS month, COUNT(*) AS rows
FROM happened
INNER JOIN months ON happened.day >= months.begins_on AND happened.day < months.ends_on
WHERE months.months_back < $months
GROUP BY happened.table_name, months.begins_on
ORDER BY happened.table_name, months.begins_on
