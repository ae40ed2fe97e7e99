-- A row is a customer as of a date, with what segments are made of and profiled by.
--
-- A customer is quiet since the last purchase or the end of the last contract, whichever is
-- later; while a contract runs, not at all. A satisfaction older than 12 months is not used.
--
-- with: customer_features, contract_terms, customer_states
-- takes:
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
-- gives:
--   customer_id: the customer
--   state: lifecycle state
--   value_tier: tier of value; empty for a lost customer
--   quiet_days (days): since the last purchase or contract; empty if there was none
--   purchases_12m (count): distinct purchase days of the last 12 months
--   revenue_12m (money): of the last 12 months
--   contribution_12m (money): of the last 12 months
--   satisfaction_12m (index): last satisfaction stated in the last 12 months, 0 to 100
WITH ended_contracts AS (
    SELECT customer_id, MAX(ended_on) AS ended_on
    FROM contract_terms
    GROUP BY customer_id
)

SELECT
    features.customer_id,
    states.state,
    states.value_tier,
    CASE
        WHEN features.active_contracts > 0 THEN 0
        ELSE $as_of - GREATEST(features.last_purchase_on, ended_contracts.ended_on)
    END AS quiet_days,
    features.purchases_12m,
    features.revenue_12m,
    features.contribution_12m,
    CASE WHEN features.last_answered_on >= $as_of - INTERVAL '12' MONTH THEN features.last_satisfaction END
        AS satisfaction_12m
FROM customer_features AS features
INNER JOIN customer_states AS states ON features.customer_id = states.customer_id
LEFT JOIN ended_contracts ON features.customer_id = ended_contracts.customer_id
WHERE states.state NOT IN ('target', 'prospect', 'opportunity')
ORDER BY features.customer_id
