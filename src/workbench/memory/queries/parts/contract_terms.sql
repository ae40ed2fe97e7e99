-- A row is a contract that began before a date, as it stood then.
--
-- A contract runs as of a date if it began before it and did not end before it. An end on or
-- after the date is not used, even where the contract says it in advance: the store does not
-- record when an end became known, and a term agreed at the start looks just like a
-- cancellation that came later. So a known term is forgone, and the future cannot leak.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   contract_id: the contract
--   customer_id: the customer
--   started_on: first day
--   ended_on: first day without it; empty while it runs
--   monthly_revenue (money): a calendar month
--   monthly_cost (money): a calendar month; not recorded counts as none
SELECT
    contract_id,
    customer_id,
    started_on,
    CASE WHEN ended_on < $as_of THEN ended_on END AS ended_on,
    monthly_revenue,
    COALESCE(monthly_cost, 0) AS monthly_cost
FROM contracts
WHERE started_on < $as_of
