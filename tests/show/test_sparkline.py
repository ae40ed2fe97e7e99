"""A number's past as a small line: the right places, gaps where nothing is known, and the same in words."""

from typing import Any

import pytest

from workbench.show import sparkline
from workbench.show.sparkline import EDGE, HEIGHT, WIDTH

TARGET = {"to": "the target", "then": 78.0, "change": None, "verdict": "missed"}


def kpi(*values: float | None, now: float | None = 73.0, **more: Any) -> dict[str, Any]:
    """A kpi with these months before it."""
    past = [
        {"month": f"2026-{place:02}", "value": value, "low": value and value - 2, "high": value and value + 2}
        for place, value in enumerate(values, start=1)
    ]
    return {"unit": "points", "value": now, "low": 72.0, "high": 74.0, "past": past, "comparisons": [], **more}


def heights(points: str) -> list[float]:
    return [float(spot.split(",")[1]) for spot in points.split()]


def test_the_line_goes_from_the_first_month_to_the_dot() -> None:
    line = sparkline.line(kpi(70.0, 75.0, now=72.5, low=None, high=None), "EUR")
    assert heights(line["strokes"][0]) == pytest.approx([25.8, 10.2, 18.0], abs=0.05)
    assert line["strokes"][0].startswith(f"{EDGE:.1f},") and line["dot"] == (WIDTH - EDGE, HEIGHT / 2)


def test_a_month_that_is_not_known_is_a_gap() -> None:
    line = sparkline.line(kpi(70.0, 71.0, None, 72.0), "EUR")
    assert [len(heights(points)) for points in line["strokes"]] == [2, 2]


def test_a_number_withheld_this_month_has_a_past_and_no_dot() -> None:
    line = sparkline.line(kpi(70.0, 71.0, now=None), "EUR")
    assert line["dot"] is None and len(heights(line["strokes"][0])) == 2
    assert line["label"].endswith("now –")


@pytest.mark.parametrize("values", [(), (None,), (None, None)])
def test_without_a_past_there_is_no_picture(values: tuple[None, ...]) -> None:
    assert sparkline.line(kpi(*values), "EUR") == {}


def test_a_number_that_never_moved_is_a_level_line() -> None:
    line = sparkline.line(kpi(73.0, 73.0), "EUR")  # its intervals are as wide below as above
    assert set(heights(line["strokes"][0])) == {HEIGHT / 2}


def test_the_target_has_its_height_and_is_in_the_picture_and_its_words() -> None:
    line = sparkline.line(kpi(70.0, 71.0, comparisons=[TARGET]), "EUR")
    assert line["target"] == EDGE  # above all intervals
    assert line["label"] == "Since January 2026 between 70.0 and 73.0, now 73.0; the target is 78.0"


def test_the_band_of_the_intervals_fills_the_picture() -> None:
    (band,) = sparkline.line(kpi(70.0, 71.0, 70.5), "EUR")["bands"]
    assert len(heights(band)) == 8
    assert (min(heights(band)), max(heights(band))) == (EDGE, HEIGHT - EDGE)


def test_counts_have_no_band() -> None:
    counted = kpi(70.0, 71.0, low=73.0, high=73.0)
    for month in counted["past"]:
        month["low"] = month["high"] = month["value"]
    assert sparkline.line(counted, "EUR")["bands"] == []
