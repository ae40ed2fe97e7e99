"""The explorer: choices in, rows out, and nothing the exporter would read."""

from collections.abc import Iterable

import pandas as pd
import pytest

from workbench.show import blocks, charts, widgets
from workbench.show.blocks import MIME, PLOTLY_MIME, Block, Field
from workbench.show.widgets import ALL, Explorer


def frame() -> pd.DataFrame:
    rows = [("2026-08", "loyal", 10), ("2026-08", "asleep", 4), ("2026-09", "loyal", 12)]
    return pd.DataFrame(rows, columns=["month", "segment", "customers"])


def draw(rows: pd.DataFrame) -> Iterable[Block]:
    fields = {"segment": Field("Segment"), "customers": Field("Customers", "count")}
    yield charts.bars(
        "b", "Sizes", rows, fields, label="segment", value="customers", n=1, period="September 2026", source="segments"
    )
    yield blocks.note("n", f"{rows['customers'].sum()} customers")


def explorer() -> Explorer:
    return widgets.explorer(frame(), draw)


def text(seen: Explorer) -> str:
    return "".join(output["data"].get("text/html", "") for output in seen.seen.outputs)


def test_it_offers_all_and_each_value_of_a_column() -> None:
    assert list(explorer().choices["segment"].options) == [ALL, "asleep", "loyal"]


def test_at_first_everything_is_seen() -> None:
    seen = explorer()
    assert seen.chosen == {} and len(seen.frame) == 3
    assert "26 customers" in text(seen)


def test_charts_and_numbers_follow_the_choices() -> None:
    seen = explorer()
    seen.choices["month"].value = "2026-08"
    seen.choices["segment"].value = "loyal"
    assert seen.chosen == {"month": "2026-08", "segment": "loyal"}
    assert "10 customers" in text(seen)
    (figure,) = (output["data"][PLOTLY_MIME] for output in seen.seen.outputs if PLOTLY_MIME in output["data"])
    assert figure["data"][0]["x"] == [10]


def test_a_choice_without_rows_says_so() -> None:
    seen = explorer()
    seen.choices["month"].value, seen.choices["segment"].value = "2026-09", "asleep"
    assert "No row has all that was chosen." in text(seen)


def test_the_exporter_finds_nothing_to_read_in_it() -> None:
    seen = explorer()
    assert not any(MIME in output["data"] for output in seen.seen.outputs)
    assert MIME not in seen._repr_mimebundle_()


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="region"):
        widgets.explorer(frame(), draw, by=["region"])
