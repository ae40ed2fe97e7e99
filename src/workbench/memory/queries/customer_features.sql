-- A row is a customer known as of a date: acquired before it, or with any event before it.
--
-- The first day as a customer is the recorded one, or the first purchase or contract where
-- that is earlier or no day is recorded. Who is acquired on or after the date is not known as
-- of the date, unless an event says so. Revenue and cost are those of purchases and contracts;
-- contribution is revenue less direct cost, activity cost and interaction cost. A cost that is
-- not recorded counts as none, so contribution is too high where costs are missing.
-- Region, industry and lifestyle carry no date: they are as the snapshot has them.
--
-- with: customer_purchases, contract_terms, contract_months, contact_costs, last_answers
-- takes:
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   customer_id: the customer
--   acquired_on: first day as a customer; empty for one not yet acquired
--   region: as recorded
--   industry: as recorded
--   lifestyle: as recorded
--   acquisition_channel: as recorded
--   age_days (days): since the first day as a customer
--   first_purchase_on: first purchase day
--   last_purchase_on: last purchase day
--   recency_days (days): since the last purchase
--   purchases (count): distinct purchase days
--   frequency (count): purchase days after the first
--   revenue (money): of purchases and contracts, net of returns
--   cost (money): direct cost of both
--   activity_cost (money): spent on the customer
--   interaction_cost (money): cost of contacts
--   contribution (money): revenue less the three costs
--   purchases_12m (count): of the last 12 months
--   revenue_12m (money): of the last 12 months
--   contribution_12m (money): of the last 12 months
--   categories (count): distinct product categories bought or returned
--   channels (count): distinct channels of sale
--   complaints (count): contacts of kind 'complaint'
--   complaints_12m (count): of the last 12 months
--   interactions_12m (count): contacts of any kind in the last 12 months
--   last_satisfaction (index): last satisfaction stated, 0 to 100
--   last_answered_on: day of the last answer to any question
--   life_events (count): recorded life events
--   last_life_event: kind of the latest
--   active_contracts (count): contracts running
--   contract_revenue (money): of contracts, by days; included in revenue
WITH sold_categories AS (
    SELECT customer_id, COUNT(*) AS categories
    FROM (
        SELECT DISTINCT customer_id, category FROM transactions WHERE occurred_at < $as_of AND category IS NOT NULL
    ) AS pairs
    GROUP BY customer_id
),

sold_channels AS (
    SELECT customer_id, COUNT(*) AS channels
    FROM (
        SELECT DISTINCT customer_id, channel FROM transactions WHERE occurred_at < $as_of AND channel IS NOT NULL
    ) AS pairs
    GROUP BY customer_id
),

contracted AS (
    SELECT
        customer_id,
        SUM(revenue) AS revenue,
        SUM(cost) AS cost,
        SUM(CASE WHEN months_back < 12 THEN revenue ELSE 0 END) AS revenue_12m,
        SUM(CASE WHEN months_back < 12 THEN cost ELSE 0 END) AS cost_12m
    FROM contract_months
    GROUP BY customer_id
),

terms AS (
    SELECT
        customer_id,
        MIN(started_on) AS first_contract_on,
        COUNT(CASE WHEN ended_on IS NULL THEN 1 END) AS active_contracts
    FROM contract_terms
    GROUP BY customer_id
),

activities AS (
    SELECT
        customer_id,
        SUM(amount) AS cost,
        SUM(CASE WHEN occurred_on >= $as_of - INTERVAL '12' MONTH THEN amount ELSE 0 END) AS cost_12m
    FROM activity_costs
    WHERE occurred_on < $as_of
    GROUP BY customer_id
),

contacts AS (
    SELECT
        customer_id,
        SUM(cost) AS cost,
        SUM(CASE WHEN occurred_on >= $as_of - INTERVAL '12' MONTH THEN cost ELSE 0 END) AS cost_12m,
        COUNT(CASE WHEN kind = 'complaint' THEN 1 END) AS complaints,
        COUNT(CASE WHEN kind = 'complaint' AND occurred_on >= $as_of - INTERVAL '12' MONTH THEN 1 END)
            AS complaints_12m,
        COUNT(CASE WHEN occurred_on >= $as_of - INTERVAL '12' MONTH THEN 1 END) AS interactions_12m
    FROM contact_costs
    GROUP BY customer_id
),

