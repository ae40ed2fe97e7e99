"""Where customers expected more: a gap is claimed only beyond chance."""

import numpy as np
import pandas as pd
from survey_results import WINDOW, gaps

from workbench.show.blocks import Chart, Note
from workbench.show.chapters import satisfaction
from workbench.show.chapters.satisfaction import gaps as chapter


def test_the_widest_gap_told_from_chance_makes_the_title() -> None:
    block = satisfaction.expectation_gaps(gaps(("web", -2.0, 3.0), ("phone", -9.5, 2.0)), period=WINDOW)
    assert isinstance(block, Chart)
    assert block.title == "Expectations are missed most at phone, by 9.5 points"
    met = satisfaction.expectation_gaps(gaps(("web", -2.0, 3.0), ("shop", 4.0, 2.0)), period=WINDOW)
    assert met.title == chapter.MET


def test_a_touchpoint_without_a_gap_keeps_its_reason() -> None:
    block = satisfaction.expectation_gaps(gaps(("web", -2.0, 1.0), ("shop", None, 0.0)), period=WINDOW)
    assert isinstance(block, Chart)
    assert [row["why"] for row in block.rows] == ["", "only 4 answers"]


def test_no_gap_at_all_is_a_note() -> None:
    for frame in (gaps(), gaps(("web", None, 0.0))):
        block = satisfaction.expectation_gaps(frame, period=WINDOW)
        assert isinstance(block, Note) and block.level == "missing"


def test_channels_name_the_one_where_most_is_missed() -> None:
    (table,) = satisfaction.channel_gaps(gaps(("billing", -7.0, 2.0), channel="phone"), period=WINDOW)
    assert table.title == (
        "Of 1 gaps by touchpoint and channel, 1 fall short beyond chance; the widest is that of billing for customers "
        "who last came by phone, 7.0 points"
    )
    (quiet,) = satisfaction.channel_gaps(gaps(("billing", -1.0, 2.0), channel="phone"), period=WINDOW)
    assert quiet.title == chapter.NO_CHANNEL
    assert satisfaction.channel_gaps(gaps(), period=WINDOW) == []


def test_levels_and_objects_share_a_table() -> None:
    levels, objects = (
        gaps(found).rename(columns={"touchpoint": kind})
        for kind, found in (("level", ("core", -4.0, 1.0)), ("object", ("company", -6.0, 2.0)))
    )
    table = satisfaction.dimension_gaps(levels, objects, period=WINDOW)
    assert table.title == "Of levels and objects, company falls furthest short of what customers expect, by 6.0 points"
    assert [(row["kind"], row["name"]) for row in table.rows] == [("level", "core"), ("object", "company")]
    quiet = satisfaction.dimension_gaps(levels.assign(high=1.0), objects.head(0), period=WINDOW)
    assert quiet.title == chapter.NO_DIMENSION
    nothing = satisfaction.dimension_gaps(levels.head(0), objects.head(0), period=WINDOW)
    assert isinstance(nothing, Note) and nothing.text == chapter.NOT_DIVIDED


def surface(*holds: bool | None) -> pd.DataFrame:
    rows = [
        {
            "touchpoint": f"t{at}",
            "gap_holds": one,
            "chance": np.nan if one is None else 0.2,
            "n": 90,
            "why": "" if one is not None else "few",
        }
        | dict.fromkeys(("meeting_slope", "meeting_curvature", "exceeding_slope", "exceeding_curvature"), 0.1)
        for at, one in enumerate(holds)
    ]
    return pd.DataFrame(rows, columns=None if rows else ["chance"])


def test_where_the_plain_difference_misleads_is_named() -> None:
    (table,) = satisfaction.gap_surfaces(surface(True, False, None), period=WINDOW)
    assert table.title == (
        "The plain difference between felt and expected does not say all there is to say of satisfaction at t1"
    )
    (fine,) = satisfaction.gap_surfaces(surface(True, True), period=WINDOW)
    assert fine.title == "Nothing speaks against the plain difference between felt and expected at any of 2 touchpoints"
    assert satisfaction.gap_surfaces(surface(None), period=WINDOW) == []
    assert satisfaction.gap_surfaces(surface(), period=WINDOW) == []
