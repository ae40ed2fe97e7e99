"""A change divided into the mix of segments and what changed within them."""

from dataclasses import replace

import numpy as np
import pytest
from analysis.answers_over_months import changed, unanswered
from analysis.made_up_survey import ITEMS, survey

from workbench.analysis import indices, mix
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey
from workbench.errors import BadParameter

ALIKE = indices.weights(Withheld("no model"), ITEMS)
SATISFIED = indices.Topic("satisfaction")
ASKED = ("sat_1", "sat_2", "sat_3")


def window(seed: int, share: float, *, better: float = 10.0, rise: float = 0.0, n: int = 800) -> Survey:
    """A window in which a share of the customers is in a segment that is better satisfied."""
    rng = np.random.default_rng(seed)
    loyal = rng.random(n) < share
    seen = changed(survey(n, seed=seed), lambda x: x + (better * loyal + rise)[:, None], *ASKED)
    return replace(seen, about=seen.about.assign(tier=np.where(loyal, "loyal", "new")))


def divided(now: Survey, then: Survey) -> mix.MixChange:
    found = mix.adjusted(now, then, "tier", ALIKE, SATISFIED)
    assert isinstance(found.total, Estimate) and isinstance(found.within, Estimate) and isinstance(found.mix, Estimate)
    return found


def test_the_parts_add_up_to_the_change_of_the_index() -> None:
    now, then = window(1, 0.5, rise=1), window(2, 0.3)
    found = divided(now, then)
    levels = [np.nanmean(seen.scores[:, 9:12], axis=0).mean() for seen in (now, then)]
    assert found.total.value == pytest.approx(levels[0] - levels[1])
    assert found.within.value + found.mix.value == pytest.approx(found.total.value)


def test_other_customers_are_mix() -> None:
    found = divided(window(1, 0.6), window(2, 0.3))
    assert found.mix.value == pytest.approx(3, abs=0.6)
    assert found.mix.low > 0
    assert found.within.low < 0 < found.within.high


def test_a_fall_of_all_is_within() -> None:
    found = divided(window(1, 0.4, rise=-4), window(2, 0.4))
    assert found.within.value == pytest.approx(-4, abs=1.2)
    assert found.within.high < 0
    assert found.mix.low < 0 < found.mix.high


def test_what_one_hides_the_other_shows() -> None:
    """Better customers answer, and all are less satisfied: the index stands still."""
    found = divided(window(1, 0.6, rise=-3), window(2, 0.3))
    assert found.within.high < 0 < found.mix.low
    assert found.total.low < 0 < found.total.high


def test_kitagawas_formula_by_hand() -> None:
    now, then = (replace(changed(window(seed, 0.5), lambda x: x, *ASKED), weights=np.ones(800)) for seed in (1, 2))
    loyal = [(seen.about["tier"] == "loyal").to_numpy() for seen in (now, then)]
    one = [changed(seen, unanswered, "sat_2", "sat_3") for seen in (now, then)]
    p1, p0 = (own.mean() for own in loyal)
    means = [
        [seen.scores[own == side, 9].mean() for side in (True, False)] for seen, own in zip(one, loyal, strict=True)
    ]
    within = (p1 + p0) / 2 * (means[0][0] - means[1][0]) + (2 - p1 - p0) / 2 * (means[0][1] - means[1][1])
    assert divided(*one).within.value == pytest.approx(within)


def test_a_segment_in_one_window_only_is_mix() -> None:
    found = divided(window(1, 0.5, better=20), window(2, 0.0, better=20))
    assert found.mix.value == pytest.approx(10, abs=1.5)
    assert found.within.value == pytest.approx(0, abs=1.5)


def test_integer_weights_are_replicated_customers() -> None:
    now, then = window(1, 0.5), window(2, 0.3)
    copies = np.random.default_rng(3).integers(1, 4, 800)
    twice = np.repeat(np.arange(800), copies)
    copied = replace(
        now,
        scores=now.scores[twice],
        weights=np.ones(len(twice)),
        groups=now.groups[twice],
        about=now.about.iloc[twice].reset_index(drop=True),
    )
    first, second = divided(replace(now, weights=copies.astype(float)), then), divided(copied, then)
    assert (first.mix.value, first.mix.low) == pytest.approx((second.mix.value, second.mix.low))


def test_what_was_not_asked_has_a_sentence_and_what_is_not_known_is_a_mistake() -> None:
    now, then = window(1, 0.5), changed(window(2, 0.5), unanswered, *ASKED)
    found = mix.adjusted(now, then, "tier", ALIKE, SATISFIED)
    assert isinstance(found.within, Withheld) and "no question about 'satisfaction'" in found.within.why
    assert "in one group" in mix.adjusted(now, now, "industry", ALIKE, SATISFIED).mix.why
    nobody = now.of(np.zeros(now.n, bool))
    assert isinstance(mix.adjusted(nobody, nobody, "tier", ALIKE, SATISFIED).total, Withheld)
    with pytest.raises(BadParameter, match="shoe size"):
        mix.adjusted(now, now, "shoe size", ALIKE, SATISFIED)


def test_where_nothing_changed_one_pair_in_twenty_is_told() -> None:
    told = []
    for seed in range(100):
        found = divided(window(2 * seed, 0.4, n=300), window(2 * seed + 1, 0.4, n=300))
        told += [not part.low <= 0 <= part.high for part in (found.within, found.mix)]
    assert np.mean(told) == pytest.approx(0.05, abs=0.045)
