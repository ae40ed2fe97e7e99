"""What became of each question is counted, and answers outside the scale are said."""

import pandas as pd
from survey_results import WINDOW

from workbench.show.blocks import Table
from workbench.show.chapters import satisfaction


def counts(outside: int = 0) -> pd.DataFrame:
    rows = [("s1", 90, 0, 10, 0), ("web_1", 40, 40, 20, outside), ("not_put", 0, 0, 0, 0)]
    return pd.DataFrame(rows, columns=["item", "answered", "not_applicable", "skipped", "outside"])


def test_the_question_skipped_most_often_comes_first_and_one_never_put_is_left_out() -> None:
    (table,) = satisfaction.answer_counts(counts(), period=WINDOW)
    assert isinstance(table, Table)
    assert table.title == (
        "Of all questions put, 65.0% were answered, 20.0% were called not applicable, 15.0% were skipped"
    )
    assert [(row["item"], row["left_out"]) for row in table.rows] == [("web_1", 0.2), ("s1", 0.1)]
    assert (table.n, table.period) == (100, WINDOW)


def test_answers_outside_the_scale_are_said() -> None:
    (table,) = satisfaction.answer_counts(counts(outside=3), period=WINDOW)
    assert table.title.endswith("skipped; 3 of the answers lie outside the scale and count in no index")


def test_without_a_survey_there_is_no_table() -> None:
    assert satisfaction.answer_counts(counts().head(0), period=WINDOW) == []
    assert satisfaction.answer_counts(counts().tail(1), period=WINDOW) == []