lives AS (
    SELECT
        customer_id,
        kind,
        COUNT(*) OVER (PARTITION BY customer_id) AS events,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY occurred_on DESC, kind) AS age
    FROM life_events
    WHERE occurred_on < $as_of
),

others AS (
    SELECT customer_id FROM payments WHERE issued_on < $as_of
    UNION
    SELECT customer_id FROM feedback WHERE posted_at < $as_of
    UNION
    SELECT customer_id FROM survey_responses WHERE answered_at < $as_of
),

joined AS (
    SELECT
        customers.customer_id,
        LEAST(
            CASE WHEN customers.acquired_on < $as_of THEN customers.acquired_on END,
            bought.first_purchase_on,
            terms.first_contract_on
        ) AS acquired_on,
        customers.region,
        customers.industry,
        customers.lifestyle,
        customers.acquisition_channel,
        bought.first_purchase_on,
        bought.last_purchase_on,
        COALESCE(bought.purchases, 0) AS purchases,
        COALESCE(bought.purchases_12m, 0) AS purchases_12m,
        COALESCE(bought.revenue, 0) + COALESCE(contracted.revenue, 0) AS revenue,
        COALESCE(bought.revenue_12m, 0) + COALESCE(contracted.revenue_12m, 0) AS revenue_12m,
        COALESCE(bought.cost, 0) + COALESCE(contracted.cost, 0) AS cost,
        COALESCE(bought.cost_12m, 0) + COALESCE(contracted.cost_12m, 0) AS cost_12m,
        COALESCE(activities.cost, 0) AS activity_cost,
        COALESCE(activities.cost_12m, 0) AS activity_cost_12m,
        COALESCE(contacts.cost, 0) AS interaction_cost,
        COALESCE(contacts.cost_12m, 0) AS interaction_cost_12m,
        COALESCE(sold_categories.categories, 0) AS categories,
        COALESCE(sold_channels.channels, 0) AS channels,
        COALESCE(contacts.complaints, 0) AS complaints,
        COALESCE(contacts.complaints_12m, 0) AS complaints_12m,
        COALESCE(contacts.interactions_12m, 0) AS interactions_12m,
        last_answers.last_satisfaction,
        last_answers.last_answered_on,
        COALESCE(lives.events, 0) AS life_events,
        lives.kind AS last_life_event,
        COALESCE(terms.active_contracts, 0) AS active_contracts,
        COALESCE(contracted.revenue, 0) AS contract_revenue,
        COALESCE(
            bought.customer_id,
            terms.customer_id,
            activities.customer_id,
            contacts.customer_id,
            lives.customer_id,
            others.customer_id
        ) AS seen
    FROM customers
    LEFT JOIN customer_purchases AS bought ON customers.customer_id = bought.customer_id
    LEFT JOIN sold_categories ON customers.customer_id = sold_categories.customer_id
    LEFT JOIN sold_channels ON customers.customer_id = sold_channels.customer_id
    LEFT JOIN contracted ON customers.customer_id = contracted.customer_id
    LEFT JOIN terms ON customers.customer_id = terms.customer_id
    LEFT JOIN activities ON customers.customer_id = activities.customer_id
    LEFT JOIN contacts ON customers.customer_id = contacts.customer_id
    LEFT JOIN last_answers ON customers.customer_id = last_answers.customer_id
    LEFT JOIN lives ON customers.customer_id = lives.customer_id AND lives.age = 1
    LEFT JOIN others ON customers.customer_id = others.customer_id
)

SELECT
    customer_id,
    acquired_on,
    region,
    industry,
    lifestyle,
    acquisition_channel,
    $as_of - acquired_on AS age_days,
    first_purchase_on,
    last_purchase_on,
    $as_of - last_purchase_on AS recency_days,
    purchases,
    GREATEST(purchases - 1, 0) AS frequency,
    revenue,
    cost,
    activity_cost,
    interaction_cost,
    revenue - cost - activity_cost - interaction_cost AS contribution,
    purchases_12m,
    revenue_12m,
    revenue_12m - cost_12m - activity_cost_12m - interaction_cost_12m AS contribution_12m,
    categories,
    channels,
    complaints,
    complaints_12m,
    interactions_12m,
    last_satisfaction,
    last_answered_on,
    life_events,
    last_life_event,
    active_contracts,
    contract_revenue
FROM joined
WHERE acquired_on IS NOT NULL OR seen IS NOT NULL
