-- A row is a month: how many answered the survey, of how many.
--
-- Who was asked is known only where invitations are recorded as contacts of kind 'survey'.
-- Otherwise the base is everyone who was a customer by the month's end, lost ones included.
-- A questionnaire counts in the month of its last answer; answers that say nothing (see
-- answers) do not make one.
--
-- with: months, calendar, answers, relations, contact_costs
-- takes:
--   as_of (date): the first day not seen
--   months (integer, default 13): how many months back
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   month: first day
--   questionnaires (count): filled in
--   customers_answered (count): who filled in any
--   customers_asked (count): who were invited; 0 where invitations are not recorded
--   customers (count): acquired before the month's end
WITH questionnaires AS (
    SELECT customer_id, response_id, MAX(answered_at) AS answered_at
    FROM answers
    GROUP BY customer_id, response_id
),

answered AS (
    SELECT
        calendar.months_back,
        COUNT(*) AS questionnaires,
        COUNT(DISTINCT questionnaires.customer_id) AS customers
    FROM questionnaires
    INNER JOIN calendar ON CAST(questionnaires.answered_at AS DATE) = calendar.day
    GROUP BY calendar.months_back
),

asked AS (
    SELECT calendar.months_back, COUNT(DISTINCT contacts.customer_id) AS customers
    FROM contact_costs AS contacts
    INNER JOIN calendar ON contacts.occurred_on = calendar.day
    WHERE contacts.kind = 'survey'
    GROUP BY calendar.months_back
),

base AS (
    SELECT months.months_back, COUNT(*) AS customers
    FROM months
    INNER JOIN relations ON relations.customer_since < months.ends_on
    WHERE months.months_back < $months
    GROUP BY months.months_back
)

SELECT
    months.begins_on AS month,
    COALESCE(answered.questionnaires, 0) AS questionnaires,
    COALESCE(answered.customers, 0) AS customers_answered,
    COALESCE(asked.customers, 0) AS customers_asked,
    COALESCE(base.customers, 0) AS customers
FROM months
LEFT JOIN answered ON months.months_back = answered.months_back
LEFT JOIN asked ON months.months_back = asked.months_back
LEFT JOIN base ON months.months_back = base.months_back
WHERE months.months_back < $months AND EXISTS (SELECT 1 FROM questionnaires)
ORDER BY months.begins_on
