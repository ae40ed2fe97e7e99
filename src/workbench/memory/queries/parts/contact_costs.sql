-- A row is a contact with a customer before a date, with its cost.
--
-- takes:
--   as_of (date): the first day not seen
--   contact_cost (number): cost of a contact whose own cost is not recorded
-- gives:
--   customer_id: the customer
--   occurred_on: the day
--   stage: marketing, sales, e-commerce, service or community
--   kind: enquiry, complaint, visit, campaign, ...
--   cost (money): what the contact cost
SELECT
    customer_id,
    CAST(occurred_at AS DATE) AS occurred_on,
    stage,
    kind,
    COALESCE(cost, CAST($contact_cost AS DECIMAL(18, 6))) AS cost
FROM interactions
WHERE occurred_at < $as_of
