-- A row per customer number.
--
-- Acquired on the day of the first line of any kind: 179 customers begin with a cancellation, or have
-- nothing else, which proves a purchase before the data begin; the true day is not known.
-- Eight customers have lines from two countries: the latest one counts.
SELECT
    CustomerID AS customer_id,
    CAST(min(InvoiceDate) AS DATE) AS acquired_on,
    arg_max(Country, InvoiceDate) AS region
FROM '{data}/online_retail.parquet'
WHERE CustomerID IS NOT NULL
GROUP BY CustomerID
