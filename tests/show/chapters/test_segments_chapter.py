"""Chapter 02 claims a difference only after its test, and names groups by their numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbench.show.blocks import Chart, Note, Table
from workbench.show.chapters import segments

PERIOD = "September 2026"


@dataclass(frozen=True)
class Silence:
    why: str
    n: int = 0


NOBODY = Silence("segments need five customers who bought in the last 12 months; there are 0")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def profile(**changes: Any) -> pd.DataFrame:
    frame = {
        "segment": ["champions", "cooling", "slipping away"],
        "customers": [200, 500, 300],
        "share": [0.2, 0.5, 0.3],
        "revenue_12m": [900.0, 300.0, 600.0],
        "contribution_12m": [600.0, 100.0, 300.0],
        "contribution_share": [0.6, 0.1, 0.3],
        "per_customer": [3.0, 0.2, 1.0],
        "answered": [50, 40, 60],
        "satisfaction": [78.0, 70.0, 61.0],
        "low": [74.0, 65.0, 57.0],
        "high": [82.0, 75.0, 65.0],
    }
    return pd.DataFrame(frame | changes)


def test_sizes_lead_with_the_group_that_brings_most() -> None:
    chart = segments.sizes(profile(), "profit", period=PERIOD)
    assert isinstance(chart, Chart)
    assert plain(chart.title) == "Champions: 20% of all who ever became customers, 60% of profit"
    assert len(chart.rows) == 6
    assert chart.n == 1000


def test_the_pool_of_small_segments_never_leads() -> None:
    chart = segments.sizes(profile(segment=["other", "cooling", "loyal"]), "profit", period=PERIOD)
    assert chart.title.startswith("Loyal")


def test_without_profit_sizes_lead_with_the_largest_group() -> None:
    chart = segments.sizes(profile(contribution_share=np.nan), "profit", period=PERIOD)
    assert plain(chart.title) == "Cooling: 50% of all who ever became customers; there is no profit to share"


def tiers(**changes: Any) -> pd.DataFrame:
    named = profile(segment=["top 20%", "middle 50%", "bottom 30%"]).rename(columns={"segment": "value_tier"})
    return named.assign(contribution_12m=[900.0, 200.0, -100.0], contribution_share=[0.9, 0.2, -0.1]).assign(**changes)


def test_tiers_say_what_the_top_one_brings_and_keep_their_order() -> None:
    chart = segments.tiers(tiers(), "profit", period=PERIOD)
    assert isinstance(chart, Chart)
    assert plain(chart.title) == "The top 20% of customers bring 90% of profit"
    assert [row["value_tier"] for row in chart.rows] == ["top 20%", "middle 50%", "bottom 30%"]


def test_tiers_without_profit_claim_no_share() -> None:
    chart = segments.tiers(tiers(contribution_share=np.nan), "profit", period=PERIOD)
    assert chart.title == "What the customers of each tier of value bring"


def test_the_table_has_a_row_for_each_group() -> None:
    table = segments.table("profile", profile(), "segment", period=PERIOD)
    assert isinstance(table, Table)
    assert plain(table.title) == "Champions: 3.00 a customer in 12 months; the average is 1.00"
    assert [row["answered"] for row in table.rows] == [50, 40, 60]


@pytest.mark.parametrize(
    ("chance", "title"),
    [
        (0.001, "Satisfaction differs between groups: from 61 at slipping away to 78 at champions"),
        (0.2, "Satisfaction does not differ between groups beyond chance: 61 to 78"),
        (None, "Satisfaction is known for one group only: 78 at champions"),
    ],
)
def test_a_difference_is_claimed_only_after_its_test(chance: float | None, title: str) -> None:
    chart = segments.satisfaction("by_segment", profile(), "segment", chance, period=PERIOD)
    assert isinstance(chart, Chart)
    assert chart.title.replace(".0", "") == title


def test_a_group_without_answers_is_not_drawn() -> None:
    chart = segments.satisfaction(
        "by_segment", profile(satisfaction=[78.0, np.nan, 61.0]), "segment", 0.3, period=PERIOD
    )
    assert [row["segment"] for row in chart.rows] == ["slipping away", "champions"]
    assert chart.n == 110


def test_without_a_survey_satisfaction_is_a_note() -> None:
    note = segments.satisfaction("by_segment", profile(satisfaction=np.nan), "segment", None, period=PERIOD)
    assert isinstance(note, Note) and note.level == "missing"


def cells(**changes: Any) -> pd.DataFrame:
    frame = {
        "recency_score": [1, 5, 5],
        "value_score": [2, 1, 5],
        "segment": ["cooling", "occasional", "champions"],
        "customers": [100.0, np.nan, 40.0],
        "per_customer": [2.0, np.nan, 500.0],
    }
    return pd.DataFrame(frame | changes)


def test_the_grid_names_its_best_cell_and_leaves_hidden_ones_empty() -> None:
    chart = segments.grid(cells(), period=PERIOD)
    assert isinstance(chart, Chart) and chart.figure is not None
    assert plain(chart.title) == "Recency 5 with value 5 brings most: 500 a customer in 12 months"
    assert list(chart.figure.layout.yaxis.ticktext) == ["recency 5", "recency 1"]
    assert chart.figure.data[0].z[0][0] is None


def test_a_grid_of_hidden_cells_is_a_note() -> None:
    assert isinstance(segments.grid(cells(per_customer=np.nan), period=PERIOD), Note)


def test_the_finding_is_worth_what_the_slipping_customers_brought() -> None:
    (finding,) = segments.at_stake(profile(), period=PERIOD)
    assert plain(finding.title) == "300 good customers are slipping away; they brought 300 in the last 12 months"
    assert (finding.value, finding.worth, finding.n) == (300, 300.0, 300)


def test_no_finding_about_a_segment_that_is_not_shown() -> None:
    assert segments.at_stake(profile(segment=["champions", "cooling", "other"]), period=PERIOD) == ()


def test_withheld_segments_say_why_everywhere() -> None:
    notes = [
        segments.sizes(NOBODY, "profit", period=PERIOD),
        segments.tiers(NOBODY, "profit", period=PERIOD),
        segments.table("b", NOBODY, "segment", period=PERIOD),
        segments.satisfaction("c", NOBODY, "segment", None, period=PERIOD),
        segments.grid(NOBODY, period=PERIOD),
    ]
    text = "Segments need five customers who bought in the last 12 months; there are 0."
    assert {note.text for note in notes if isinstance(note, Note)} == {text}
    assert segments.at_stake(NOBODY, period=PERIOD) == ()


def test_the_explorer_draws_what_was_picked() -> None:
    rows = profile().assign(month=["2026-08", "2026-08", "2026-09"])
    money, table = segments.explored(rows)
    assert [row["group"] for row in money.rows][-1] == "slipping away, September 2026"
    assert table.period == "August 2026 and September 2026"
    assert table.n == 700
