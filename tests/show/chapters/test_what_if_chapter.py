"""What would be, what a point of satisfaction is worth, and value by stage: told from results, or why not."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from customer_results import Nothing, Number

from workbench.show.blocks import Chart, Kpi, Note
from workbench.show.chapters import stages, what_if
from workbench.show.digits import SPACE

PERIOD = "September 2026"
SHORT = Nothing("only 12 customers have bought twice")


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def levers() -> pd.DataFrame:
    rows = [("customers who stay a year", 188_739.0, 2.45), ("cost of serving", -17_665.0, -0.23)]
    frame = pd.DataFrame(rows, columns=["lever", "change", "elasticity"])
    ends = {"change_low": frame["change"] - 9000, "change_high": frame["change"] + 9000}
    back = {"roc_change": [0.03, -0.004], "roc_change_low": [0.02, -0.006], "roc_change_high": [0.04, -0.002]}
    return frame.assign(step=0.01, **ends, **back, n=20_000, why="")


@dataclass(frozen=True)
class Point:
    change: Number | Nothing = field(default=Number(335_183.0, 264_500.0, 405_558.0))
    leaving: Number | Nothing = field(default=Number(-0.042, -0.051, -0.033, 6421))
    frequency: Number | Nothing = field(default=Number(0.002, -0.002, 0.005, 6421))
    spend: Number | Nothing = field(default=Number(0.012, 0.007, 0.017, 6421))
    lasting: Number | Nothing = field(default=Number(0.49, 0.47, 0.52))
    is_given: bool = False


def test_the_tornado_names_the_lever_that_moves_most() -> None:
    chart, back = what_if.tornado(levers(), period=PERIOD)
    assert isinstance(chart, Chart) and isinstance(back, Chart)
    assert plain(chart.title) == (
        "Of changes by 1.0%, that of customers who stay a year moves customer equity most: by +189K, 2.5% of it"
    )
    assert [row["lever"] for row in chart.rows] == ["customers who stay a year", "cost of serving"]


def test_a_base_worth_less_than_nothing_has_no_shares_and_says_why() -> None:
    why = "the customers are worth nothing or less"
    frame = levers().assign(elasticity=np.nan, roc_change=np.nan, why=why)
    chart, note = what_if.tornado(frame, period=PERIOD)
    assert isinstance(chart, Chart) and isinstance(note, Note)
    assert plain(chart.title) == (
        "Of changes by 1.0%, that of customers who stay a year moves customer equity most: by +189K"
    )
    assert note.text == f"Changes are not shown as a share of customer equity: {why}."


def test_the_return_is_a_change_in_percentage_points_with_its_interval() -> None:
    _, back = what_if.tornado(levers(), period=PERIOD)
    assert isinstance(back, Chart)
    assert plain(back.title) == (
        "Of changes by 1.0%, that of customers who stay a year moves the return of the coming year most: "
        "by +3.0 percentage points"
    )
    assert "percentage points" in back.columns["roc_change"].label
    first = back.rows[0]
    told = [first[name] for name in ("roc_change", "roc_change_low", "roc_change_high")]
    assert told == pytest.approx([3.0, 2.0, 4.0])


def test_a_lever_that_moves_the_return_only_is_in_its_picture_only() -> None:
    frame = levers()
    frame.loc[1, ["lever", "change", "change_low", "change_high", "elasticity"]] = ["customers won a year", 0, 0, 0, 0]
    equity, back = what_if.tornado(frame, period=PERIOD)
    assert isinstance(equity, Chart) and isinstance(back, Chart)
    assert [row["lever"] for row in equity.rows] == ["customers who stay a year"]
    assert [row["lever"] for row in back.rows] == ["customers who stay a year", "customers won a year"]


def test_levers_that_move_it_alike_are_named_together() -> None:
    frame = levers().assign(change=[188_739.0, 188_739.4])
    chart, _ = what_if.tornado(frame, period=PERIOD)
    assert isinstance(chart, Chart)
    assert "those of customers who stay a year and cost of serving move customer equity most and alike" in chart.title


def test_a_lever_that_cannot_be_moved_says_why() -> None:
    frame = levers()
    numbers = ("change", "elasticity", "roc_change")
    frame.loc[1, [*numbers, *(f"{name}{end}" for name in ("change", "roc_change") for end in ("_low", "_high"))]] = (
        np.nan
    )
    equity, back, note = what_if.tornado(frame.assign(why=["", "nobody can be more"]), period=PERIOD)
    for chart in (equity, back):
        assert isinstance(chart, Chart) and len(chart.rows) == 1
    assert isinstance(note, Note) and note.text == "Not shown, cost of serving: nobody can be more."


def test_nothing_is_said_where_there_is_no_valuation() -> None:
    for block in (
        *what_if.tornado(SHORT, period=PERIOD),
        stages.value_by_stage("value_by_age", SHORT, period=PERIOD),
        stages.life_events(SHORT, period=PERIOD),
    ):
        assert isinstance(block, Note)
        assert SHORT.why in block.text
    (number,) = what_if.point_of_satisfaction(SHORT, period=PERIOD)
    assert isinstance(number, Kpi) and number.why == SHORT.why and number.value is None


def test_a_point_of_satisfaction_is_told_with_its_slopes_and_no_cause() -> None:
    worth, slopes, lasting, cause = what_if.point_of_satisfaction(Point(), period=PERIOD)
    assert isinstance(worth, Kpi) and worth.value == 335_183.0 and "lasting" in worth.title
    assert isinstance(slopes, Note) and isinstance(lasting, Note) and isinstance(cause, Note)
    assert "From 6,421 customers" in plain(slopes.text) and "−4.2% (−5.1% to −3.3%)" in plain(slopes.text)
    assert "says 49.0% of a lasting one" in plain(lasting.text)
    assert "not shown" in cause.text


def test_what_was_stated_is_not_called_lasting() -> None:
    worth, _, how, _ = what_if.point_of_satisfaction(Point(lasting=Nothing("nobody was asked again")), period=PERIOD)
    assert "stated" in worth.title
    assert isinstance(how, Note) and "too small: nobody was asked again" in how.text


def test_slopes_that_were_given_are_called_so() -> None:
    none = Nothing("it was given, not estimated")
    blocks = what_if.point_of_satisfaction(Point(Number(1.0, 0.5, 2.0), none, none, none, none, True), period=PERIOD)
    assert len(blocks) == 3
    assert isinstance(blocks[1], Note) and "was given, not estimated" in blocks[1].text


def by_stage() -> pd.DataFrame:
    frame = pd.DataFrame({"stage": ["new", "active", "lost"], "customers": [10.0, 30, np.nan]})
    return frame.assign(
        value=[506.0, 665.0, np.nan],
        low=[455.0, 587.0, np.nan],
        high=[561.0, 747.0, np.nan],
        total=0.0,
        why=["", "", "few"],
    )


def test_stages_are_told_by_their_ends() -> None:
    chart = stages.value_by_stage("value_by_state", by_stage(), period=PERIOD)
    assert isinstance(chart, Chart) and chart.n == 40
    assert "at the stage 'active', 665; least at 'new', 506" in plain(chart.title)
    single = stages.value_by_stage("value_by_state", by_stage().head(1), period=PERIOD)
    assert isinstance(single, Note) and "'new': one of them is worth 506 (455 to 561)" in plain(single.text)


def test_stages_of_few_customers_are_a_sentence() -> None:
    frame = by_stage().assign(value=np.nan, why="3 customers; at least 10 are needed")
    block = stages.value_by_stage("value_by_state", frame, period=PERIOD)
    assert isinstance(block, Note) and "at least 10" in block.text


def events(**changed: object) -> pd.DataFrame:
    frame = pd.DataFrame({"event": ["move", "mortgage"], "n": [497, 200], "change": [-13.0, 113.0]})
    return frame.assign(**{"low": [-53.0, 67.0], "high": [27.0, 160.0], "before": 400.0, "why": "", **changed})


def test_an_event_is_named_only_where_it_is_told_from_chance() -> None:
    chart = stages.life_events(events(), period=PERIOD)
    assert isinstance(chart, Chart) and "mortgage goes with the largest change" in chart.title
    quiet = stages.life_events(events(low=-200.0), period=PERIOD)
    assert isinstance(quiet, Chart) and quiet.title.startswith("No kind of life event")


def test_where_no_event_is_recorded_that_is_missing() -> None:
    block = stages.life_events(events().head(0), period=PERIOD)
    assert isinstance(block, Note) and block.level == "missing" and "no life events" in block.text
    few = stages.life_events(events(change=np.nan, why="9 customers; at least 50 are needed"), period=PERIOD)
    assert isinstance(few, Note) and "at least 50" in few.text
