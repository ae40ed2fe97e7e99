-- A row is a customer who is not lost: revenue and contribution of the last 12 months.
--
-- Counted are the customers who are not lost: the same as in customer_counts and in the value
-- tiers, so that the best fifth of them is the top tier. What was still booked for lost ones,
-- and the costs of prospects, are not in it.
--
-- with: month_states, relations
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
--   revenue_12m (money): net of returns
--   contribution_12m (money): revenue less direct, activity and interaction cost
SELECT relations.customer_id, states.revenue_12m, states.contribution_12m
FROM month_states AS states
INNER JOIN relations ON states.number = relations.number
WHERE states.months_back = 0 AND states.state <> 'lost'
ORDER BY relations.customer_id
