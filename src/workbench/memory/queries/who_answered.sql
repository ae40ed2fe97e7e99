-- A row is a customer who could have answered the survey: whether they did, and how they behave.
--
-- Who was asked is known only where invitations are recorded as contacts of kind 'survey': then
-- a row is a customer invited in the window, or before and answering in it, else everyone acquired
-- before the date. Behaviour is that of the 12 months before the date.
--
-- with: answers, buckets, customer_features, customer_states
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 12): how many months back
--   contact_cost (number): cost of a contact whose own cost is not recorded
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
-- gives:
--   customer_id: the customer
--   bucket: 0 to 49, fixed for a customer
--   of_asked: whether rows are those invited; else they are all customers
--   answered: 1 if any question was answered in the window, else 0
--   tenure_days (days): since the first day as a customer; empty for one not acquired
--   recency_days (days): since the last purchase; empty if there was none
--   purchases_12m (count): distinct purchase days
--   revenue_12m (money): of purchases and contracts
--   contribution_12m (money): revenue less costs
--   complaints_12m (count): contacts of kind 'complaint'
--   interactions_12m (count): contacts of any kind, invitations to a survey not counted
--   age (count): years, from the year of birth; empty where it is not recorded
--   state: lifecycle state
--   value_tier: tier of value; empty text for who is not a customer or is lost
--   region: as recorded; empty text where it is not
WITH invitations AS (
    SELECT
        customer_id,
        COUNT(CASE WHEN occurred_at >= $as_of - INTERVAL '12' MONTH THEN 1 END) AS invitations_12m,
        MAX(CASE WHEN occurred_at >= $as_of - $window_months * INTERVAL '1' MONTH THEN 1 ELSE 0 END) AS asked
    FROM interactions
    WHERE kind = 'survey' AND occurred_at < $as_of
    GROUP BY customer_id
),

known AS (
    SELECT COALESCE(MAX(asked), 0) AS invitations FROM invitations
),

answering AS (
    SELECT DISTINCT customer_id
    FROM answers
    WHERE answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
)

SELECT
    features.customer_id,
    buckets.bucket,
    known.invitations = 1 AS of_asked,
    CASE WHEN answering.customer_id IS NULL THEN 0 ELSE 1 END AS answered,
    CAST(features.age_days AS DOUBLE PRECISION) AS tenure_days,
    CAST(features.recency_days AS DOUBLE PRECISION) AS recency_days,
    features.purchases_12m,
    features.revenue_12m,
    features.contribution_12m,
    features.complaints_12m,
    features.interactions_12m - COALESCE(invitations.invitations_12m, 0) AS interactions_12m,
    CAST(EXTRACT(YEAR FROM $as_of) - customers.birth_year AS DOUBLE PRECISION) AS age,
    states.state,
    COALESCE(states.value_tier, '') AS value_tier,
    COALESCE(features.region, '') AS region
FROM customer_features AS features
CROSS JOIN known
INNER JOIN customers ON features.customer_id = customers.customer_id
INNER JOIN buckets ON features.customer_id = buckets.customer_id
INNER JOIN customer_states AS states ON features.customer_id = states.customer_id
LEFT JOIN invitations ON features.customer_id = invitations.customer_id
LEFT JOIN answering ON features.customer_id = answering.customer_id
WHERE
    (known.invitations = 1 AND (invitations.asked = 1 OR answering.customer_id IS NOT NULL))
    OR (known.invitations = 0 AND features.acquired_on IS NOT NULL)
ORDER BY features.customer_id
