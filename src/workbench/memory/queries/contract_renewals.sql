-- A row is a cohort of contracts, renewals and ending: how many contracts have this past.
--
-- A contract is renewed whenever a whole period of calendar months is over and it goes on. One
-- that ends with its period was not renewed at its end; one that ends within a period was renewed
-- at its beginning and not at its end.
--
-- with: contract_terms
-- takes:
--   as_of (date): the first day not seen
--   period_months (integer, default 1): calendar months of a period
-- gives:
--   cohort: calendar year in which the contracts began
--   renewals (count): lived through
--   ended: 1 if they ended at the next renewal, 0 if they run
--   contracts (count): with this past
WITH lived AS (
    SELECT
        started_on,
        COALESCE(ended_on, CAST($as_of AS DATE)) - 1 AS last_on,
        CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END AS ended
    FROM contract_terms
),

whole_months AS (
    SELECT
        CAST(EXTRACT(YEAR FROM started_on) AS INTEGER) AS cohort,
        ended,
        GREATEST(
            0,
            (EXTRACT(YEAR FROM last_on) - EXTRACT(YEAR FROM started_on)) * 12
            + EXTRACT(MONTH FROM last_on) - EXTRACT(MONTH FROM started_on)
            - CASE WHEN EXTRACT(DAY FROM last_on) < EXTRACT(DAY FROM started_on) THEN 1 ELSE 0 END
        ) AS months
    FROM lived
)

SELECT cohort, CAST(FLOOR(months / NULLIF($period_months, 0)) AS INTEGER) AS renewals, ended, COUNT(*) AS contracts
FROM whole_months
GROUP BY cohort, CAST(FLOOR(months / NULLIF($period_months, 0)) AS INTEGER), ended
ORDER BY cohort, renewals, ended
