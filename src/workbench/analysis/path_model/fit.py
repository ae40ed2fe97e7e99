"""A path model of satisfaction, from the analyst's sentence to numbers with intervals.

    chain = Model((construct("Quality", "q1", "q2"), construct("Satisfaction", "s1", "s2")),
                  paths("Quality -> Satisfaction"))
    fitted = fit(chain, seen)              # moments of the items
    fitted.effects()                       # paths and total effects
    fitted.indices()                       # 0-100 per construct
    fitted.map("Satisfaction")             # importance and performance

Scores are weighted sums of items (composites), not latent factors: on satisfaction surveys factor
models come out inadmissible so often that they are no default. Replicates of the moments (groups
left out, or resamples) pass through the same solution at once, and give the intervals.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.moments import Floats, Moments
from workbench.analysis.path_model import admissible, quality
from workbench.analysis.path_model.solution import Solution, compute
from workbench.analysis.path_model.specification import Model
from workbench.analysis.path_model.weights import Scheme
from workbench.analysis.results import Estimate, Result, Withheld, frame_of
from workbench.phrase import say

HTMT_LIMIT = 0.9


@dataclass(frozen=True, eq=False)
class PathModel:
    """A fitted path model.

    Args:
        model: the specification.
        seen: the moments of its items.
        found: all numbers, for everyone and for each replicate.
        level: coverage of the intervals.
        htmt_limit: HTMT above which two constructs cannot be told apart.
    """

    model: Model
    seen: Moments
    found: Solution
    level: float
    htmt_limit: float

    @property
    def dropped(self) -> int:
        """Replicates in which the model has no solution."""
        return int((~self.found.solved).sum())

    def path(self, cause: str, effect: str) -> Result:
        """The standardised direct path; withheld where it must not be believed.

        Raises KeyError if the model has no such path.
        """
        if (cause, effect) not in self.model.paths:
            raise KeyError(f"the model has no path {cause} -> {effect}; it has {self.model.paths}")
        flaw = self._flaws().get((cause, effect))
        return Withheld(flaw, self.seen.n) if flaw else self._interval(self.found.paths[:, *self._at(cause, effect)])

    def total(self, cause: str, effect: str) -> Result:
        """The standardised total effect, by all routes; withheld if one of its paths is."""
        flaw = self._flaw_on_route(cause, effect)
        return flaw or self._interval(self.found.totals[:, *self._at(cause, effect)])

    def points(self, cause: str, effect: str) -> Result:
        """Index points of the effect that go with one index point of the cause, by all routes."""
        flaw = self._flaw_on_route(cause, effect)
        return flaw or self._interval(self.found.points[:, *self._at(cause, effect)])

    def index(self, name: str) -> Result:
        """A construct's index, 0-100."""
        place = self.model.names.index(name)
        flaw = admissible.flaws_of_constructs(self.model, self.found).get(name)
        return Withheld(flaw, self.seen.n) if flaw else self._interval(self.found.index[:, place], 0, 100)

    def r2(self, name: str) -> Result:
        """The share of a construct's variance that goes with its causes, 0..1."""
        return self._interval(self.found.r2[:, self.model.names.index(name)], 0, 1)

    def effects(self) -> pd.DataFrame:
        """A row per path: cause, effect, path, low, high, total, f2, vif, why (where the path is withheld)."""
        scores, paths = self.found.scores[0], self.found.paths[0]
        vif = quality.inflation(self.model, scores)
        f2 = quality.effect_size(paths, self.found.r2[0], vif)
        rows = []
        for cause, effect in self.model.paths:
            at = self._at(cause, effect)
            more = {"total": self.found.totals[0, *at], "f2": f2[at], "vif": vif[at]}
            rows.append({"cause": cause, "effect": effect} | _spread("path", self.path(cause, effect)) | more)
        return frame_of(rows)

    def indices(self) -> pd.DataFrame:
        """A row per construct: construct, index, low, high, why."""
        rows = [{"construct": name} | _spread("index", self.index(name)) for name in self.model.names]
        return frame_of(rows)

    def items(self) -> pd.DataFrame:
        """A row per item: construct, item, weight and loading with their bounds."""
        rows = []
        owners = [(place, each.name) for place, each in enumerate(self.model.constructs) for _ in each.items]
        for item, (place, name) in enumerate(owners):
            weight, loading = (self._interval(of[:, item, place]) for of in (self.found.weights, self.found.loadings))
            row = {"construct": name, "item": self.model.items[item]}
            rows.append(row | _spread("weight", weight, "weight_") | _spread("loading", loading, "loading_"))
        return frame_of(rows)

    def constructs(self) -> pd.DataFrame:
        """A row per construct: items, alpha, rho_a, rho_c, ave, r2."""
        return quality.constructs(self.model, self.seen.correlations[0], self.found)

    def htmt(self) -> pd.DataFrame:
        """The heterotrait-monotrait ratio of each pair of constructs."""
        names = list(self.model.names)
        return pd.DataFrame(quality.htmt(self.model, self.seen.correlations[0]), names, names)

    def map(self, effect: str) -> pd.DataFrame:
        """Importance and performance of everything that leads to a construct, most important first.

        Columns: construct, importance, low, high (points of the effect for a point of the
        construct), performance (its index), headroom (100 less its index), why.
        """
        rows = [
            {"construct": name} | _spread("importance", self.points(name, effect)) | self._performance(name)
            for name in self.model.names
            if np.any(self.found.totals[0, *self._at(name, effect)])
        ]
        columns = ["construct", "importance", "low", "high", "why", "performance", "headroom"]
        found = frame_of(rows, columns=columns)
        return found.sort_values("importance", ascending=False, ignore_index=True, na_position="last")

    def _performance(self, name: str) -> dict[str, object]:
        index = self.index(name)
        value = index.value if isinstance(index, Estimate) else np.nan
        return {"performance": value, "headroom": 100 - value}

    def _at(self, cause: str, effect: str) -> tuple[int, int]:
        return self.model.names.index(cause), self.model.names.index(effect)

    def _flaws(self) -> dict[tuple[str, str], str]:
        correlations = self.seen.correlations[0]
        return dict(admissible.flaws_of_paths(self.model, correlations, self.found, self.htmt_limit))

    def _flaw_on_route(self, cause: str, effect: str) -> Withheld | None:
        leads = self.found.totals[0] != 0
        np.fill_diagonal(leads, True)
        start, end = self._at(cause, effect)
        for (first, second), why in self._flaws().items():
            at = self._at(first, second)
            if leads[start, at[0]] and leads[at[1], end]:
                return Withheld(why, self.seen.n)
        return None

    def _interval(self, statistic: Floats, low: float = -np.inf, high: float = np.inf) -> Result:
        return self.seen.interval(statistic, level=self.level, low=low, high=high)


