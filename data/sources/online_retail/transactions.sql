-- A row per invoice line, in the order of the file.
--
-- Lines have no key and some are repeated on purpose, so they are numbered within their invoice.
--
-- An invoice whose number begins with C is a cancellation: its quantity is negative, and so is its
-- revenue. That is what a return is in the store, so nothing needs to be done.
--
-- Lines without a customer are passed on as they are. The load puts them in quarantine, where they
-- can be counted and looked at; source.toml says that they do not refuse the load.
--
-- Postage and fees are booked like goods, under codes without a number. They are money from (or to)
-- the customer, so they stay, but under a category of their own. The few other codes without a number
-- (DCGS..., PADS) are goods.
SELECT
    InvoiceNo || '-' || row_number() OVER (PARTITION BY InvoiceNo ORDER BY file_row_number) AS transaction_id,
    CustomerID AS customer_id,
    InvoiceDate AS occurred_at,
    CASE
        WHEN upper(StockCode) IN ('POST', 'DOT', 'C2') THEN 'postage'
        WHEN upper(StockCode) IN ('M', 'D', 'S', 'B', 'CRUK', 'AMAZONFEE', 'BANK CHARGES') THEN 'fees and adjustments'
        WHEN upper(StockCode) LIKE 'GIFT%' THEN 'gift vouchers'
        ELSE 'goods'
    END AS category,
    Quantity AS quantity,
    CAST(UnitPrice AS DECIMAL(18, 3)) * Quantity AS revenue
FROM read_parquet('{data}/online_retail.parquet', file_row_number = true)
