"""The ten tables agree with one another: each query counts the rows that would be a contradiction."""

import pytest

from workbench import synthetic
from workbench.synthetic.people import NEVER_BUY

FIRST = "SELECT customer_id, MIN(CAST(occurred_at AS DATE)) AS day FROM transactions GROUP BY customer_id"

CONTRADICTIONS = {
    "a customer whose first purchase is not on the day of acquisition": f"""
        SELECT COUNT(*) FROM customers FULL JOIN ({FIRST}) AS f USING (customer_id)
        WHERE acquired_on IS DISTINCT FROM f.day""",
    "a contract before acquisition": """
        SELECT COUNT(*) FROM contracts JOIN customers USING (customer_id) WHERE started_on < acquired_on""",
    "a contract that ends before it starts": "SELECT COUNT(*) FROM contracts WHERE ended_on <= started_on",
    "an invoice paid before it was written": "SELECT COUNT(*) FROM payments WHERE paid_on < issued_on",
    "a return without a purchase of that category before": """
        SELECT COUNT(*) FROM transactions AS back WHERE back.revenue < 0 AND NOT EXISTS (
            SELECT 1 FROM transactions AS bought
            WHERE bought.customer_id = back.customer_id AND bought.category = back.category
            AND bought.revenue = -back.revenue AND bought.occurred_at < back.occurred_at)""",
    "a score off its scale": """
        SELECT COUNT(*) FROM survey_responses JOIN survey_items USING (item)
        WHERE score NOT BETWEEN scale_min AND scale_max AND score IS DISTINCT FROM not_applicable""",
    "an answered invitation without a questionnaire, or the other way round": """
        SELECT ABS((SELECT COUNT(*) FROM interactions WHERE kind = 'survey' AND outcome = 'answered')
            - (SELECT COUNT(DISTINCT response_id) FROM survey_responses))""",
    "a questionnaire of two customers": """
        SELECT COUNT(*) FROM (
            SELECT response_id FROM survey_responses GROUP BY response_id
            HAVING COUNT(DISTINCT customer_id) > 1 OR COUNT(DISTINCT answered_at) > 1)""",
    "a cost above the price of a contract": "SELECT COUNT(*) FROM contracts WHERE monthly_cost >= monthly_revenue",
    "a customer without acquisition cost": """
        SELECT COUNT(*) FROM customers WHERE acquired_on IS NOT NULL AND customer_id NOT IN (
            SELECT customer_id FROM activity_costs WHERE kind = 'acquisition')""",
    "somebody who never bought with costs or answers": """
        SELECT COUNT(*) FROM customers WHERE acquired_on IS NULL AND customer_id IN (
            SELECT customer_id FROM activity_costs UNION SELECT customer_id FROM survey_responses
            UNION SELECT customer_id FROM payments UNION SELECT customer_id FROM feedback)""",
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_no_row_contradicts_another(world, what):
    found = world.one(CONTRADICTIONS[what])
    assert found == 0, f"{found} rows: {what}"


def test_every_event_lies_within_the_world(world):
    dated = {"transactions": "occurred_at", "interactions": "occurred_at", "feedback": "posted_at"}
    dated |= {"survey_responses": "answered_at", "activity_costs": "occurred_on", "life_events": "occurred_on"}
    dated |= {"contracts": "started_on", "payments": "issued_on", "customers": "acquired_on"}
    first, last = str(world.recipe.start), str(world.recipe.last_day)
    for table, column in dated.items():
        outside = world.one(
            f"SELECT COUNT(*) FROM {table} WHERE CAST({column} AS DATE) NOT BETWEEN '{first}' AND '{last}'"
        )
        assert outside == 0, f"{outside} rows of {table} outside {first} to {last}"


def test_all_kinds_and_channels_occur(world):
    expected = {
        "SELECT DISTINCT stage FROM interactions": 5,
        "SELECT DISTINCT channel FROM interactions": 7,
        "SELECT DISTINCT kind FROM activity_costs": 4,
        "SELECT DISTINCT source FROM feedback": 5,
        "SELECT DISTINCT language FROM feedback": 2,
        "SELECT DISTINCT kind FROM life_events": 5,
        "SELECT DISTINCT kind FROM survey_items": 3,
        "SELECT DISTINCT lifestyle FROM customers": 7,
    }
    assert {sql: len(world.rows(sql)) for sql in expected} == expected


def test_prospects_opportunities_and_targets_are_on_file(world):
    known = synthetic.customers(world.recipe)
    counts = known["standing"].value_counts()
    wanted = {standing: round(world.recipe.customers * share) for standing, share in NEVER_BUY.items()}
    assert counts.drop("customer").to_dict() == wanted
    asked = {row[0] for row in world.rows("SELECT DISTINCT customer_id FROM interactions WHERE stage = 'sales'")}
    met = {row[0] for row in world.rows("SELECT DISTINCT customer_id FROM interactions")}
    ids = {standing: set(known.loc[known["standing"] == standing, "customer_id"]) for standing in wanted}
    assert ids["opportunity"] <= asked
    assert ids["prospect"] <= met - asked
    assert not ids["target"] & met


def test_some_of_the_dormant_come_back(world):
    again = synthetic.lives(world.recipe).query("order > 0")
    pauses = world.one("""
        SELECT COUNT(*) FROM (
            SELECT occurred_at - LAG(occurred_at) OVER (PARTITION BY customer_id ORDER BY occurred_at) AS pause
            FROM transactions WHERE revenue > 0) WHERE pause > INTERVAL '180' DAY""")
    assert len(again) > 100, f"{len(again)} returns"
    assert pauses > len(again), f"{pauses} pauses of more than 180 days, {len(again)} true returns"


def test_late_payers_and_open_invoices_exist(world):
    late, open_, all_ = world.rows("""
        SELECT AVG(CASE WHEN paid_on > due_on THEN 1.0 ELSE 0 END),
            SUM(CASE WHEN paid_on IS NULL THEN 1 ELSE 0 END), COUNT(*) FROM payments""")[0]
    assert 0.08 < late < 0.30, f"{late:.3f} of invoices paid late; wanted 0.08 to 0.30"
    assert 0.005 < open_ / all_ < 0.12, f"{open_ / all_:.3f} of invoices open; wanted 0.005 to 0.12"
