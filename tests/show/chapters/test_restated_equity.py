"""Customer equity as reported and measured again, with the reasons."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.show.blocks import Note, Table
from workbench.show.chapters import restated_equity
from workbench.show.digits import SPACE


@dataclass(frozen=True)
class Month:
    as_of: dt.date
    reported: float = 1_000.0
    restated: float = 1_000.0
    because: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


SAME = Month(dt.date(2026, 4, 1))
OTHER = Month(
    dt.date(2026, 7, 1),
    restated=1_250.0,
    because={"corrected data": 300.0, "re-estimation": -50.0, "other rules": 0.0},
    reasons=("corrected data", "re-estimation"),
)


def test_the_months_that_differ_are_told_with_what_made_them_differ() -> None:
    found = restated_equity.restated([SAME, OTHER], period="September 2026")
    assert isinstance(found, Table)
    assert found.title == (
        "Measured again, customer equity of 1 of 2 months is other than reported, most through corrected data"
    )
    assert [row["month"] for row in found.rows] == ["March 2026", "June 2026"]
    assert found.rows[0]["because"] == "as reported" and found.rows[1]["change"] == 250.0
    told = found.rows[1]["because"].replace(SPACE, " ")
    assert told == "Corrected data (+300) and re-estimation (−50.00)"


def test_nothing_to_tell_is_a_sentence() -> None:
    same = restated_equity.restated([SAME], period="September 2026")
    never = restated_equity.restated([], period="September 2026")
    assert isinstance(same, Note) and "as it was reported" in same.text
    assert isinstance(never, Note) and "No earlier month" in never.text
