"""What customers answered in one window: a row per customer, the one door to every survey method.

A `Survey` holds the answers as the engine hands them over (queries `questionnaires` and
`survey_items`): on 0-100, reversed questions turned, empty where a question was skipped or did not
apply. A customer has one row, so rows are independent, and a bucket, so that intervals leave whole
buckets of customers out. Two windows or two segments leave the same bucket out of both: what their
customers have in common then cancels in a difference. Resamples draw customers, not buckets.

Two kinds of variables are made from it. A path model takes the items. Drivers and their outcome are
what was asked about: the mean of the perception items that a customer answered of a construct, or
of a construct at a touchpoint ('quality: shop'); the outcome's own items count together wherever asked.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis import answers
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.outcomes import top_box
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_, say

BUCKETS = 50  # into which the engine deals customers
NO_WEIGHT = N_("no weight is known for {n} of {all} customers who answered")
_NOT_ABOUT = ("bucket", "weight")


@dataclass(frozen=True, eq=False)
class Survey:
    """The answers of one window.

    Args:
        items: a row per question: item, construct, kind (perception, expectation), touchpoint,
            level, object, scale_min, scale_max, reversed; in the order of the columns of ``scores``.
        scores: 0-100, NaN where unanswered, shape (n, p).
        weights: at least 0, shape (n,).
        groups: each customer's bucket, 0 to 49, shape (n,).
        about: what else is known, n rows: customer_id, answered_on, channel, state, value_tier, ...
    """

    items: pd.DataFrame
    scores: Floats
    weights: Floats
    groups: NDArray[np.int64]
    about: pd.DataFrame

    @property
    def n(self) -> int:
        """Customers who answered."""
        return len(self.scores)

    def of(self, mask: ArrayLike) -> "Survey":
        """The customers for whom the mask, shape (n,), is true."""
        chosen = np.asarray(mask, dtype=bool)
        about = self.about[chosen].reset_index(drop=True)
        return Survey(self.items, self.scores[chosen], self.weights[chosen], self.groups[chosen], about)

    def by(self, what: str) -> dict[str, "Survey"]:
        """The survey of each value of a column of ``about``, by name; customers without one are left out.

        Raises BadParameter, with the columns there are, if there is no such column.
        """
        labels = self.labels(what)
        return {label: self.of(labels == label) for label in sorted(set(labels) - {""})}

    def labels(self, what: str) -> NDArray[np.str_]:
        """The value of a column of ``about`` for each customer; '' where it is not known. Raises as ``by``."""
        if what not in self.about:
            there = ", ".join(sorted(set(self.about.columns) - {"customer_id"}))
            raise BadParameter("customers are not divided by this", where="segments", value=what, do=f"choose {there}")
        return np.asarray(self.about[what].fillna("").astype(str).to_numpy(dtype=str))

    def weighted(self, values: pd.Series) -> "Survey | Withheld":
        """The same answers with each weight multiplied.

        Args:
            values: a factor per customer, by customer_id.

        Withheld if a customer has none, if one is negative or no number, or if all become zero.
        """
        factors = values.reindex(self.about["customer_id"]).to_numpy(dtype=float)
        unknown = int((~self.about["customer_id"].isin(values.index)).sum())
        if unknown:
            return Withheld(say(NO_WEIGHT, n=unknown, all=self.n), self.n)
        weights = self.weights * factors
        refused = answers.refused_weights(weights)
        return Withheld(refused, self.n) if refused else replace(self, weights=weights)

    def columns(self, *, kind: str = "perception", construct: str = "", touchpoint: str | None = None) -> list[int]:
        """The places of the items of a kind, of one construct or all, of one touchpoint or any."""
        fits = self.items["kind"] == kind
        if construct:
            fits &= self.items["construct"] == construct
        if touchpoint is not None:
            fits &= self.items["touchpoint"] == touchpoint
        return np.flatnonzero(fits).tolist()

    def mean(self, places: list[int]) -> Floats:
        """Each customer's mean of the items at these places, of those answered; NaN where none, shape (n,)."""
        return mean_answered(self.scores[:, places])

    def cut(self, construct: str, least: float) -> "Survey":
        """The survey with a construct asked in one question: is it at least so many points? 100 if so, else 0.

        Args:
            construct: its felt items are replaced by one of its name, for the mean of those answered.
            least: points on 0-100; the top box of a scale from 1 to 10 begins at 88.9 (a 9).
        """
        old = self.columns(construct=construct)
        kept = [at for at in range(len(self.items)) if at not in old]
        row = pd.DataFrame([{"item": construct, "construct": construct, "kind": "perception", "touchpoint": ""}])
        items = pd.concat([self.items.iloc[kept], row], ignore_index=True)
        answered = top_box(mean_answered(self.scores[:, old]), least)
        return replace(self, items=items, scores=np.column_stack([self.scores[:, kept], answered]))

    def item_moments(self, names: list[str] | tuple[str, ...], *, resamples: int = 0) -> Moments | Withheld:
        """Moments of the named items, in that order, for a path model.

        Args:
            names: items; KeyError for one that was not asked.
            resamples: bootstrap resamples of customers; 0: each of the 50 buckets left out.
        """
        place = {item: at for at, item in enumerate(self.items["item"])}
        unknown = [name for name in names if name not in place]
        if unknown:
            raise KeyError(f"{unknown} were not asked; there are {list(place)}")
        return self._moments(names, self.scores[:, [place[name] for name in names]], resamples)

    def variables(self, outcome: str) -> tuple[list[str], Floats]:
        """What customers answered about, outcome first, and each one's mean of the perception items answered.

        Args:
            outcome: the construct to explain; if nobody answered about it, it is not among the names.

        Returns the names, length k, and their values on 0-100, shape (n, k), NaN where unanswered.
        """
        answered = np.flatnonzero(np.isfinite(self.scores).any(axis=0))
        felt = self.items[(self.items["kind"] == "perception") & self.items.index.isin(answered)]
        as_a_whole = (felt["touchpoint"] == "") | (felt["construct"] == outcome)
        about = felt["construct"].where(as_a_whole, felt["construct"] + ": " + felt["touchpoint"])
        names = sorted(about.unique(), key=lambda name: name != outcome)
        values = [self.mean(felt.index[about == name].tolist()) for name in names]
        return names, np.column_stack(values) if values else np.empty((self.n, 0))

    def moments(self, outcome: str, names: list[str] | None = None, *, resamples: int = 0) -> Moments | Withheld:
        """Moments of what was asked about (see ``variables``), outcome first.

        Args:
            outcome: the construct to explain.
            names: the drivers wanted besides; those nobody was asked about are left out, and the
                driver analysis says so. None: all.
            resamples: bootstrap resamples of customers; 0: each of the 50 buckets left out.
        """
        there, values = self.variables(outcome)
        wanted = set(there) if names is None else {outcome, *names}
        kept = [at for at, name in enumerate(there) if name in wanted]
        return self._moments([there[at] for at in kept], values[:, kept], resamples)

    def _moments(self, names: list[str] | tuple[str, ...], values: Floats, resamples: int) -> Moments | Withheld:
        if resamples:
            return answers.moments(names, values, self.weights, resamples=resamples)
        return answers.moments(names, values, self.weights, self.groups, group_count=BUCKETS)


