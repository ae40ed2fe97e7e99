-- A row is a customer, prospect or target as of a date: the lifecycle state and the value tier.
--
-- Customers: see month_states. Others, the first that fits:
--   opportunity  a contact in sales or e-commerce within the last 90 days
--   prospect     any contact, answer or feedback before the date
--   target       none yet
-- Targets carry no date, so all that the snapshot names are counted; but who is recorded as
-- acquired on or after the date and was never in contact before is not known as of the date.
--
-- with: month_states, relations, contact_costs
-- sets:
--   steps = 0
-- takes:
--   as_of (date): the first day not seen
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   customer_id: the customer
--   state: lifecycle state
--   value_tier: tier of value; empty for who is not a customer
WITH others AS (
    SELECT relations.customer_id, customers.acquired_on
    FROM relations
    INNER JOIN customers ON relations.customer_id = customers.customer_id
    WHERE relations.customer_since IS NULL
),

contacts AS (
    SELECT customer_id, CASE WHEN stage IN ('sales', 'e-commerce') THEN occurred_on END AS offered_on
    FROM contact_costs
    UNION ALL
    SELECT customer_id, NULL FROM survey_responses WHERE answered_at < $as_of
    UNION ALL
    SELECT customer_id, NULL FROM feedback WHERE posted_at < $as_of
),

contacted AS (
    SELECT others.customer_id, MAX(contacts.offered_on) AS offered_on
    FROM others
    INNER JOIN contacts ON others.customer_id = contacts.customer_id
    GROUP BY others.customer_id
)

SELECT relations.customer_id, states.state, states.value_tier
FROM month_states AS states
INNER JOIN relations ON states.number = relations.number
WHERE states.months_back = 0
UNION ALL
SELECT
    others.customer_id,
    CASE
        WHEN $as_of - contacted.offered_on <= 90 THEN 'opportunity'
        WHEN contacted.customer_id IS NOT NULL THEN 'prospect'
        ELSE 'target'
    END AS state,
    NULL AS value_tier
FROM others
LEFT JOIN contacted ON others.customer_id = contacted.customer_id
WHERE contacted.customer_id IS NOT NULL OR others.acquired_on IS NULL
ORDER BY customer_id
