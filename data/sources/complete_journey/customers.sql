-- A row per household.
--
-- When a household became a customer is not recorded. The first purchase in the data stands for it:
-- for most that is in January 2017, because the data begin there.
--
-- Demographics are known for 801 of 2,469 households. The kind of household ("2 Adults Kids") goes
-- where a business customer has an industry; the age group is the nearest to a life stage. Year of
-- birth stays empty: a group of ten years is no year. Income, home and marital status have no column.
WITH households AS (
    SELECT
        household_id,
        CAST(min(transaction_timestamp) AS DATE) AS acquired_on
    FROM '{data}/transactions.parquet'
    GROUP BY household_id
)

SELECT
    households.household_id AS customer_id,
    households.acquired_on,
    known.household_comp AS industry,
    'age ' || known.age AS lifestyle
FROM households
LEFT JOIN '{data}/demographics.parquet' AS known ON known.household_id = households.household_id
