-- A row is a month, or part of one, that a contract ran before a date.
--
-- A part of a month books the same part of the monthly amounts, by days.
--
-- with: months, contract_terms
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   customer_id: the customer
--   months_back (count): 0 for the last month before the date
--   first_on: first day of the month on which the contract ran
--   until_on: first day after the part of the month in which it ran
--   revenue (money): booked in the month
--   cost (money): booked in the month
WITH parts AS (
    SELECT
        terms.customer_id,
        terms.monthly_revenue,
        terms.monthly_cost,
        months.months_back,
        GREATEST(terms.started_on, months.begins_on) AS first_on,
        LEAST(COALESCE(terms.ended_on, months.ends_on), months.ends_on) AS until_on,
        months.ends_on - months.begins_on AS days_in_month
    FROM contract_terms AS terms
    INNER JOIN months
        ON terms.started_on < months.ends_on
        AND COALESCE(terms.ended_on, months.ends_on) > months.begins_on
)

SELECT
    customer_id,
    months_back,
    first_on,
    until_on,
    CAST(monthly_revenue * (until_on - first_on) / days_in_month AS DECIMAL(18, 6)) AS revenue,
    CAST(monthly_cost * (until_on - first_on) / days_in_month AS DECIMAL(18, 6)) AS cost
FROM parts
WHERE first_on < until_on
