-- A row per product in a basket.
--
-- Revenue is sales_value: what the shop received, which is the shelf price less its own discounts
-- (loyalty card, doubled coupons). A manufacturer's coupon is not taken off: the manufacturer pays it.
-- Lines with neither money nor goods are coupons scanned on their own; they are kept.
--
-- Petrol is measured in thousandths of a gallon, not in pieces, so its quantity is left empty.
--
-- Products missing from the list (4,836 lines worth 173 dollars) have no category.
SELECT
    basket.basket_id || '-' || basket.product_id AS transaction_id,
    basket.household_id AS customer_id,
    basket.transaction_timestamp AS occurred_at,
    lower(product.department) AS category,
    'shop' AS channel,
    CASE WHEN product.product_type LIKE 'GASOLINE%' THEN NULL ELSE basket.quantity END AS quantity,
    CAST(basket.sales_value AS DECIMAL(18, 2)) AS revenue
FROM '{data}/transactions.parquet' AS basket
LEFT JOIN '{data}/products.parquet' AS product ON product.product_id = basket.product_id
