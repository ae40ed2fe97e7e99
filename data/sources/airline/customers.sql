-- A row per passenger.
--
-- The file has no dates. The survey is put on 15 June 2015 (see survey_responses.sql). A first-time passenger
-- becomes a customer on that day; a returning one has flown before, which is put on a day a year earlier.
-- Both days are invented; they tell the two kinds apart as 'new' and 'active'.
SELECT
    ID AS customer_id,
    CASE WHEN "Customer Type" = 'First-time' THEN DATE '2015-06-15' ELSE DATE '2014-06-15' END AS acquired_on,
    2015 - Age AS birth_year,
    lower(Gender) AS gender,
    lower("Type of Travel") || ' travel' AS industry,
    lower(Class) || CASE WHEN Class = 'Business' THEN ' class' ELSE '' END AS lifestyle
FROM read_csv('{data}/airline_passenger_satisfaction.csv.gz')
