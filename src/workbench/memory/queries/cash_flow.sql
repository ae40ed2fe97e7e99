-- A row is a bucket of customers: what was booked from a day until a date.
--
-- Everything booked is in it, the cost of those not yet customers as of the date included and
-- told apart: contribution + prospect_cost is that of customers only.
--
-- with: relations, purchase_days, contract_months, contact_costs
-- takes:
--   start (date): the first day
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   bucket: 0 to 49, fixed for a customer
--   revenue (money): of purchases and contracts, net of returns
--   cost (money): direct cost
--   activity_cost (money): spent on customers and prospects
--   interaction_cost (money): cost of contacts
--   contribution (money): revenue less the three costs
--   prospect_cost (money): activity and interaction cost of those not yet customers
WITH booked AS (
    SELECT customer_id, revenue, cost, 0 AS activity_cost, 0 AS interaction_cost
    FROM purchase_days
    WHERE bought_on >= $start
    UNION ALL
    -- A month that began before the first day counts by the days from it on.
    SELECT
        customer_id,
        CAST(revenue * (until_on - GREATEST(first_on, $start)) / (until_on - first_on) AS DECIMAL(18, 6)),
        CAST(cost * (until_on - GREATEST(first_on, $start)) / (until_on - first_on) AS DECIMAL(18, 6)),
        0,
        0
    FROM contract_months
    WHERE until_on > $start
    UNION ALL
    SELECT customer_id, 0, 0, amount, 0
    FROM activity_costs
    WHERE occurred_on >= $start AND occurred_on < $as_of
    UNION ALL
    SELECT customer_id, 0, 0, 0, cost
    FROM contact_costs
    WHERE occurred_on >= $start
)

SELECT
    relations.bucket,
    SUM(booked.revenue) AS revenue,
    SUM(booked.cost) AS cost,
    SUM(booked.activity_cost) AS activity_cost,
    SUM(booked.interaction_cost) AS interaction_cost,
    SUM(booked.revenue - booked.cost - booked.activity_cost - booked.interaction_cost) AS contribution,
    SUM(
        CASE WHEN relations.customer_since IS NULL THEN booked.activity_cost + booked.interaction_cost ELSE 0 END
    ) AS prospect_cost
FROM booked
INNER JOIN relations ON booked.customer_id = relations.customer_id
GROUP BY relations.bucket
ORDER BY relations.bucket