def fit(
    model: Model,
    seen: Moments | Withheld,
    *,
    scheme: Scheme = "path",
    consistent: bool = False,
    level: float = 0.95,
    htmt_limit: float = HTMT_LIMIT,
) -> PathModel | Withheld:
    """Fit a path model to moments of its items.

    Args:
        model: constructs, items and paths.
        seen: moments of at least its items, on 0-100; if withheld, so is the model.
        scheme: "path", "centroid" or "factorial": how neighbours count inside the model.
        consistent: correct for the items' unreliability (PLSc).
        level: coverage of the intervals.
        htmt_limit: HTMT above which two constructs cannot be told apart.

    Withheld when the specification has a flaw, an item was not asked, does not vary or is a
    copy, there are too few answers, or the weights do not come to rest.
    """
    chosen = admissible.before(model, seen)
    if isinstance(chosen, Withheld):
        return chosen
    found = compute(model, chosen, scheme=scheme, consistent=consistent)
    if not found.solved[0]:
        return Withheld(say("the items' weights do not come to rest"), chosen.n)
    return PathModel(model, chosen, found, level, htmt_limit)


def _spread(name: str, result: Result, prefix: str = "") -> dict[str, object]:
    """A result as cells of a row: its value under ``name``, its bounds, and why it is withheld."""
    if isinstance(result, Withheld):
        return {name: np.nan, f"{prefix}low": np.nan, f"{prefix}high": np.nan, f"{prefix}why": result.why}
    return {name: result.value, f"{prefix}low": result.low, f"{prefix}high": result.high, f"{prefix}why": ""}
