-- A row is a customer, a month before a date and a source of money: what was booked.
--
-- Sources are purchases, contracts, activity costs and contacts; a customer may have a row of
-- each in a month. Contribution is revenue less direct, activity and interaction cost.
--
-- with: calendar, relations, purchase_days, contract_months, contact_costs
-- takes:
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   number: the customer, as in relations
--   months_back (count): 0 for the last month before the date
--   purchases (count): distinct purchase days
--   last_purchase_on: last purchase day of the month
--   revenue (money): net of returns
--   cost (money): direct cost
--   activity_cost (money): spent on the customer
--   interaction_cost (money): cost of contacts
--   contribution (money): revenue less the three costs
WITH booked AS (
    SELECT
        relations.number,
        calendar.months_back,
        COUNT(CASE WHEN days.is_purchase THEN 1 END) AS purchases,
        MAX(CASE WHEN days.is_purchase THEN days.bought_on END) AS last_purchase_on,
        SUM(days.revenue) AS revenue,
        SUM(days.cost) AS cost,
        0 AS activity_cost,
        0 AS interaction_cost
    FROM purchase_days AS days
    INNER JOIN relations ON days.customer_id = relations.customer_id
    INNER JOIN calendar ON days.bought_on = calendar.day
    GROUP BY relations.number, calendar.months_back
    UNION ALL
    SELECT relations.number, terms.months_back, 0, NULL, SUM(terms.revenue), SUM(terms.cost), 0, 0
    FROM contract_months AS terms
    INNER JOIN relations ON terms.customer_id = relations.customer_id
    GROUP BY relations.number, terms.months_back
    UNION ALL
    SELECT relations.number, calendar.months_back, 0, NULL, 0, 0, SUM(costs.amount), 0
    FROM activity_costs AS costs
    INNER JOIN relations ON costs.customer_id = relations.customer_id
    INNER JOIN calendar ON costs.occurred_on = calendar.day
    GROUP BY relations.number, calendar.months_back
    UNION ALL
    SELECT relations.number, calendar.months_back, 0, NULL, 0, 0, 0, SUM(contacts.cost)
    FROM contact_costs AS contacts
    INNER JOIN relations ON contacts.customer_id = relations.customer_id
    INNER JOIN calendar ON contacts.occurred_on = calendar.day
    GROUP BY relations.number, calendar.months_back
)

SELECT
    number,
    months_back,
    purchases,
    last_purchase_on,
    CAST(revenue AS DECIMAL(18, 6)) AS revenue,
    CAST(cost AS DECIMAL(18, 6)) AS cost,
    CAST(activity_cost AS DECIMAL(18, 6)) AS activity_cost,
    CAST(interaction_cost AS DECIMAL(18, 6)) AS interaction_cost,
    CAST(revenue - cost - activity_cost - interaction_cost AS DECIMAL(18, 6)) AS contribution
FROM booked
