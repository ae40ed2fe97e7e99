"""The statement of customer equity as a picture and as tables."""

from dataclasses import dataclass, field, replace

import pandas as pd
from customer_results import Nothing, Number, Returned, Span

from workbench.show import format
from workbench.show.blocks import Chart, Note, Table
from workbench.show.chapters.statement import finding, statement
from workbench.show.digits import SPACE

PERIOD = "3 months to September 2026"


def account(*lines: tuple[str, float]) -> pd.DataFrame:
    level = [True, *[False] * (len(lines) - 2), True]
    return pd.DataFrame(lines, columns=["line", "amount"]).assign(level=level)


@dataclass(frozen=True)
class Stated:
    equity: pd.DataFrame = field(
        default_factory=lambda: account(
            ("opening equity", 1000.0),
            ("unwind of the discount", 24.11),
            ("new customers", -150.1),
            ("closing", 874.01),
        )
    )
    cash: pd.DataFrame = field(
        default_factory=lambda: account(("expected cash", 150.0), ("more or less", 7.5), ("cash booked", 157.5))
    )
    n: int = 4376
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)


def test_the_picture_names_the_line_that_moved_it_most() -> None:
    steps, *_ = statement(Stated(), Returned(), period=PERIOD)
    assert isinstance(steps, Chart)
    title = steps.title.replace(SPACE, " ")
    assert title == (
        "Customer equity went from 1,000 to 874; apart from the passing of time, 'new customers' moved it most, by −150"
    )
    assert steps.n == 4376


def test_lines_are_written_to_the_cent() -> None:
    _, lines, cash = statement(Stated(), Returned(), period=PERIOD)
    assert isinstance(lines, Table)
    assert [format.value(row["amount"], "cents", currency="") for row in lines.rows] == [
        "1,000.00",
        "24.11",
        "−150.10",
        "874.01",
    ]
    assert lines.columns["amount"].unit == "cents"
    assert isinstance(cash, Table)
    assert cash.title == "Customers were expected to bring 150 and brought 158"


def test_segments_have_a_column_each_and_one_for_all() -> None:
    lines = ["opening equity", "new customers", "closing equity"]
    parts = pd.DataFrame({"line": lines, "top 20%": [3.0, 0.0, 3.0], "lost": [0.5, 0.0, 0.5], "whole": [3.5, 0.0, 3.5]})
    _, table, _ = statement(replace(Stated(), segments=parts), Returned(), period=PERIOD)
    assert isinstance(table, Table) and table.name == "equity_statement_lines"
    assert [field.label for field in table.columns.values()] == ["Line", "top 20%", "Lost before", "All"]
    _, alone, _ = statement(replace(Stated(), segments=parts[["line", "lost", "whole"]]), Returned(), period=PERIOD)
    assert isinstance(alone, Table) and list(alone.columns) == ["line", "amount"]


def test_intervals_of_the_lines_are_drawn_where_there_are_any() -> None:
    doubtful = Stated().equity.assign(low=[900.0, 20.0, -200.0, 800.0], high=[1100.0, 30.0, -100.0, 950.0])
    steps, *_ = statement(replace(Stated(), equity=doubtful), Returned(), period=PERIOD)
    assert isinstance(steps, Chart)
    assert (steps.options["low"], steps.options["high"]) == ("low", "high")
    assert steps.rows[2]["low"] == -200.0


def test_a_change_of_equity_names_its_main_reason_and_time_is_none() -> None:
    fallen = replace(Returned(), change=Number(-126.0, -200.0, -50.0))
    (found,) = finding(Stated(), fallen, period=PERIOD)
    assert found.title.replace(SPACE, " ") == (
        "Customer equity fell by 126 in 3 months, more than chance explains; most through 'new customers', −150"
    )
    assert (found.worth, found.low) == (-126.0, -200.0)
    assert "does not hold zero" in found.test
    assert finding(Stated(), replace(fallen, change=Number(-126.0, -300.0, 50.0)), period=PERIOD) == ()
    assert finding(Nothing("too short"), fallen, period=PERIOD) == ()
    assert finding(Stated(), Nothing("too short"), period=PERIOD) == ()


def test_where_only_time_moved_equity_the_sentence_says_so() -> None:
    aged = account(
        ("opening equity", 1000.0), ("expected cash, paid out", -200.0), ("experience", 9.0), ("closing", 809.0)
    )
    fallen = replace(Returned(), change=Number(-191.0, -250.0, -130.0))
    (found,) = finding(replace(Stated(), equity=aged), fallen, period=PERIOD)
    assert "what was expected has been paid out" in found.title and "experience" not in found.title


def test_without_a_statement_there_is_a_sentence() -> None:
    (note,) = statement(Nothing("too short"), Returned(), period=PERIOD)
    assert isinstance(note, Note)


def test_a_fall_of_which_a_line_explains_a_little_is_one_of_time() -> None:
    lines = (("opening equity", 1000.0), ("expected cash, paid out", -150.0), ("experience", -10.0), ("closing", 840.0))
    fallen = replace(Returned(), change=Number(-160.0, -200.0, -50.0))
    (found,) = finding(replace(Stated(), equity=account(*lines)), fallen, period=PERIOD)
    assert "what was expected has been paid out" in found.title


def test_where_a_horizon_ends_the_sum_equity_falls_by_itself_and_that_is_no_finding() -> None:
    cut = replace(Returned(), period=Span(horizon_months=12), change=Number(-126.0, -200.0, -50.0))
    assert finding(Stated(), cut, period=PERIOD) == ()
    steps, *_ = statement(Stated(), cut, period=PERIOD)
    assert isinstance(steps, Chart)
    title = steps.title.replace(SPACE, " ")
    assert title.startswith("What customers bring by September 2027 was worth 1,000 at the opening")
