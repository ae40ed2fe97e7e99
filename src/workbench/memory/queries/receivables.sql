-- A row is a band of lateness: the invoices open as of a date.
--
-- An invoice is open if it was issued before the date and not paid before it; what was paid on
-- or after the date was still open then. All bands are given once any invoice was issued.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   band: not due, 1-30, 31-60, 61-90 or over 90 days late
--   invoices (count): open invoices
--   customers (count): who owe them
--   amount (money): what they owe
WITH bands (place, band, first_day, last_day) AS (
    VALUES
    (1, 'not due', -1000000, 0),
    (2, '1-30', 1, 30),
    (3, '31-60', 31, 60),
    (4, '61-90', 61, 90),
    (5, 'over 90', 91, 1000000)
),

open_invoices AS (
    SELECT customer_id, $as_of - due_on AS days_late, amount
    FROM payments
    WHERE issued_on < $as_of AND (paid_on IS NULL OR paid_on >= $as_of)
)

SELECT
    bands.band,
    COUNT(open_invoices.customer_id) AS invoices,
    COUNT(DISTINCT open_invoices.customer_id) AS customers,
    COALESCE(SUM(open_invoices.amount), 0) AS amount
FROM bands
LEFT JOIN open_invoices ON open_invoices.days_late BETWEEN bands.first_day AND bands.last_day
WHERE EXISTS (SELECT 1 FROM payments WHERE issued_on < $as_of)
GROUP BY bands.place, bands.band
ORDER BY bands.place
