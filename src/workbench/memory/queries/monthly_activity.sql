-- A row is a month: what customers bought and what it brought.
--
-- Months before the first event of the store are left out. Money is that of everyone, the cost
-- of prospects included.
--
-- with: months, relations, booked_months
-- takes:
--   as_of (date): the first day not seen
--   months (integer, default 24): how many months back
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   month: first day
--   buyers (count): customers who bought
--   purchases (count): purchase days
--   new_customers (count): acquired in the month
--   revenue (money): of purchases and contracts, net of returns
--   contribution (money): revenue less direct, activity and interaction cost
WITH booked AS (
    SELECT
        months_back,
        COUNT(CASE WHEN purchases > 0 THEN 1 END) AS buyers,
        CAST(SUM(purchases) AS BIGINT) AS purchases,
        SUM(revenue) AS revenue,
        SUM(contribution) AS contribution
    FROM booked_months
    GROUP BY months_back
),

acquired AS (
    SELECT months.months_back, COUNT(*) AS new_customers
    FROM relations
    INNER JOIN months
        ON relations.customer_since >= months.begins_on AND relations.customer_since < months.ends_on
    GROUP BY months.months_back
)

SELECT
    months.begins_on AS month,
    COALESCE(booked.buyers, 0) AS buyers,
    COALESCE(booked.purchases, 0) AS purchases,
    COALESCE(acquired.new_customers, 0) AS new_customers,
    COALESCE(booked.revenue, 0) AS revenue,
    COALESCE(booked.contribution, 0) AS contribution
FROM months
LEFT JOIN booked ON months.months_back = booked.months_back
LEFT JOIN acquired ON months.months_back = acquired.months_back
WHERE months.months_back < $months
ORDER BY months.begins_on
