"""Ways to reach somebody are hidden in every text of a block; days, names and numbers are not touched."""

import json

import pandas as pd
import pytest

from workbench.phrase import say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Field
from workbench.show.charts.common import About
from workbench.show.masking import HIDDEN, masked

REACH = [
    "jane.roe@example.com",
    "+44 20 7946 0958",
    "13800138000",
    "(020) 7946-0958",
    "+1-202-555-0143",
    "06 12 34 56 78",
]
PLAIN = [
    *("2026-09-30", "2026-09", "2026-09-01T00:00:00", "12,431", "71.1 to 73.7", "€1,240,000.00", "1-30 days"),
    *("20260930T101500Z-1a2b3c4d", "9 to 10", "top 20%", "25 to 50%", "01_customer_base", "3.141592653589793"),
    *("2026-09-01 to 2026-09-30", "n = 1,204", "1,234,567,890", "12 months to September 2026"),
]


@pytest.mark.parametrize("text", REACH)
def test_an_address_or_a_number_is_hidden_wherever_it_stands(text: str) -> None:
    assert masked(f"Call {text}, please") == f"Call {HIDDEN}, please"
    assert masked(text) == HIDDEN


@pytest.mark.parametrize("text", [*PLAIN, *(format.value(10**power, "money", currency="EUR") for power in range(13))])
def test_days_numbers_and_names_stay(text: str) -> None:
    assert masked(text) == text


def test_no_output_of_a_chart_holds_a_label_that_reaches_somebody() -> None:
    frame = pd.DataFrame({"region": ["jane.roe@example.com", "+44 20 7946 0958"], "customers": [40, 30]})
    fields, about = (
        {"region": Field("Region"), "customers": Field("Customers", "count")},
        About(n=70, period="", source=""),
    )
    title = say("Most live in {best}", best="jane.roe@example.com")
    chart = charts.bars("regions", title, frame, fields, label="region", value="customers", **about)
    outputs = json.dumps(chart.bundles(), ensure_ascii=False).replace("\u00a0", " ")
    assert "jane" not in outputs and "7946" not in outputs and HIDDEN in outputs


def test_no_output_of_a_note_does() -> None:
    (bundle,) = blocks.note("n", "Ask jane.roe@example.com", title="jane.roe@example.com").bundles()
    assert "jane" not in json.dumps(bundle)
