"""How likely each customer was to answer, given how they behave; and weights that make up for it.

A survey tool knows who answered. The store also knows those who did not: what they bought, how long
they have been here, whether they complained. With x what is known of a customer,

    log(p / (1 - p)) = a + b x        p: the chance to answer        weight of an answerer = 1 / p

If among customers alike in x those who answered feel as those who did not, weighted answers show
everyone. What is not in x stays a bias that no weight can take out.

Amounts and counts enter as sign(x) log(1 + |x|), since the tenth purchase says less than the second.
The weights are calibrated: in each fifth of customers by p they are scaled to add up to its customers,
so that a curve that bends otherwise than a logistic one does no harm. Then the largest are cut.

How much answerers are like everyone is said by the indicator of representativity

    R = 1 - 2 S(p)      S(p): the standard deviation of p over all customers

1 if all were equally likely to answer, 0 if half were sure to and half sure not to.

References: Rosenbaum and Rubin 1983, Biometrika 70:41-55. Little 1986, International Statistical
Review 54:139-157, on classes of p. Schouten, Cobben and Bethlehem 2009, Survey Methodology
35:101-113. Potter 1990, Proceedings of the Survey Research Methods Section 225-230, on cutting.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis import logistic
from workbench.analysis.logistic import Logistic
from workbench.analysis.moments import Floats
from workbench.analysis.raking import LARGEST, Weights, cut_off
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

DAYS = ("tenure_days", "recency_days")
AMOUNTS = ("purchases_12m", "revenue_12m", "contribution_12m", "complaints_12m", "interactions_12m")
FIFTHS = 5
FEWEST = 10  # answerers that must be there to stand for a fifth of customers
OUT_OF_REACH = 0.05  # share of customers less likely to answer than anybody who did, above which nothing is weighted

NOBODY = N_("nobody answered, so there is nothing to weight")
EVERYBODY = N_("all {n} customers answered, so nobody is to be made up for")
NONE_OF_STATE = N_("nobody whose state is {state} answered, so nobody can stand for them")
NO_CURVE = N_("the chance to answer cannot be estimated: {why}")
FEW = N_(
    "only {n} of the fifth of customers least likely to answer did, and {fewest} are needed to stand for the others"
)
NONE_LIKE = N_("{share} of 100 customers were less likely to answer than anybody who did, so nobody can stand for them")


@dataclass(frozen=True, eq=False)
class Propensity:
    """Who was how likely to answer.

    Args:
        model: the regression of having answered on behaviour.
        chance: the chance to answer, 0..1, of each customer, in the order given.
        answered: who did, in the same order.
        likeness: the indicator of representativity R, at most 1.
        out_of_reach: the share of customers less likely to answer than anybody who did.
    """

    model: Logistic = field(repr=False)
    chance: Floats = field(repr=False)
    answered: NDArray[np.bool_] = field(repr=False)
    likeness: float
    out_of_reach: float

    def weights(self, *, start: ArrayLike = 1.0, largest: float = LARGEST) -> Weights:
        """The weights of those who answered, in their order.

        Args:
            start: weights they have already, above 0, which are multiplied.
            largest: weight, in means, above which a weight is cut.
        """
        fifth = fifths(self.chance)
        raw = 1 / self.chance[self.answered] * np.asarray(start, dtype=float)
        of = fifth[self.answered]
        customers = np.bincount(fifth, minlength=FIFTHS)
        w = cut_off(raw * (customers / np.bincount(of, raw, FIFTHS))[of], largest)
        missed = np.abs(np.bincount(of, w, FIFTHS) / w.sum() - customers / customers.sum()).max()
        return Weights(w, int((w >= largest - 1e-9).sum()), float(missed))


def fit(who: pd.DataFrame, answered: ArrayLike) -> Propensity | Withheld:
    """The chances to answer of all customers who could.

    Args:
        who: a row per customer, with some of tenure_days, recency_days, purchases_12m, revenue_12m,
            contribution_12m, complaints_12m, interactions_12m, age, and with state.
        answered: whether each of them did, shape (rows,).

    Withheld when nobody or everybody answered, or nobody in some state; when too few did for so many
    columns; when a column tells without an error who answers; and when too many customers are less
    likely to answer than anybody who did.

    >>> rng = np.random.default_rng(0)
    >>> who = pd.DataFrame({"tenure_days": rng.uniform(0, 900, 4000), "state": "active"})
    >>> found = fit(who, rng.random(4000) < 0.1 + who["tenure_days"] / 2000)
    >>> round(found.likeness, 1), round(found.weights().worth.design_effect, 1)
    (0.8, 1.2)
    """
    did = np.asarray(answered, dtype=bool)
    if not did.any():
        return Withheld(say(NOBODY))
    if did.all():
        return Withheld(say(EVERYBODY, n=len(did)), len(did))
    silent = sorted(set(who["state"].astype(str).unique()) - set(who.loc[did, "state"].astype(str).unique()))
    if silent:
        return Withheld(say(NONE_OF_STATE, state=silent[0]), int(did.sum()))
    table = behaviour(who)
    model = logistic.fit(table, did)
    if isinstance(model, Withheld):
        return Withheld(say(NO_CURVE, why=model.why), model.n)
    chance = np.asarray(model.predict(table))
    out_of_reach = float((chance < chance[did].min()).mean())
    likeness = 1 - 2 * float(chance.std())
    refused = _refused(chance, did, out_of_reach)
    return refused or Propensity(model, chance, did, likeness, out_of_reach)


def behaviour(who: pd.DataFrame) -> pd.DataFrame:
    """What is known of customers, as numbers: amounts on a logarithmic scale, a column for each state."""
    amounts = who[[name for name in AMOUNTS if name in who]].astype(float)
    others = who[[name for name in (*DAYS, "age") if name in who]].astype(float)
    states = pd.get_dummies(who["state"].astype(str), prefix="state", prefix_sep=": ", drop_first=True, dtype=float)
    damped = pd.DataFrame(np.sign(amounts) * np.log1p(amounts.abs()), index=amounts.index)
    return pd.concat([others, damped, states], axis=1)


def fifths(chance: Floats) -> NDArray[np.int64]:
    """Which fifth of customers each belongs to, 0 the least likely to answer."""
    inner = np.quantile(chance, np.arange(1, FIFTHS) / FIFTHS)
    return np.searchsorted(inner, chance, side="left").astype(np.int64)


def _refused(chance: Floats, answered: NDArray[np.bool_], out_of_reach: float) -> Withheld | None:
    """Why those who answered cannot stand for the others, or None."""
    n = int(answered.sum())
    if out_of_reach > OUT_OF_REACH:
        return Withheld(say(NONE_LIKE, share=round(100 * out_of_reach)), n)
    fifth = fifths(chance)
    there = np.bincount(fifth[answered], minlength=FIFTHS)[np.unique(fifth)]
    if there.min() < FEWEST:
        return Withheld(say(FEW, n=int(there.min()), fewest=FEWEST), n)
    return None
