-- A row is a day of the months before a date.
--
-- Joining by the day puts what happened into its month without a search through ranges.
--
-- with: months
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   day: the day
--   months_back (count): the month it lies in, 0 for the last before the date
WITH RECURSIVE counted (number) AS (
    SELECT 0
    UNION ALL
    SELECT number + 1 FROM counted WHERE number < 30
)

SELECT months.begins_on + counted.number AS day, months.months_back
FROM months
INNER JOIN counted ON months.begins_on + counted.number < months.ends_on
