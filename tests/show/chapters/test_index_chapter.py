"""How satisfied, and did it change: each sentence claims what its numbers carry, and no more."""

from dataclasses import dataclass

import pandas as pd
import pytest
from customer_results import Before, Nothing, Number
from survey_results import SEPTEMBER, compared, over_months, plain

from workbench.show.blocks import Chart, Kpi, Note, Table
from workbench.show.chapters import satisfaction


def test_the_index_is_a_key_number_other_chapters_find_by_name() -> None:
    block = satisfaction.index_kpi(Number(72.4, 71.1, 73.7, 400), Before(), "satisfaction", period=SEPTEMBER)
    assert isinstance(block, Kpi)
    assert (block.name, block.unit, block.value, block.n) == ("satisfaction_index", "points", 72.4, 400)


def test_a_withheld_index_is_a_sentence() -> None:
    few = Nothing("4 answers; at least 10 are needed", 4)
    block = satisfaction.index_kpi(few, Before(), "satisfaction", period=SEPTEMBER)
    assert (block.value, block.why) == (None, "4 answers; at least 10 are needed")


@dataclass(frozen=True)
class Place:
    touchpoint: str = "call centre"
    share: float = 0.66


FALLEN = Before(changes={1: Number(-2.1, -3.4, -0.8)})


def test_a_fall_of_the_index_says_with_whom_most_of_it_lies() -> None:
    (found,) = satisfaction.index_finding(FALLEN, Place(), "satisfaction", period=SEPTEMBER)
    assert plain(found.title) == (
        "Satisfaction fell by 2.1 points against last month, more than chance explains; 66% of it among customers "
        "who rated call centre"
    )
    assert (found.name, found.value, found.low) == ("index_changed", -2.1, -3.4)
    assert "does not hold zero" in found.test and "call centre" in found.do and found.worth is None


def test_a_fall_with_all_customers_names_no_touchpoint() -> None:
    (found,) = satisfaction.index_finding(FALLEN, None, "satisfaction", period=SEPTEMBER)
    assert found.title.endswith("more than chance explains")


def test_what_may_be_chance_is_no_finding() -> None:
    for change in (Number(-2.1, -4.4, 0.2), Nothing("no such month")):
        assert satisfaction.index_finding(Before(changes={1: change}), Place(), "satisfaction", period=SEPTEMBER) == ()


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (Number(-2.1, -3.4, -0.8), "Satisfaction fell by 2.1 points since the month before, to 70.3 of 100"),
        (Number(2.1, 0.8, 3.4), "Satisfaction rose by 2.1 points since the month before, to 70.3 of 100"),
        (Number(-2.1, -4.4, 0.2), "Satisfaction stands at 70.3 of 100, no change beyond chance since the month before"),
        (Nothing("no answers"), "Satisfaction stands at 70.3 of 100"),
    ],
)
def test_a_change_of_the_index_is_claimed_only_beyond_chance(change: Number | Nothing, title: str) -> None:
    block = satisfaction.index_over_months(over_months(72.4, 70.3), "satisfaction", change, period=SEPTEMBER)
    assert isinstance(block, Chart)
    assert block.title == title


def test_only_changes_that_are_believed_are_marked() -> None:
    months = over_months(71.0, 72.4, 70.3, told=(2,))
    block = satisfaction.index_over_months(months, "satisfaction", Nothing("none"), period=SEPTEMBER)
    assert isinstance(block, Chart)
    assert [row["marked"] for row in block.rows] == [None, None, -2.0]


def test_months_without_an_index_are_not_drawn() -> None:
    months = over_months(71.0, None, 70.3)
    block = satisfaction.index_over_months(months, "loyalty", Nothing("no answers"), period=SEPTEMBER)
    assert isinstance(block, Chart)
    assert [row["index"] for row in block.rows] == [71.0, 70.3]
    assert block.title == "Loyalty stands at 70.3 of 100"
    nothing = satisfaction.index_over_months(over_months(None, None), "loyalty", Nothing("none"), period=SEPTEMBER)
    assert isinstance(nothing, Note)
    assert "index of loyalty" in nothing.text


def test_constructs_say_how_many_changed_and_what_could_have_been_seen() -> None:
    frame = compared(("satisfaction", -2.0, 1.0), ("loyalty", None, 0.0), told=("satisfaction",))
    (block,) = satisfaction.constructs(frame, period=SEPTEMBER)
    assert isinstance(block, Table)
    assert block.title == "1 of 2 indices changed beyond chance since the month before"
    assert block.rows[0]["detectable"] == 1.5 and block.rows[1]["why"] == "nobody answered then"
    (still,) = satisfaction.constructs(compared(("satisfaction", -2.0, 3.0)), period=SEPTEMBER)
    assert still.title == "Not one of 1 indices changed beyond chance since the month before"
    assert satisfaction.constructs(compared(), period=SEPTEMBER) == []


def test_a_store_without_a_survey_says_what_one_would_add() -> None:
    (note,) = satisfaction.survey_missing(pd.DataFrame())
    assert isinstance(note, Note)
    assert "survey_responses" in note.text
    assert satisfaction.survey_missing(over_months(70.0)) == []
