"""What is at stake and where to begin."""

from dataclasses import replace

from customer_results import Model, Nothing, Number, Risk, matrix

from workbench.show.blocks import Chart, Finding, Kpi
from workbench.show.chapters import risk
from workbench.show.digits import SPACE

PERIOD = "September 2026"
SHORT = Nothing("12 months of history are needed")


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_both_numbers_have_their_names() -> None:
    churned, value = risk.numbers(Risk(), months=3, period=PERIOD)
    assert isinstance(churned, Kpi) and isinstance(value, Kpi)
    assert (churned.name, churned.unit) == ("expected_churn", "count")
    assert (value.name, value.unit, value.value) == ("value_at_risk", "money", 170_424.0)


def test_without_a_model_both_say_why() -> None:
    assert [block.why for block in risk.numbers(SHORT, months=3, period=PERIOD) if isinstance(block, Kpi)] == [
        SHORT.why
    ] * 2
    assert risk.cells(SHORT, period=PERIOD) == ()
    assert risk.finding(SHORT, SHORT, period=PERIOD) == ()


def test_the_cell_with_most_at_risk_makes_the_title_and_the_advice() -> None:
    (cells,) = risk.cells(Risk(), period=PERIOD)
    (found,) = risk.finding(Risk(), Model(), period=PERIOD)
    assert isinstance(cells, Chart)
    assert isinstance(found, Finding)
    assert plain(cells.title) == "Most is at risk among the top 20% with a chance to churn of 25 to 50%: 42,172"
    assert plain(found.do).startswith("Begin with the top 20% whose chance to churn is 25 to 50%: 248 customers")
    assert found.worth == found.value == 170_424.0
    assert "1,209 were expected to churn and 1,224 did" in found.test


def test_where_nothing_is_at_risk_the_title_claims_nothing() -> None:
    (cells,) = risk.cells(replace(Risk(), matrix=matrix().assign(value=[0.0, -5.0, 0.0, -9.0])), period=PERIOD)
    assert cells.title == risk.CELLS_PLAIN


def test_cells_that_cannot_be_shown_leave_no_chart() -> None:
    hidden = replace(Risk(), matrix=matrix().assign(value=float("nan")))
    assert risk.cells(hidden, period=PERIOD) == ()
    assert risk.finding(hidden, Model(), period=PERIOD) == ()


def test_customers_who_cost_more_than_they_bring_are_no_finding() -> None:
    assert risk.finding(replace(Risk(), value=Number(-500.0, -900.0, -100.0)), Model(), period=PERIOD) == ()


def test_names_in_the_chapter_are_unique() -> None:
    blocks = [
        *risk.numbers(Risk(), months=3, period=PERIOD),
        *risk.cells(Risk(), period=PERIOD),
        *risk.finding(Risk(), Model(), period=PERIOD),
    ]
    assert len({block.name for block in blocks}) == len(blocks)
