"""What is true of a world, as a frozen value: the effects an analysis should recover.

Paths and drivers are given twice: between the latent variables, and between the answers as a survey
of everybody would see them (see ``answers``). An estimate from composites of answers aims at the
second; one that corrects for measurement error aims at the first.
"""

import json
from dataclasses import asdict, dataclass
from itertools import combinations
from math import factorial
from pathlib import Path

import numpy as np

from workbench.synthetic import answers, experience, weighed
from workbench.synthetic.arrays import Floats
from workbench.synthetic.events import Event, planted
from workbench.synthetic.items import ITEMS
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import DRIVERS, SEGMENTS, TOUCHPOINTS, Segment

FILE = "truth.json"


@dataclass(frozen=True)
class Structure:
    """Standardised effects over the whole world.

    Args:
        paths: from 'cause -> effect' to the coefficient with all of the effect's causes in the equation.
        drivers: coefficient of each driver in the regression of satisfaction on all drivers.
        per_point: the same unstandardised: points of satisfaction for one point of the driver; between
            latent variables a point is a standard deviation.
        importance: share of the explained variance each driver brings on average over all orders of
            entry (Lindeman, Merenda and Gold 1980); they sum to 1.
        explained: R squared of the regression of satisfaction on all drivers.
    """

    paths: dict[str, float]
    drivers: dict[str, float]
    per_point: dict[str, float]
    importance: dict[str, float]
    explained: float


@dataclass(frozen=True)
class Truth:
    """Everything that is known of a world.

    Args:
        recipe: what made it; per-customer truth follows from it (``known.customers``).
        segments, events: what was put in.
        latent, answered: effects between latent variables, and between answers.
        index: mean of each variable of the survey, 0 to 100, before any event; of a touchpoint, among its users.
        gaps: perception less expectation of each touchpoint among its users, and of each dimension of the
            product, in points, before any event.
        delivered: total value and total cost, and which side moves satisfaction more.
        per_point_of_satisfaction: what one measured point of satisfaction goes with in each of its outcomes
            (price tolerance, price premium, ...), in points.
        leaving_per_point, spend_per_point: relative change of the rate of leaving, and of the amount of a
            purchase, for one point more of lasting satisfaction.
        measured_share: what one measured point of satisfaction, in one questionnaire, says of the lasting
            one, in points; slopes on measured satisfaction are smaller by this factor.
    """

    recipe: Recipe
    segments: tuple[Segment, ...]
    events: tuple[Event, ...]
    latent: Structure
    answered: Structure
    index: dict[str, float]
    gaps: dict[str, float]
    delivered: weighed.Delivered
    per_point_of_satisfaction: dict[str, float]
    leaving_per_point: float
    spend_per_point: float
    measured_share: float

    def save(self, path: Path) -> None:
        """Write it as JSON, for people and other programs to read."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def truth(recipe: Recipe) -> Truth:
    """The truth of a world, without making it.

    >>> truth(Recipe()).latent.paths["value -> satisfaction"]
    0.25
    """
    seen = answers.seen()
    points = _points_per_deviation()
    at = seen.names.index("satisfaction")
    return Truth(
        recipe=recipe,
        segments=SEGMENTS,
        events=planted(recipe),
        latent=structure(experience.LATENTS, experience.moments().covariance),
        answered=structure(tuple(map(_plain, seen.names)), seen.covariance),
        index={name: round(_index(name), 4) for name in seen.names},
        gaps={name: round(_gap(name), 4) for name in DRIVERS},
        delivered=weighed.delivered(seen),
        per_point_of_satisfaction=weighed.outcomes(seen),
        leaving_per_point=float(np.expm1(-recipe.leaving_slope / points)),
        spend_per_point=float(np.expm1(recipe.spend_slope / points)),
        measured_share=float(points * seen.lasting[at] / seen.covariance[at, at]),
    )


def load(path: Path) -> Truth:
    """The truth saved beside a world."""
    return truth(Recipe(**json.loads(path.read_text(encoding="utf-8"))["recipe"]))


def structure(names: tuple[str, ...], covariance: Floats) -> Structure:
    """The effects that follow from the covariance of the latent variables, or of what stands for them."""
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    outcome = names.index("satisfaction")
    rows = [names.index(driver) for driver in DRIVERS]
    inside, tie = correlation[np.ix_(rows, rows)], correlation[rows, outcome]
    weights = np.linalg.solve(inside, tie)
    shares = _shares(inside, tie)
    return Structure(
        paths=_paths(names, correlation),
        drivers=_named(weights),
        per_point=_named(weights * spread[outcome] / spread[rows]),
        importance=_named(shares / shares.sum()),
        explained=round(float(weights @ tie), 6),
    )


def _named(values: Floats) -> dict[str, float]:
    return dict(zip(DRIVERS, np.round(values, 6).tolist(), strict=True))


def _paths(names: tuple[str, ...], correlation: Floats) -> dict[str, float]:
    """Regression of each endogenous variable on its causes."""
    found: dict[str, float] = {}
    for effect, causes in experience.PATHS.items():
        all_causes = (*causes, *DRIVERS) if effect == "quality" else tuple(causes)
        rows = [names.index(cause) for cause in all_causes]
        weights = np.linalg.solve(correlation[np.ix_(rows, rows)], correlation[rows, names.index(effect)])
        found |= {f"{cause} -> {effect}": round(float(b), 6) for cause, b in zip(all_causes, weights, strict=True)}
    return found


def _shares(inside: Floats, tie: Floats) -> Floats:
    """Each driver's gain in R squared, averaged over all orders of entry."""
    size = len(tie)
    explained: dict[tuple[int, ...], float] = {(): 0.0}
    for count in range(1, size + 1):
        for chosen in combinations(range(size), count):
            rows = list(chosen)
            explained[chosen] = float(tie[rows] @ np.linalg.solve(inside[np.ix_(rows, rows)], tie[rows]))
    shares = np.zeros(size)
    for chosen, value in explained.items():
        for one in chosen:
            before = explained[tuple(other for other in chosen if other != one)]
            weight = factorial(len(chosen) - 1) * factorial(size - len(chosen)) / factorial(size)
            shares[one] += weight * (value - before)
    return shares


def _plain(name: str) -> str:
    """A driver's name in the answers: 'quality: shop' is the driver 'shop'."""
    return name.removeprefix("quality: ")


def _index(name: str) -> float:
    construct, _, touchpoint = name.partition(": ")
    if touchpoint:
        return answers.index_of("perception", touchpoint, construct)
    seen = answers.seen()
    return float(seen.means[seen.names.index(name)])


def _gap(touchpoint: str) -> float:
    at = (touchpoint, "quality") if touchpoint in TOUCHPOINTS else ("", touchpoint)
    return answers.index_of("perception", *at) - answers.index_of("expectation", *at)


def _points_per_deviation() -> float:
    """Points of satisfaction, before rounding, for one standard deviation of the latent variable."""
    return float(np.mean([item.spread * item.loading for item in ITEMS if item.construct == "satisfaction"]))
