-- A row is a customer with the latest questionnaire: its scores, and who the customer is.
--
-- `MonthView.questionnaires` writes the scores as a column per question. Questions that were
-- skipped, not applicable or answered outside their scale are not in the list. The channel is
-- that of the customer's last contact in the 90 days before the answer, invitations to a survey
-- not counted. State and tier are those of the date. Which questionnaire counts: see
-- latest_questionnaires.
--
-- with: latest_questionnaires, buckets, customer_states
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 3): how many months back
--   outcome (text, default satisfaction): the construct that must be answered
--   contact_cost (number): cost of a contact whose own cost is not recorded
--   new_days (integer): how long a customer is new
--   dormant_days (integer): silence after which a customer is dormant
--   lost_days (integer): silence after which a customer is lost
-- gives:
--   customer_id: the customer
--   bucket: 0 to 49, fixed for a customer
--   answered_on: the day
--   weight: survey weight, above 0
--   channel: of the last contact before the answer; empty text if there was none
--   state: lifecycle state
--   value_tier: tier of value; empty text for who is not a customer or is lost
--   region: as recorded; empty text where it is not
--   industry: as recorded; empty text where it is not
--   lifestyle: as recorded; empty text where it is not
--   acquisition_channel: as recorded; empty text where it is not
--   scores: list of what was answered in no order, each as 1,000 x the place of the question in
--       `survey_items`, from 0, plus the score of 0 to 100
WITH contacts AS (
    SELECT
        latest.customer_id,
        interactions.channel,
        ROW_NUMBER() OVER (
            PARTITION BY latest.customer_id
            ORDER BY interactions.occurred_at DESC, interactions.interaction_id DESC
        ) AS age
    FROM latest_questionnaires AS latest
    INNER JOIN interactions
        ON latest.customer_id = interactions.customer_id
        AND interactions.occurred_at < latest.answered_at
        AND interactions.occurred_at >= latest.answered_at - INTERVAL '90' DAY
    WHERE interactions.channel IS NOT NULL AND interactions.kind <> 'survey'
)

SELECT
    latest.customer_id,
    buckets.bucket,
    CAST(latest.answered_at AS DATE) AS answered_on,
    latest.weight,
    COALESCE(contacts.channel, '') AS channel,
    COALESCE(states.state, '') AS state,
    COALESCE(states.value_tier, '') AS value_tier,
    COALESCE(customers.region, '') AS region,
    COALESCE(customers.industry, '') AS industry,
    COALESCE(customers.lifestyle, '') AS lifestyle,
    COALESCE(customers.acquisition_channel, '') AS acquisition_channel,
    latest.scores
FROM latest_questionnaires AS latest
INNER JOIN customers ON latest.customer_id = customers.customer_id
INNER JOIN buckets ON latest.customer_id = buckets.customer_id
LEFT JOIN customer_states AS states ON latest.customer_id = states.customer_id
LEFT JOIN contacts ON latest.customer_id = contacts.customer_id AND contacts.age = 1
ORDER BY latest.customer_id
