"""Two months of answers between which nothing changed, made without a store: fast enough for thousands of pairs."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis import answers
from workbench.analysis.moments import Moments
from workbench.analysis.surveys import BUCKETS, Survey

OUTCOME = "satisfaction"
DRIVERS = ["shop", "web", "phone", "mail", "billing", "product"]
EFFECTS = np.array([0.35, 0.25, 0.2, 0.1, 0.05, 0.0])
ITEMS = pd.DataFrame({"item": ["s1", "s2", "s3"], "construct": OUTCOME, "kind": "perception", "touchpoint": ""})
TIERS = ("top", "middle", "bottom")

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Answering:
    """The customers who answer in one month.

    Args:
        rng: for what is drawn of this month only.
        mood: how satisfied each is, standardised, shape (n,).
        ratings: of the drivers, standardised, shape (n, drivers).
        buckets, tiers, weights: of each customer, shape (n,).
    """

    rng: np.random.Generator
    mood: Floats
    ratings: Floats
    buckets: np.ndarray
    tiers: np.ndarray
    weights: Floats


@dataclass(frozen=True)
class Pair:
    """Customers, and how alike they answer in two months.

    Args:
        rng: for everything drawn.
        kept: correlation of a customer's answers in one month with the lasting ones, 0..1.
        here: the share of customers who answer in a month.
        trait, ratings: what lasts, standardised, shapes (n,) and (n, drivers).
        buckets, tiers, weights: shape (n,); the top tier is more satisfied.
    """

    rng: np.random.Generator
    kept: float
    here: float
    trait: Floats
    ratings: Floats
    buckets: np.ndarray
    tiers: np.ndarray
    weights: Floats

    @classmethod
    def drawn(cls, seed: int, number: int) -> "Pair":
        """A pair of months of 200 to 1,200 customers."""
        rng = np.random.default_rng((seed, number))
        n = int(rng.integers(200, 1_200))
        tier = rng.integers(0, len(TIERS), n)
        common = rng.normal(0, 0.6, n)
        ratings = common[:, None] + rng.normal(0, 0.8, (n, len(DRIVERS)))
        trait = (rng.normal(0, 1, n) + 0.5 * (tier == 0)) / 1.03
        bucket, weights = rng.integers(0, BUCKETS, n), rng.lognormal(0, 0.3, n)
        return cls(
            rng, rng.uniform(0, 1), rng.uniform(0.5, 0.9), trait, ratings, bucket, np.array(TIERS)[tier], weights
        )

    def months(self) -> tuple[Answering, Answering]:
        """Both months."""
        return self._month(), self._month()

    def _month(self) -> Answering:
        here = self.rng.random(len(self.trait)) < self.here
        fresh = np.sqrt(1 - self.kept**2)
        mood = self.kept * self.trait + fresh * self.rng.normal(0, 1, self.trait.shape)
        common = self.rng.normal(0, 0.6, (len(self.trait), 1))
        ratings = self.kept * self.ratings + fresh * (common + self.rng.normal(0, 0.8, self.ratings.shape))
        chosen = (each[here] for each in (mood, ratings, self.buckets, self.tiers, self.weights))
        return Answering(self.rng, *chosen)


def survey(month: Answering) -> Survey:
    """Three questions on satisfaction, on a scale of ten steps, some skipped."""
    n = len(month.mood)
    felt = 70 + 14 * month.mood[:, None] + month.rng.normal(0, 9, (n, 3)) + np.array([2, 0, -2])
    scores = np.clip(np.round(felt * 9 / 100), 0, 9) * 100 / 9
    skipped = month.rng.random((n, 3)) < np.array([0, 0.1, 0.3])
    about = pd.DataFrame({"customer_id": np.arange(n), "tier": month.tiers})
    return Survey(ITEMS, np.where(skipped, np.nan, scores), month.weights, month.buckets, about)


def driver_moments(month: Answering) -> Moments:
    """Moments of satisfaction and of six drivers, one of which does nothing."""
    n = len(month.mood)
    points = 70 + 14 * month.ratings
    satisfied = 70 + (points - 70) @ EFFECTS + month.rng.normal(0, 10, n)
    given = np.clip(np.column_stack([satisfied, points]), 0, 100)
    found = answers.moments([OUTCOME, *DRIVERS], given, month.weights, month.buckets, group_count=BUCKETS)
    assert isinstance(found, Moments), found
    return found
