"""NPS, CSAT and CES against published formulas, plain computation, and chance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.advocacy import ces, csat, nps, of
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey, read


def counts(scores, weights=None) -> pd.DataFrame:
    w = np.ones(len(scores)) if weights is None else np.asarray(weights, dtype=float)
    frame = pd.DataFrame({"score": np.asarray(scores) / 10, "n": 1, "w": w, "ww": w**2})
    return frame.groupby("score", as_index=False).sum()


def test_the_published_case():
    """Half promoters, a third passive, a sixth detractors: 1/3, variance .5556."""
    found = nps(counts([10] * 300 + [8] * 200 + [3] * 100))
    assert found.value / 100 == pytest.approx(0.333333, abs=1e-6)
    assert (found.high - found.value) / 100 == pytest.approx(1.959964 * np.sqrt(0.555556 / 600), abs=1e-6)


@given(st.lists(st.integers(0, 10), min_size=40, max_size=80))
def test_nps_is_promoters_less_detractors(scores):
    found, given_scores = nps(counts(scores)), np.array(scores)
    if isinstance(found, Withheld):
        assert len(set(np.digitize(scores, [7, 9]))) == 1
        return
    assert found.value == pytest.approx(100 * ((given_scores >= 9).mean() - (given_scores <= 6).mean()))
    assert -100 <= found.low <= found.value <= found.high <= 100


@given(st.lists(st.integers(1, 4), min_size=50, max_size=50))
def test_integer_weights_are_replicated_answers(weights):
    scores = np.arange(50) % 11
    for measure in (nps, ces, lambda frame: csat(frame, 0.8)):
        weighted, copied = measure(counts(scores, weights)), measure(counts(np.repeat(scores, weights)))
        assert getattr(weighted, "value", None) == pytest.approx(getattr(copied, "value", None))


def test_unequal_weights_widen_the_interval():
    scores = [10, 8, 3] * 100
    plain, weighted = nps(counts(scores)), nps(counts(scores, [1, 1, 1, 5, 5, 5] * 50))
    assert weighted.high - weighted.low > 1.1 * (plain.high - plain.low)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    draw = np.random.default_rng(0)
    shares = [0.02] * 7 + [0.16, 0.2, 0.25, 0.25]
    truth = 100 * (0.5 - 0.14)
    found = [nps(counts(draw.choice(11, 200, p=shares))) for _ in range(400)]
    inside = sum(each.low <= truth <= each.high for each in found)
    assert 360 <= inside <= 395  # 95 of 100, give or take four standard errors


def test_csat_and_ces_are_plain_means():
    scores = np.array([10, 9, 8, 7, 2, 1] * 10)
    assert csat(counts(scores), 0.8).value == pytest.approx(0.5)
    assert ces(counts(scores)).value == pytest.approx(scores.mean() * 10)


@pytest.mark.parametrize("measure", [nps, ces, lambda frame: csat(frame, 0.8)])
def test_few_answers_are_not_shown(measure):
    assert "at least 30 are needed" in measure(counts([10, 3, 8])).why
    assert isinstance(measure(counts([])), Withheld)


def test_all_alike_say_nothing_of_their_spread():
    assert "are the same" in nps(counts([8] * 50)).why
    assert isinstance(csat(counts([8] * 50), 0.8), Estimate)


ASKED = pd.DataFrame(
    {
        "item": ["friend", "happy", "easy"],
        "construct": ["recommendation", "satisfaction", "effort"],
        "kind": "perception",
        "touchpoint": "",
        "scale_min": [0.0, 1.0, 1.0],
        "scale_max": [10.0, 10.0, 7.0],
    }
)


def asked(items: pd.DataFrame = ASKED, n: int = 600) -> Survey:
    draw = np.random.default_rng(0)
    steps = (items["scale_max"] - items["scale_min"]).to_numpy()
    scores = pd.DataFrame(
        np.round(100 * draw.integers(0, steps + 1, (n, len(items))) / steps, 6), columns=items["item"]
    )
    known = {"customer_id": [f"C{number}" for number in range(n)], "bucket": np.arange(n) % 50, "weight": 1.0}
    return read(scores.assign(**known), items)


def test_a_survey_gives_all_three_on_the_scales_they_were_asked_on():
    found, scores = of(asked()), asked().scores
    friend = np.round(scores[:, 0] / 10)
    assert found.nps.value == pytest.approx(100 * ((friend >= 9).mean() - (friend <= 6).mean()))
    assert found.csat.value == pytest.approx((scores[:, 1] > 88).mean())  # 9 and 10 of 1 to 10
    assert found.ces.value == pytest.approx(scores[:, 2].mean())


def test_the_two_best_answers_of_seven_are_counted_though_scores_come_rounded():
    seven = ASKED.assign(scale_min=1.0, scale_max=7.0)
    assert of(asked(seven)).csat.value == pytest.approx((asked(seven).scores[:, 1] > 83).mean())
    assert "0 to 10" in of(asked(seven)).nps.why


def test_the_two_best_of_two_answers_say_nothing():
    yes_or_no = ASKED.assign(scale_min=0.0, scale_max=1.0)
    assert "only 2 answers" in of(asked(yes_or_no)).csat.why


def test_what_was_not_asked_is_said():
    found = of(asked(ASKED.iloc[1:2]))
    assert isinstance(found.csat, Estimate)
    assert "'recommendation'" in found.nps.why and "'effort'" in found.ces.why
    assert "'satisfaction'" in of(asked(ASKED.iloc[:1])).csat.why


def test_one_answer_is_not_shown():
    found = of(asked().of(np.arange(600) == 5))
    assert all("1 answers; at least 30" in each.why for each in (found.nps, found.csat, found.ces))
    nobody = of(asked().of(np.zeros(600, dtype=bool)))
    assert isinstance(nobody.nps, Withheld)
