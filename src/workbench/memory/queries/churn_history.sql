-- A row is a month and a bucket of customers: of those who were active a horizon before the
-- month's end, how many were gone by its end.
--
-- Active and gone are what they are in churn_outcomes, for as many months as there are steps
-- beyond the horizon. Everything lies before the date.
--
-- with: month_states, relations, months, booked_months, contract_terms
-- takes:
--   as_of (date): the first day not seen
--   horizon_months (integer, default 3): how long one must be gone
--   steps (integer, default 27): how many month ends before the last are looked at
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   month: first day of the month at whose end the horizon is over
--   bucket: 0 to 49, fixed for a customer
--   customers (count): active a horizon before
--   churned (count): of them, gone
WITH bought AS (
    SELECT number, months_back
    FROM booked_months
    WHERE purchases > 0
    GROUP BY number, months_back
),

held AS (
    SELECT relations.number, months.months_back
    FROM contract_terms AS terms
    INNER JOIN relations ON terms.customer_id = relations.customer_id
    INNER JOIN months
        ON terms.started_on < months.ends_on AND (terms.ended_on IS NULL OR terms.ended_on >= months.ends_on)
    GROUP BY relations.number, months.months_back
),

followed AS (
    SELECT
        states.number,
        states.months_back - $horizon_months AS months_back,
        states.state,
        COUNT(bought.number) OVER (
            PARTITION BY states.number
            ORDER BY states.months_back DESC
            ROWS BETWEEN 1 FOLLOWING AND $horizon_months FOLLOWING
        ) AS months_bought
    FROM month_states AS states
    LEFT JOIN bought ON states.number = bought.number AND states.months_back = bought.months_back
)

SELECT
    months.begins_on AS month,
    relations.bucket,
    COUNT(*) AS customers,
    COUNT(CASE WHEN followed.months_bought = 0 AND held.number IS NULL THEN 1 END) AS churned
FROM followed
INNER JOIN relations ON followed.number = relations.number
INNER JOIN months ON followed.months_back = months.months_back
LEFT JOIN held ON followed.number = held.number AND followed.months_back = held.months_back
WHERE followed.state IN ('new', 'active', 'expanding', 'won back')
GROUP BY months.begins_on, relations.bucket
ORDER BY months.begins_on, relations.bucket
