"""What the customers returned: compared with the discount rate by its interval, ranked by money."""

from dataclasses import replace

import pytest
from customer_results import Before, Nothing, Number, Returned, by_tier, ways

from workbench.show.blocks import Chart, Finding, Note
from workbench.show.chapters import returns
from workbench.show.digits import SPACE

PERIOD = "3 months to September 2026"
SHORT = Nothing("6 months before the opening are needed")
UNDEFINED = Nothing("worth nothing")


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_the_numbers_are_frozen_and_named() -> None:
    back, created = returns.numbers(Returned(), Before(), period=PERIOD)
    assert (back.name, back.value, back.unit) == ("roc", 0.145, "percent")
    assert (created.name, created.value, created.unit) == ("value_created", 210_752.0, "money")


def test_a_year_is_shown_only_when_asked() -> None:
    *_, a_year = returns.numbers(Returned(), Before(), period=PERIOD, a_year=Number(0.72, 0.6, 0.85))
    assert (a_year.name, a_year.value) == ("roc_annualised", 0.72)
    assert "as if a whole year" in a_year.title


@pytest.mark.parametrize(
    ("cohort", "words"),
    [
        (Number(0.017, 0.003, 0.032), "1.7%, in line with the 2.4% asked of them"),
        (Number(0.050, 0.030, 0.070), "5.0%, more than the 2.4% asked of them"),
        (Number(-0.05, -0.07, -0.03), "less than the 2.4% asked of them"),
    ],
)
def test_the_title_compares_the_cohort_with_the_rate_by_its_interval(cohort: Number, words: str) -> None:
    (chart,) = returns.three_ways(replace(Returned(), roc=ways(cohort)), period=PERIOD)
    assert isinstance(chart, Chart)
    assert plain(chart.title).endswith(words)
    assert [row["way"] for row in chart.rows] == ["frozen", "refitted", "without new customers"]


def test_where_nobody_was_won_the_cohort_is_everyone() -> None:
    frozen, nobody = Number(0.145, 0.126, 0.165), by_tier().query("group != 'won in the period'")
    (chart,) = returns.three_ways(replace(Returned(), roc=ways(frozen), by_tier=nobody), period=PERIOD)
    assert plain(chart.title) == (
        "Customers returned 14.5% in 3 months, more than the 2.4% asked of them; none were won"
    )


def test_an_undefined_return_is_left_out_of_the_picture_and_says_why() -> None:
    chart, note = returns.three_ways(replace(Returned(), roc=ways(UNDEFINED)), period=PERIOD)
    assert chart.title == "Return on Customer in 3 months, three ways"
    assert isinstance(chart, Chart) and len(chart.rows) == 2
    assert isinstance(note, Note) and UNDEFINED.why in note.text and "without new customers is not shown" in note.text
    nothing = dict.fromkeys(("frozen", "refitted", "without new customers"), UNDEFINED)
    assert returns.three_ways(replace(Returned(), roc=nothing), period=PERIOD) == ()


def test_value_created_names_the_ends() -> None:
    block = returns.by_tier(Returned(), period=PERIOD)
    assert isinstance(block, Chart)
    assert plain(block.title) == (
        "Value created: most by customers won in the period, 225K; least by the bottom 30%, −20,461"
    )
    assert block.rows[3]["group"] == "people who are not customers"


def test_money_on_people_who_are_no_customers_can_be_the_least() -> None:
    tiers = by_tier((-500.0, -900.0, -100.0))
    block = returns.by_tier(replace(Returned(), by_tier=tiers), period=PERIOD)
    assert isinstance(block, Chart)
    assert plain(block.title).endswith("least by people who are not customers, −2,289")


def test_value_lost_is_a_finding_with_where_to_look() -> None:
    first, *_ = returns.findings(replace(Returned(), value_created=Number(-9e3, -15e3, -3e3)), period=PERIOD)
    assert (
        plain(first.do)
        == "Ask whether the season explains it; else look first at the bottom 30%, where 20,461 was lost."
    )


def test_value_created_is_a_finding_with_what_to_go_on_with() -> None:
    total, bottom = returns.findings(Returned(), period=PERIOD)
    assert isinstance(total, Finding)
    assert plain(total.title) == (
        "Customers returned 14.5% in 3 months, where 2.4% was asked of them: 211K of value created"
    )
    assert total.worth == 210_752.0
    assert "customers won in the period" in total.do
    assert plain(bottom.title).startswith("The bottom 30% lost 20,461 of value")
    assert bottom.worth == -20_461.0


def test_value_lost_names_where_to_look() -> None:
    lost = replace(Returned(), value_created=Number(-50_000.0, -60_000.0, -40_000.0))
    total = returns.findings(lost, period=PERIOD)[0]
    assert plain(total.title) == (
        "Customers returned 14.5% in 3 months, where 2.4% was asked of them: 50,000 of value lost"
    )
    assert "the bottom 30%" in plain(total.do)


def test_what_may_be_chance_is_no_finding() -> None:
    even = replace(Returned(), value_created=Number(10.0, -5.0, 25.0), by_tier=by_tier((-5.0, -20.0, 10.0)))
    assert returns.findings(even, period=PERIOD) == []


def test_without_a_measure_each_part_says_so_or_is_silent() -> None:
    (back,) = returns.numbers(SHORT, Before(), period=PERIOD)
    assert back.why == SHORT.why
    assert returns.three_ways(SHORT, period=PERIOD) == ()
    assert isinstance(returns.by_tier(SHORT, period=PERIOD), Note)
    assert returns.findings(SHORT, period=PERIOD) == []


def test_names_in_the_chapter_are_unique() -> None:
    blocks = [
        *returns.numbers(Returned(), Before(), period=PERIOD),
        *returns.three_ways(Returned(), period=PERIOD),
        returns.by_tier(Returned(), period=PERIOD),
        *returns.findings(Returned(), period=PERIOD),
    ]
    assert len({block.name for block in blocks}) == len(blocks)
