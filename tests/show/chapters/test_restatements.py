"""Figures of last month that are others now are named, with the reason; when none is, a sentence says so."""

from dataclasses import dataclass, field

import pandas as pd

from workbench.show.blocks import Note, Table
from workbench.show.chapters import restatements
from workbench.show.digits import SPACE

ABOUT = {"month": "August 2026", "period": "September 2026"}
REPORTED = pd.DataFrame(
    {
        "name": ["customers", "customer_equity", "churn_rate"],
        "title": ["Customers", "Customer equity", "Churn"],
        "value": [2168.0, 878_426.35, None],
        "unit": ["count", "money", "percent"],
    }
)
AGAIN = pd.DataFrame({"name": ["customers", "customer_equity", "churn_rate"], "value": [2168.0, 878_426.350_01, 0.3]})


@dataclass(frozen=True)
class Known:
    is_closed: bool = True
    settings_changed: bool = False
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["table", "late", "corrected"]))


LATE = pd.DataFrame(
    [("survey_responses", 0, 4), ("transactions", 12, 3), ("customers", -1, 0)], columns=["table", "late", "corrected"]
)


def restated(again: pd.DataFrame = AGAIN, known: Known | None = None) -> Table | Note:
    return restatements.restatements(REPORTED, again, known or Known(), **ABOUT)


def test_the_last_digit_of_a_sum_is_no_restatement() -> None:
    found = restated()
    assert isinstance(found, Note) and "still holds" in found.text and "August 2026" in found.text


def test_a_figure_that_differs_is_named_from_what_to_what_and_why() -> None:
    found = restated(AGAIN.assign(value=[2171.0, 878_430.35, 0.3]), Known(rows=LATE))
    assert isinstance(found, Table)
    assert found.title == (
        "2 of 2 key numbers reported for August 2026 are now others, because 12 rows of transactions came late, "
        "1 rows of customers are gone and 7 rows of survey responses and transactions were corrected"
    )
    texts = [[str(text).replace(SPACE, " ") for text in row.values()] for row in found.rows]
    assert texts == [["Customers", "2,168", "2,171", "+3"], ["Customer equity", "878,426.35", "878,430.35", "+4.00"]]


def test_settings_or_rules_are_the_reason_where_the_data_are_the_same() -> None:
    changed = AGAIN.assign(value=[2171.0, 878_426.35, 0.3])
    assert "because the company's settings were changed" in restated(changed, Known(settings_changed=True)).title
    assert "because the rules by which they are computed have changed" in restated(changed).title


def test_without_a_report_or_a_measure_there_is_a_sentence() -> None:
    assert "has no report" in restated(known=Known(is_closed=False)).text
    assert "No key number of August 2026" in restated(AGAIN.head(0)).text
