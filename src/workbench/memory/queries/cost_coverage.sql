-- A row is a table that carries costs: how much of it has them.
--
-- A cost that is not recorded counts as none, so contribution is too high by what is missing.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   table_name: the table
--   rows (count): rows from before the date
--   costed (count): rows with a cost
--   revenue (money): of the rows, for a contract its monthly revenue; 0 for a table without. What was given
--     back counts like what was paid, so that returns hide nothing
--   costed_revenue (money): of the rows with a cost
SELECT
    'transactions' AS table_name,
    COUNT(*) AS rows,
    COUNT(cost) AS costed,
    COALESCE(SUM(ABS(revenue)), 0) AS revenue,
    COALESCE(SUM(CASE WHEN cost IS NOT NULL THEN ABS(revenue) END), 0) AS costed_revenue
FROM transactions WHERE occurred_at < $as_of
UNION ALL
SELECT
    'contracts',
    COUNT(*),
    COUNT(monthly_cost),
    COALESCE(SUM(monthly_revenue), 0),
    COALESCE(SUM(CASE WHEN monthly_cost IS NOT NULL THEN monthly_revenue END), 0)
FROM contracts WHERE started_on < $as_of
UNION ALL
SELECT 'interactions', COUNT(*), COUNT(cost), 0, 0 FROM interactions WHERE occurred_at < $as_of
UNION ALL
SELECT 'activity_costs', COUNT(*), COUNT(amount), 0, 0 FROM activity_costs WHERE occurred_on < $as_of
