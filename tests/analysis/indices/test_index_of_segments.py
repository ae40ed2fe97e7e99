"""The index of every segment: the mean of its own answers, and small ones neither shown nor believed."""

from dataclasses import replace

import numpy as np
import pytest
from analysis.made_up_survey import ITEMS, survey

from workbench.analysis import indices
from workbench.analysis.indices import Topic
from workbench.analysis.results import Withheld

ALIKE = indices.weights(Withheld("no model"), ITEMS)
SATISFIED = Topic("satisfaction")


def test_a_row_per_segment_with_the_index_of_its_answers() -> None:
    seen = survey(600)
    frame = indices.by_segment(seen, ALIKE, SATISFIED, "lifestyle")
    assert frame["segment"].tolist() == ["settled", "young"]
    own = [seen.scores[(seen.about["lifestyle"] == name).to_numpy(), 9:12] for name in frame["segment"]]
    assert frame["index"].tolist() == pytest.approx([np.nanmean(scores, axis=0).mean() for scores in own])
    assert ((frame["low"] < frame["index"]) & (frame["index"] < frame["high"])).all()


def test_segments_are_drawn_together() -> None:
    frame = indices.by_segment(survey(600), ALIKE, SATISFIED, "value_tier", fewest=30)
    assert frame["pooled"].std() < frame["index"].std()
    assert frame["n"].sum() < 600  # customers without a tier are in none


def test_a_segment_of_three_has_a_sentence() -> None:
    seen = survey(600)
    tiers = np.where(np.arange(600) < 3, "tiny", np.where(np.arange(600) < 300, "top", "rest"))
    frame = indices.by_segment(replace(seen, about=seen.about.assign(tier=tiers)), ALIKE, SATISFIED, "tier")
    tiny = frame.set_index("segment").loc["tiny"]
    assert np.isnan(tiny["index"]) and np.isnan(tiny["n"])
    assert tiny["why"] == "fewer than 10 customers"


def test_a_construct_nobody_answered_has_no_numbers() -> None:
    frame = indices.by_segment(survey(600), ALIKE, Topic("image"), "lifestyle")
    assert frame["index"].isna().all()


def test_without_customers_or_segments_there_are_no_rows() -> None:
    seen = survey(20)
    assert indices.by_segment(seen.of(np.zeros(20, bool)), ALIKE, SATISFIED, "lifestyle").empty
    assert indices.by_segment(seen, ALIKE, SATISFIED, "industry").empty  # known of nobody
