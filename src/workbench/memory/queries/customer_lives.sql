-- A row is a customer as of a date: what the life as a customer has shown so far.
--
-- A life starts with the first purchase or contract, whichever is earlier. From then on purchase
-- days after the first day count. Margin is revenue less direct cost. What a customer costs to
-- serve are activity costs other than acquisition, and contacts. Who has neither bought nor
-- signed is in no row.
--
-- with: relations, purchase_days, contract_terms, contact_costs
-- takes:
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   customer_id: the customer
--   bucket: 0 to 49, fixed for a customer
--   number: the same customer as a small number, as long as the snapshot is the same
--   age_days (days): from the first day until the date
--   last_days (days): from the first day until the last purchase; 0 if there was none after it
--   repeats (count): purchase days after the first day
--   purchases (count): purchase days, the first included
--   margin (money): of all purchases, returns taken off
--   margin_squares: sum over days of the squared margin, for how far purchases differ
--   contracts (count): contracts running
--   contract_margin (money): a year, of contracts running
--   contract_ended (boolean): the last contract has ended, and nothing was bought since
--   signed_12m (count): contracts signed in the last 12 months after the first day
--   signed_margin_12m (money): a year, of those
--   serving_12m (money): what the customer cost to serve in the last 12 months
--   acquisition (money): spent on winning the customer
WITH started AS (
    SELECT
        customer_id,
        MIN(day) AS start_on
    FROM (
        SELECT customer_id, bought_on AS day FROM purchase_days WHERE is_purchase
        UNION ALL
        SELECT customer_id, started_on FROM contract_terms
    ) AS days
    GROUP BY customer_id
),

bought AS (
    SELECT
        days.customer_id,
        COUNT(CASE WHEN days.is_purchase THEN 1 END) AS purchases,
        COUNT(CASE WHEN days.is_purchase AND days.bought_on > started.start_on THEN 1 END) AS repeats,
        MAX(CASE WHEN days.is_purchase THEN days.bought_on END) AS last_on,
        SUM(days.revenue - days.cost) AS margin,
        SUM((days.revenue - days.cost) * (days.revenue - days.cost)) AS margin_squares
    FROM purchase_days AS days
    INNER JOIN started ON days.customer_id = started.customer_id
    GROUP BY days.customer_id
),

contracted AS (
    SELECT
        terms.customer_id,
        COUNT(CASE WHEN terms.ended_on IS NULL THEN 1 END) AS running,
        MAX(terms.ended_on) AS ended_on,
        SUM(CASE WHEN terms.ended_on IS NULL THEN 12 * (terms.monthly_revenue - terms.monthly_cost) ELSE 0 END)
            AS margin,
        COUNT(
            CASE
                WHEN terms.started_on > started.start_on AND terms.started_on >= $as_of - INTERVAL '12' MONTH
                    THEN 1
            END
        ) AS signed,
        SUM(
            CASE
                WHEN terms.started_on > started.start_on AND terms.started_on >= $as_of - INTERVAL '12' MONTH
                    THEN 12 * (terms.monthly_revenue - terms.monthly_cost)
                ELSE 0
            END
        ) AS signed_margin
    FROM contract_terms AS terms
    INNER JOIN started ON terms.customer_id = started.customer_id
    GROUP BY terms.customer_id
),

spent AS (
    SELECT
        customer_id,
        SUM(CASE WHEN kind = 'acquisition' THEN amount ELSE 0 END) AS acquisition,
        SUM(
            CASE WHEN kind <> 'acquisition' AND occurred_on >= $as_of - INTERVAL '12' MONTH THEN amount ELSE 0 END
        ) AS serving
    FROM activity_costs
    WHERE occurred_on < $as_of
    GROUP BY customer_id
),

contacted AS (
    SELECT customer_id, SUM(cost) AS serving
    FROM contact_costs
    WHERE occurred_on >= $as_of - INTERVAL '12' MONTH
    GROUP BY customer_id
)

SELECT
    started.customer_id,
    relations.bucket,
    relations.number,
    $as_of - started.start_on AS age_days,
    COALESCE(bought.last_on - started.start_on, 0) AS last_days,
    COALESCE(bought.repeats, 0) AS repeats,
    COALESCE(bought.purchases, 0) AS purchases,
    COALESCE(bought.margin, 0) AS margin,
    COALESCE(bought.margin_squares, 0) AS margin_squares,
    COALESCE(contracted.running, 0) AS contracts,
    COALESCE(contracted.margin, 0) AS contract_margin,
    COALESCE(contracted.running = 0 AND contracted.ended_on >= COALESCE(bought.last_on, started.start_on), FALSE)
        AS contract_ended,
    COALESCE(contracted.signed, 0) AS signed_12m,
    COALESCE(contracted.signed_margin, 0) AS signed_margin_12m,
    COALESCE(spent.serving, 0) + COALESCE(contacted.serving, 0) AS serving_12m,
    COALESCE(spent.acquisition, 0) AS acquisition
FROM started
INNER JOIN relations ON started.customer_id = relations.customer_id
LEFT JOIN bought ON started.customer_id = bought.customer_id
LEFT JOIN contracted ON started.customer_id = contracted.customer_id
LEFT JOIN spent ON started.customer_id = spent.customer_id
LEFT JOIN contacted ON started.customer_id = contacted.customer_id
ORDER BY relations.number
