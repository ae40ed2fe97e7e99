"""Customer equity and Return on Customer as reported and measured again, with the reasons."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.analysis.results import Withheld
from workbench.show.blocks import Note, Table
from workbench.show.chapters import restated_equity
from workbench.show.digits import SPACE

PERIOD = "September 2026"


@dataclass(frozen=True)
class Number:
    reported: float
    restated: float
    because: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    as_of: dt.date
    equity: Number | Withheld
    roc: Number | Withheld


SAME = Month(dt.date(2026, 4, 1), Number(1_000.0, 1_000.0), Number(0.05, 0.05))
OTHER = Month(
    dt.date(2026, 7, 1),
    Number(
        1_000.0,
        1_250.0,
        {"corrected data": 300.0, "re-estimation": -50.0, "other rules": 0.0},
        ("corrected data", "re-estimation"),
    ),
    Number(0.05, 0.03, {"corrected data": -0.02}, ("corrected data",)),
)
UNTOLD = Month(dt.date(2026, 7, 1), Withheld("nobody bought twice"), Withheld("nothing was kept"))


def test_the_months_that_differ_are_told_with_what_made_them_differ() -> None:
    equity, roc = restated_equity.restated([SAME, OTHER], period=PERIOD)
    assert isinstance(equity, Table) and isinstance(roc, Table)
    assert equity.title == (
        "Measured again, customer equity of 1 of 2 months is other than reported, most through corrected data"
    )
    assert [row["month"] for row in equity.rows] == ["March 2026", "June 2026"]
    assert equity.rows[0]["because"] == "as reported" and equity.rows[0]["change"] is None
    assert equity.rows[1]["change"] == "+250"
    told = equity.rows[1]["because"].replace(SPACE, " ")
    assert told == "Corrected data (+300) and re-estimation (−50.00)"
    assert roc.rows[1]["change"].replace(SPACE, " ") == "−2.0 percentage points"
    assert roc.title.startswith("Measured again, Return on Customer of 1 of 2 months")


def test_what_is_as_it_was_is_a_sentence() -> None:
    equity, roc = restated_equity.restated([SAME], period=PERIOD)
    assert isinstance(equity, Note) and "as it was reported" in equity.text
    assert isinstance(roc, Note) and "Return on Customer is as it was reported" in roc.text


def test_a_month_that_cannot_be_measured_again_says_why() -> None:
    equity, roc = restated_equity.restated([SAME, UNTOLD], period=PERIOD)
    assert isinstance(equity, Table) and isinstance(roc, Table)
    assert equity.title == "Not every month can be measured again"
    assert equity.rows[1]["because"] == "cannot be measured again: nobody bought twice"
    assert equity.rows[1]["restated"] is None and roc.rows[1]["because"].endswith("nothing was kept")


def test_without_a_record_or_a_model_of_this_month_a_sentence_says_so() -> None:
    (never,) = restated_equity.restated([], period=PERIOD)
    (none,) = restated_equity.restated(Withheld("nobody bought twice"), period=PERIOD)
    assert isinstance(never, Note) and "months closed from now on do" in never.text
    assert isinstance(none, Note) and none.text.endswith(
        "because no model of each customer stands behind this one: nobody bought twice."
    )
