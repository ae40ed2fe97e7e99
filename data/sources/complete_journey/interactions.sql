-- A row per campaign sent to a household, and per coupon redeemed.
--
-- A campaign is a contact on its first day; when the letter was opened is not known. What came of it
-- is a contact of its own, on the day it came, so that nothing known later is written on the letter.
-- Three campaigns began before 2017; the contacts keep their true day.
--
-- What a letter cost is not known and stays empty: the setting contact_cost can say it for all.
SELECT
    'campaign-' || sent.campaign_id || '-' || sent.household_id AS interaction_id,
    sent.household_id AS customer_id,
    campaign.start_date AS occurred_at,
    'marketing' AS stage,
    'campaign' AS kind
FROM '{data}/campaigns.parquet' AS sent
INNER JOIN '{data}/campaign_descriptions.parquet' AS campaign ON campaign.campaign_id = sent.campaign_id

UNION ALL

SELECT
    'redemption-' || household_id || '-' || coupon_upc || '-' || campaign_id || '-' || CAST(redemption_date AS DATE),
    household_id,
    redemption_date,
    'marketing',
    'redemption'
FROM '{data}/coupon_redemptions.parquet'
