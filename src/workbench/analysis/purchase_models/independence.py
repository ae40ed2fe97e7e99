"""Do frequent buyers spend other sums a purchase than rare ones? Expected purchases times expected spend assume not.

The rank correlation between the number of purchases and their mean (Spearman's rho, customers who bought
again), with an interval on Fisher's scale, variance (1 + rho^2 / 2) / (n - 3). With many customers any
correlation differs from zero, so the assumption is given up only if the whole interval lies beyond
`TOLERATED`: then frequency tells at least a
tenth of the order of spend. (The model itself puts it slightly above zero: means of few purchases are skewed.)

Reference: Bonett and Wright 2000, Psychometrika 65:23-28. Fader and Hardie 2013, The Gamma-Gamma model.
"""

import math

import numpy as np
from scipy.stats import norm

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.spending import Spending
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, say

TOLERATED = 0.3
FEWEST = 10
FEW = N_("{n} customers are too few to see whether spend goes with frequency; {fewest} are needed")
ALIKE = N_("all {n} customers bought as often or spent as much as each other, so spend cannot go with frequency")
MORE = N_("customers who buy more often spend more a purchase (rank correlation {rho}, n = {n}), ")
LESS = N_("customers who buy more often spend less a purchase (rank correlation {rho}, n = {n}), ")
ASSUMED = N_("{found}which the Gamma-Gamma model rules out")


def independence(rows: Spending, *, level: float = 0.95) -> Result:
    """Spearman's correlation of purchases and spend a purchase, over customers with purchases.

    >>> rows = Spending.read(np.c_[np.tile([1, 2], 50), np.tile([10, 60], 50)])
    >>> round(independence(rows).value, 3)
    1.0
    """
    bought = rows.buyers
    n = round(bought.customers)
    if n < FEWEST:
        return Withheld(say(FEW, n=n, fewest=FEWEST), n)
    order, size = (_mid_ranks(column, bought.counts) for column in (bought.purchases, bought.mean))
    spreads = bought.counts @ order**2, bought.counts @ size**2
    if min(spreads) <= 0:
        return Withheld(say(ALIKE, n=n), n)
    rho = float(np.clip(bought.counts @ (order * size) / math.sqrt(spreads[0] * spreads[1]), -1, 1))
    half = float(norm.ppf((1 + level) / 2)) * math.sqrt((1 + rho**2 / 2) / (n - 3))
    centre = math.atanh(float(np.clip(rho, -1 + 1e-12, 1 - 1e-12)))
    low, high = min(math.tanh(centre - half), rho), max(math.tanh(centre + half), rho)
    return Estimate(rho, low, high, n, level, "Spearman, Fisher's scale")


def dependence(rows: Spending) -> Withheld | None:
    """Why spend and frequency cannot be taken as independent, if so."""
    found = independence(rows)
    if isinstance(found, Withheld) or (found.low <= TOLERATED and found.high >= -TOLERATED):
        return None
    told = say(MORE if found.value > 0 else LESS, rho=round(found.value, 2), n=found.n)
    return Withheld(say(ASSUMED, found=told), found.n)


def _mid_ranks(column: Floats, counts: Floats) -> Floats:
    """The rank of each row among all customers, ties sharing theirs, as a deviation from the mean rank."""
    _, codes = np.unique(column, return_inverse=True)
    held = np.bincount(codes, weights=counts)
    ranks = np.cumsum(held) - held / 2
    return np.asarray(ranks[codes] - counts.sum() / 2)
