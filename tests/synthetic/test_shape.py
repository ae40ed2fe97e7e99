"""The world looks like a business, and what was planted in it shows."""

from itertools import pairwise

import numpy as np
import pytest

from workbench import synthetic

CONTRIBUTION = """
    WITH booked AS (
        SELECT customer_id, CAST(occurred_at AS DATE) AS day, revenue - cost AS amount FROM transactions
        UNION ALL SELECT customer_id, occurred_on, -amount FROM activity_costs
        UNION ALL SELECT customer_id, CAST(occurred_at AS DATE), -cost FROM interactions
        UNION ALL SELECT customer_id, CAST(day AS DATE), (monthly_revenue - monthly_cost) * 12 / 365.25
            FROM contracts, range(started_on, COALESCE(ended_on, DATE '2026-10-01'), INTERVAL '1' DAY) AS days(day)
    )
    SELECT customer_id, CAST(SUM(amount) AS DOUBLE) AS contribution FROM booked
    WHERE day >= DATE '2025-10-01' AND customer_id IN (
        SELECT customer_id FROM transactions WHERE occurred_at >= DATE '2025-10-01' AND revenue > 0
        UNION SELECT customer_id FROM contracts WHERE ended_on IS NULL)
    GROUP BY customer_id"""

INDEX = """
    SELECT AVG(100 * (CASE WHEN reversed THEN scale_max - score ELSE score - scale_min END) / (scale_max - scale_min))
    FROM survey_responses JOIN survey_items USING (item)
    WHERE kind = 'perception' AND score IS DISTINCT FROM not_applicable AND {which}
        AND strftime(answered_at, '%Y-%m') = '{month}'"""


@pytest.fixture(scope="module")
def profit(world):
    values = np.array([amount for _, amount in world.rows(CONTRIBUTION)])
    return np.sort(values)[::-1]


def test_few_customers_bring_most_of_the_profit(profit):
    best = profit[: len(profit) // 5].sum() / profit.sum()
    assert 0.70 < best < 0.90, f"the best 20 % bring {best:.0%} of profit; wanted about 80 %"


def test_almost_a_third_of_the_customers_lose_money(profit):
    losers = (profit < 0).mean()
    peak = profit.cumsum().max() / profit.sum()
    assert 0.24 < losers < 0.36, f"{losers:.0%} lose money; wanted about 30 %"
    assert peak > 1.04, f"cumulative profit peaks at {peak:.0%} of the total; wanted above 104 %"


def test_the_company_grows(world):
    years = [
        float(
            world.one(
                f"SELECT SUM(revenue) FROM transactions WHERE occurred_at >= '{year - 1}-10-01' "
                f"AND occurred_at < '{year}-10-01'"
            )
        )
        for year in (2024, 2025, 2026)
    ]
    growth = [later / earlier - 1 for earlier, later in pairwise(years)]
    assert growth[0] > growth[1] > 0.05, f"revenue grew by {growth[0]:.0%}, then {growth[1]:.0%}"


def test_between_a_sixth_and_a_third_of_active_customers_are_gone_a_year_later(world):
    churn = world.one("""
        WITH sold AS (SELECT customer_id, occurred_at AS day FROM transactions WHERE revenue > 0),
        held AS (SELECT customer_id, started_on, COALESCE(ended_on, DATE '2099-01-01') AS ended_on FROM contracts),
        active AS (SELECT customer_id FROM sold WHERE day >= '2025-04-01' AND day < '2025-10-01'
            UNION SELECT customer_id FROM held WHERE started_on < '2025-10-01' AND ended_on > '2025-10-01'),
        stayed AS (SELECT customer_id FROM sold WHERE day >= '2025-10-01'
            UNION SELECT customer_id FROM held WHERE ended_on > '2026-10-01')
        SELECT AVG(CASE WHEN stayed.customer_id IS NULL THEN 1.0 ELSE 0.0 END)
        FROM active LEFT JOIN stayed USING (customer_id)""")
    assert 0.15 < churn < 0.33, f"twelve-month churn {churn:.3f}; wanted 0.15 to 0.33"


def test_the_satisfaction_index_is_that_of_a_decent_company(world):
    index = float(world.one(INDEX.format(which="construct = 'satisfaction'", month="2026-08")))
    assert 69 < index < 76, f"satisfaction {index:.1f}; wanted 70 to 75"


def test_the_planted_months_are_known(world):
    months = {event.name: event.month for event in synthetic.truth(world.recipe).events}
    assert list(months.values()) == ["2025-12", "2026-02", "2026-05", "2026-09"]


@pytest.mark.parametrize(
    ("touchpoint", "month", "before"), [("delivery", "2025-12", "2025-11"), ("call centre", "2026-09", "2026-08")]
)
def test_a_service_failure_shows_at_its_touchpoint_and_in_satisfaction(world, touchpoint, month, before):
    falls = {}
    for which in (f"touchpoint = '{touchpoint}'", "touchpoint = 'shop'", "construct = 'satisfaction'"):
        falls[which] = float(world.one(INDEX.format(which=which, month=before))) - float(
            world.one(INDEX.format(which=which, month=month))
        )
    failed, spared, overall = falls.values()
    assert failed > 10, f"{touchpoint} fell {failed:.1f} points in {month}; wanted more than 10"
    assert abs(spared) < 5, f"the shop moved {spared:.1f} points; wanted less than 5"
    assert overall > 0, f"satisfaction fell {overall:.1f} points"


def test_a_service_failure_brings_complaints(world):
    months = dict(
        world.rows("""
        SELECT strftime(occurred_at, '%Y-%m'), COUNT(*) FROM interactions WHERE kind = 'complaint' GROUP BY 1""")
    )
    for failed, usual in (("2025-12", "2025-11"), ("2026-09", "2026-08")):
        rise = months[failed] / months[usual]
        assert rise > 2, f"complaints rose by a factor of {rise:.1f} in {failed}; wanted more than 2"


def test_the_price_rise_lifts_margins(world):
    margin = dict(
        world.rows("""
        SELECT occurred_at >= '2026-02-01', CAST(1 - SUM(cost) / SUM(revenue) AS DOUBLE) FROM transactions
        WHERE occurred_at >= '2025-06-01' AND revenue > 0 GROUP BY 1""")
    )
    rise = margin[True] - margin[False]
    assert 0.015 < rise < 0.035, f"margin rose by {rise:.3f}; a rise of 4 % in prices gives about 0.025"


def test_the_campaign_lifts_purchases(world):
    buyers = dict(
        world.rows("""
        SELECT strftime(occurred_at, '%Y-%m'), COUNT(DISTINCT customer_id) FROM transactions GROUP BY 1""")
    )
    lift = buyers["2026-05"] / (0.5 * (buyers["2026-04"] + buyers["2026-06"]))
    assert lift > 1.1, f"buyers in the campaign's month: {lift:.2f} times the months beside it; wanted above 1.1"
