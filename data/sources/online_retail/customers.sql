-- A row per customer number.
--
-- Acquired on the day of the first line of any kind: 179 customers begin with a cancellation, or have
-- nothing else, which proves a purchase before the data begin; the true day is not known.
-- Eight customers have lines from two countries: the latest one counts. 'Unspecified' is no country.
SELECT
    CustomerID AS customer_id,
    CAST(min(InvoiceDate) AS DATE) AS acquired_on,
    NULLIF(arg_max(Country, InvoiceDate), 'Unspecified') AS region
FROM '{data}/online_retail.parquet'
WHERE CustomerID IS NOT NULL
GROUP BY CustomerID
