-- A row per passenger and question. A question's key is its column's name in small letters.
--
-- When passengers answered is not said: all are put on noon of 15 June 2015, an invented day.
WITH passengers AS (
    SELECT * REPLACE (CASE WHEN Satisfaction = 'Satisfied' THEN 1 ELSE 0 END AS Satisfaction)
    FROM read_csv('{data}/airline_passenger_satisfaction.csv.gz')
),

answers AS (
    UNPIVOT passengers
    ON COLUMNS(
        * EXCLUDE (
            ID, Gender, Age, "Customer Type", "Type of Travel", Class,
            "Flight Distance", "Departure Delay", "Arrival Delay"
        )
    )
    INTO NAME question VALUE score
)

SELECT
    'A' || ID AS response_id,
    ID AS customer_id,
    TIMESTAMP '2015-06-15 12:00:00' AS answered_at,
    regexp_replace(lower(question), '[ -]', '_', 'g') AS item,
    score
FROM answers
