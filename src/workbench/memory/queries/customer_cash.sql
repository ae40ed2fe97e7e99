-- A row is a customer as of a date: what was booked on them from a day until the date.
--
-- With what was booked on people who are no customers (`cash_flow`, prospect_cost) it is all that
-- the store has booked.
--
-- with: relations, purchase_days, contract_months, contact_costs
-- takes:
--   start (date): the first day
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   number: the customer, as in customer_lives
--   contribution (money): revenue less direct, activity and interaction cost
--   acquisition (money): of the activity cost, what was spent on winning the customer
WITH booked AS (
    SELECT customer_id, revenue - cost AS contribution, 0 AS acquisition
    FROM purchase_days
    WHERE bought_on >= $start
    UNION ALL
    -- A month that began before the first day counts by the days from it on.
    SELECT
        customer_id,
        CAST((revenue - cost) * (until_on - GREATEST(first_on, $start)) / (until_on - first_on) AS DECIMAL(18, 6)),
        0
    FROM contract_months
    WHERE until_on > $start
    UNION ALL
    SELECT customer_id, -amount, CASE WHEN kind = 'acquisition' THEN amount ELSE 0 END
    FROM activity_costs
    WHERE occurred_on >= $start AND occurred_on < $as_of
    UNION ALL
    SELECT customer_id, -cost, 0
    FROM contact_costs
    WHERE occurred_on >= $start
)

SELECT
    relations.number,
    SUM(booked.contribution) AS contribution,
    SUM(booked.acquisition) AS acquisition
FROM booked
INNER JOIN relations ON booked.customer_id = relations.customer_id
WHERE relations.customer_since IS NOT NULL
GROUP BY relations.number
ORDER BY relations.number
