"""The customers of the demonstration world leave, buy and spend as its recipe says.

Everything else on this page is judged against that world, so it comes first. Distances from the truth are counted
in standard errors; if the effect and its error are right, 95 % of them lie within 1.96.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import digamma, polygamma

from verification.claims import Outcome, claim, standardised
from verification.worlds import buyers, quiet, years_here
from workbench.synthetic.people import BOOST_DAYS, BOOSTS, LIFE_EVENTS, MOVE_LEAVES
from workbench.synthetic.recipe import YEAR
from workbench.synthetic.segments import SEGMENTS, column


@claim(
    "Each segment has its share of the customers.",
    limit="within 1.96 standard errors in 92 to 98 % of seeds x segments",
    seeds=range(1, 61),
)
def segment_shares(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _share_distances(seed)), 0.92, 0.98)


def _share_distances(seed: int) -> np.ndarray:
    people, share = quiet(seed, customers=2_000).people, column("share")
    found = np.bincount(people.segment, minlength=len(share)) / len(people)
    return (found - share) / np.sqrt(share * (1 - share) / len(people))


@claim(
    "The rate of leaving falls by exp(-0.6) for one standard deviation of satisfaction.",
    limit="the slope is within 1.96 standard errors in 88 to 100 % of seeds",
    seeds=range(1, 61),
)
def leaving_slope(seeds: Sequence[int]) -> Outcome:
    return standardised((_slope_distance(seed) for seed in seeds), 0.88, 1.0)


def _slope_distance(seed: int) -> float:
    """Maximum likelihood of base x exp(-slope x satisfaction), moves of house taken out, by Newton's method."""
    scene = quiet(seed)
    person, years = scene.lives.person, years_here(scene)
    left = (scene.lives.end < scene.recipe.days) & ~scene.lives.moved
    satisfaction, base = scene.people.satisfaction[person], column("leaving")[scene.people.segment[person]]
    slope, bend = 0.0, 1.0
    for _ in range(25):
        expected = base * np.exp(-slope * satisfaction) * years
        bend = float((satisfaction**2 * expected).sum())
        slope += float((satisfaction * (expected - left)).sum()) / bend
    return float((slope - scene.recipe.leaving_slope) * np.sqrt(bend))


@claim(
    "In every segment as many customers leave as their rates say.",
    limit="within 1.96 standard errors in 92 to 98 % of seeds x segments",
    seeds=range(1, 61),
)
def leaving_rates(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _leaving_distances(seed)), 0.92, 0.98)


def _leaving_distances(seed: int) -> Iterator[float]:
    scene = quiet(seed)
    person, moves = scene.lives.person, scene.people.life[:, LIFE_EVENTS.index("move")] * MOVE_LEAVES
    expected = (scene.people.leaving + moves)[person] * years_here(scene)
    gone, segment = scene.lives.end < scene.recipe.days, scene.people.segment[person]
    return (_poisson_distance(gone[segment == s].sum(), expected[segment == s].sum()) for s in range(len(SEGMENTS)))


def _poisson_distance(found: float, expected: float) -> float:
    return float((found - expected) / np.sqrt(expected))


@claim(
    "In every segment customers buy as often as their rates and life events say.",
    limit="within 1.96 standard errors in 92 to 98 % of seeds x segments",
    seeds=range(1, 41),
)
def purchase_rates(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _purchase_distances(seed)), 0.92, 0.98)


def _purchase_distances(seed: int) -> Iterator[float]:
    """Purchases after the one a life starts with, against the rates and the months after life events."""
    scene = quiet(seed)
    people, lives, changes = scene.people, scene.lives, scene.changes
    over = np.minimum(np.minimum(changes.day + BOOST_DAYS, lives.end[changes.life]), scene.recipe.days)
    boosted = np.array(BOOSTS)[changes.kind] * (over - changes.day) / YEAR
    years = np.bincount(lives.person, years_here(scene), minlength=len(people))
    expected = people.rate * (years + np.bincount(changes.person, boosted, minlength=len(people)))
    bought = np.bincount(buyers(scene), minlength=len(people)) - np.bincount(lives.person, minlength=len(people))
    rows = [people.segment == number for number in range(len(SEGMENTS))]
    return (_poisson_distance(bought[row].sum(), expected[row].sum()) for row in rows)


@claim(
    "Purchase rates are Gamma and mean spends inverse Gamma distributed, as their segments say.",
    limit="mean logarithms are within 1.96 standard errors in 92 to 98 % of seeds x segments x both",
    seeds=range(1, 41),
)
def distributions(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _distribution_distances(seed)), 0.92, 0.98)


def _distribution_distances(seed: int) -> Iterator[float]:
    """For x ~ Gamma(a, scale s), log x has mean digamma(a) + log s and variance trigamma(a)."""
    people = quiet(seed).people
    for number, one in enumerate(SEGMENTS):
        row = people.segment == number
        rate = np.log(people.rate[row]) - digamma(one.rate_shape) - np.log(one.rate / one.rate_shape)
        spend = np.log(people.spend[row]) + digamma(one.spend_spread) - np.log(one.spend * (one.spend_spread - 1))
        for off, shape in ((rate, one.rate_shape), (spend, one.spend_spread)):
            yield float(off.mean() / np.sqrt(polygamma(1, shape) / row.sum()))
