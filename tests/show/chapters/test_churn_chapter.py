"""The chapter on churn: what the model expected and what happened, reasons that read, silence that is explained."""

from dataclasses import replace

from customer_results import Before, Model, Nothing, Number, Range, reasons

from workbench.show.blocks import Chart, Kpi, Note
from workbench.show.chapters import churn
from workbench.show.digits import SPACE

PERIOD = "3 months to September 2026"
SHORT = Nothing("12 months of history are needed")


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_the_observed_rate_is_the_churn_rate() -> None:
    block = churn.rate(Number(0.36, 0.344, 0.377), Before(), months=3, period=PERIOD)
    assert (block.name, block.value, block.unit) == ("churn_rate", 0.36, "percent")


def test_a_change_of_the_rate_is_a_finding_unless_it_is_its_course() -> None:
    risen = Before(changes={1: Number(0.021, 0.002, 0.04)})
    (found,) = churn.rate_finding(risen, months=3, period=PERIOD)
    assert plain(found.title).startswith("Churn over 3 months rose by 2.1 percentage points against last month")
    on_course = replace(risen, usual=Range(-0.05, 0.05), is_unusual=False)
    assert churn.rate_finding(on_course, months=3, period=PERIOD) == ()
    assert len(churn.rate_finding(replace(on_course, is_unusual=True), months=3, period=PERIOD)) == 1


def test_rates_are_told_for_each_date_in_order() -> None:
    block = churn.rates(Model(), period=PERIOD)
    assert isinstance(block, Chart)
    assert plain(block.title) == "36% of customers churned within 3 months when last seen"
    assert [plain(row["date"]) for row in block.rows] == ["1 Jan 2026", "1 Apr 2026", "1 Jul 2026"]


def test_the_test_is_told_as_expected_against_happened() -> None:
    curve, *scores = churn.trust(Model(), period=PERIOD)
    assert isinstance(curve, Chart)
    assert curve.title == "The model expected 1,209 customers to churn, and 1,224 did"
    assert [score.name for score in scores] == ["churn_area", "churn_brier", "churn_calibration_error"]
    assert all(isinstance(score, Kpi) for score in scores)
    assert "0.23 if everybody gets the same rate" in scores[1].title
    assert "1.8% by chance" in plain(scores[2].title)


def test_a_reason_below_one_reads_as_times_lower() -> None:
    block = churn.reasons(Model(), period=PERIOD)
    assert isinstance(block, Chart)
    assert block.title == "A running contract, yes rather than no: the odds of churn are 4.00 times lower"


def test_a_reason_above_one_reads_as_times_as_high() -> None:
    block = churn.reasons(replace(Model(), reasons=reasons(2.0)), period=PERIOD)
    assert block.title == "A running contract, yes rather than no: the odds of churn are 2.00 times as high"


def test_without_a_model_the_reason_is_said_once() -> None:
    rates = churn.rates(SHORT, period=PERIOD)
    assert isinstance(rates, Note)
    assert SHORT.why in rates.text
    assert churn.trust(SHORT, period=PERIOD) == ()
    assert isinstance(churn.reasons(SHORT, period=PERIOD), Note)
    assert churn.rate(SHORT, Before(), months=3, period=PERIOD).why == SHORT.why