def read(rows: pd.DataFrame, items: pd.DataFrame) -> Survey:
    """The survey of a window, from the engine's frames.

    Args:
        rows: query `questionnaires`: a row per customer, with customer_id, bucket, weight, what is
            known of the customer, and a column per item, 0-100.
        items: query `survey_items`; questions without a column are left out.

    Raises ValueError if a customer comes twice: two answers of one customer are not independent.

    >>> items = pd.DataFrame({"item": ["s"], "construct": ["satisfaction"], "kind": ["perception"],
    ...                       "touchpoint": [""]})
    >>> rows = pd.DataFrame({"customer_id": ["A", "B"], "bucket": [3, 7], "weight": [1.0, 1.0],
    ...                      "state": ["active", "new"], "s": [80.0, None]})
    >>> seen = read(rows, items)
    >>> seen.n, list(seen.about.columns), seen.scores[:, 0].tolist()
    (2, ['customer_id', 'state'], [80.0, nan])
    """
    if rows["customer_id"].duplicated().any():
        twice = rows.loc[rows["customer_id"].duplicated(), "customer_id"].iloc[0]
        raise ValueError(f"customer {twice!r} comes twice; a survey has one row per customer")
    asked = items[items["item"].isin(rows.columns)].reset_index(drop=True)
    texts = asked.select_dtypes(exclude="number").columns
    asked[texts] = asked[texts].astype(object).fillna("")
    names = asked["item"].tolist()
    about = rows.drop(columns=[*names, *_NOT_ABOUT]).reset_index(drop=True)
    scores = rows[names].to_numpy(dtype=float)
    return Survey(asked, scores, rows["weight"].to_numpy(dtype=float), rows["bucket"].to_numpy(dtype=np.int64), about)


def mean_answered(scores: Floats) -> Floats:
    """The mean of what each customer answered, from shape (n, k); NaN where nothing, shape (n,)."""
    answered = np.isfinite(scores)
    counts = answered.sum(axis=1)
    sums = np.where(answered, scores, 0.0).sum(axis=1)
    return np.asarray(np.divide(sums, counts, out=np.full(len(scores), np.nan), where=counts > 0))
