-- A row is a customer and a kind of life event recorded of them within the last months.
--
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 12): how many months back
-- gives:
--   customer_id: the customer
--   kind: what happened, as recorded
--   last_on: the last day it did
SELECT customer_id, kind, MAX(occurred_on) AS last_on
FROM life_events
WHERE occurred_on < $as_of AND occurred_on >= $as_of - $window_months * INTERVAL '1' MONTH
GROUP BY customer_id, kind
ORDER BY customer_id, kind
