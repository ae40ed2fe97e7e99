"""What the customers are worth: numbers, remarks that must come first, and cells that may be shown."""

from dataclasses import dataclass, replace

import pytest
from customer_results import Before, Nothing, Number, Returned, Span, by_state, values

from workbench.show.blocks import Chart, Note, Table
from workbench.show.chapters import equity
from workbench.show.digits import SPACE

PERIOD = "September 2026"
SHORT = Nothing("6 months before the opening are needed")


@dataclass(frozen=True)
class Known:
    measure: str = "profit"
    known: float = 1.0


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_equity_and_its_change() -> None:
    worth, change = equity.worth(Returned(), Before(), period=PERIOD)
    assert (worth.name, worth.unit, worth.value) == ("customer_equity", "money", 1_858_939.0)
    assert worth.title == "Customer equity at the end of September 2026"
    assert plain(change.title) == "Change in customer equity since 1 Jul 2026, with what was learned since"


def test_a_horizon_is_said_in_the_title() -> None:
    worth, change = equity.worth(replace(Returned(), period=Span(horizon_months=12)), Before(), period=PERIOD)
    assert worth.title.endswith("the next 12 months")
    assert plain(change.title) == (
        "Change since 1 Jul 2026 in what customers bring by September 2027: 3 months of it have been paid out"
    )


def test_withheld_equity_says_why() -> None:
    (worth,) = equity.worth(SHORT, Before(), period=PERIOD)
    assert worth.why == SHORT.why
    (note,) = equity.worth_by_state(SHORT, minimum=10, period=PERIOD)
    assert isinstance(note, Note)
    assert SHORT.why in note.text


@pytest.mark.parametrize(
    ("returned", "costs", "names"),
    [
        (Returned(), Known(), []),
        (Returned(), Known("revenue", 0.0), ["costs_missing"]),
        (replace(Returned(), period=Span(window_months=8)), Known(), []),
        (replace(Returned(), period=Span(horizon_months=12)), Known(), ["horizon_cut"]),
        (replace(Returned(), asked=Span(horizon_months=12), period=Span(horizon_months=12)), Known(), []),
        (SHORT, Known("revenue", 0.0), ["costs_missing"]),
    ],
)
def test_what_the_reader_must_know_first(returned: Returned | Nothing, costs: Known, names: list[str]) -> None:
    notes = equity.remarks(returned, costs)
    assert [note.name for note in notes] == names
    assert all(note.level == "missing" for note in notes)


def test_who_is_valued_by_states_is_told_why_and_how_far_back() -> None:
    first, second = equity.remarks(
        replace(Returned(), period=Span(window_months=8)), Known(), Nothing("all on one day")
    )
    assert (first.name, first.level, second.name) == ("valued_by_states", "warning", "short_history")
    assert "all on one day" in first.text
    assert equity.remarks(SHORT, Known(), SHORT) == ()


def test_the_chain_is_a_cross_check_only_beside_a_model() -> None:
    (check,) = equity.cross_check(
        Returned(), replace(Returned(), closing_equity=Number(1.7e6, 1e6, 2e6)), period=PERIOD
    )
    assert (check.name, check.value) == ("customer_equity_by_states", 1.7e6)
    assert check.title.startswith("Cross-check")
    assert equity.cross_check(SHORT, Returned(), period=PERIOD) == ()
    assert equity.cross_check(Returned(), SHORT, period=PERIOD) == ()


@pytest.mark.parametrize(
    ("value", "words"), [(1.4e6, "comes out 24.7% lower. That is to be expected"), (2.6e6, "comes out 39.9% higher")]
)
def test_a_cross_check_far_from_the_number_is_said_to_be(value: float, words: str) -> None:
    other = replace(Returned(), closing_equity=Number(value, 0.9 * value, 1.1 * value))
    _, note = equity.cross_check(Returned(), other, period=PERIOD)
    assert isinstance(note, Note) and words in plain(note.text)


def test_what_a_horizon_counts_is_not_all_there_will_be() -> None:
    block = equity.side_by_side(values(), replace(Returned(), period=Span(horizon_months=12)), period=PERIOD)
    assert plain(block.title).endswith("are expected to bring 2,050 in the next 12 months")


def test_past_present_and_future_stand_side_by_side_and_add_up() -> None:
    block = equity.side_by_side(values(), Returned(), period=PERIOD)
    assert isinstance(block, Table)
    assert plain(block.title) == (
        "Customers brought 1,100 so far, 600 of it in the last 12 months, and are expected to bring 2,050 more"
    )
    assert [row["group"] for row in block.rows] == ["top 20%", "lost customers", "all"]
    assert [block.rows[-1][name] for name in ("expected", "low", "high")] == [2050.0, 1840.0, 2260.0]
    note = equity.side_by_side(SHORT, SHORT, period=PERIOD)
    assert isinstance(note, Note) and SHORT.why in note.text


def test_the_worth_of_one_customer_leaves_out_cells_of_few() -> None:
    (block,) = equity.worth_by_state(by_state(), minimum=10, period=PERIOD)
    assert isinstance(block, Chart)
    assert plain(block.title) == "One active top 20% customer is worth 798, one dormant bottom 30% customer 134"
    assert "new" not in {row["state"] for row in block.rows}
    assert "customers" not in block.columns


def test_no_cell_may_be_shown() -> None:
    (note,) = equity.worth_by_state(by_state(), minimum=10_000, period=PERIOD)
    assert isinstance(note, Note) and "no state holds 10,000 customers" in note.text
