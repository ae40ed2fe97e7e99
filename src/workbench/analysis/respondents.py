"""Who did not answer, and how they behave: what the store knows and a survey tool does not.

For each trait (an amount, a number of days, the share in a state), the mean of those who answered
less the mean of those who did not, with Welch's interval. Customers are independent rows. Many
traits are looked at, so which differences to believe is decided for all of them together (see
`false_discovery`).

Values of a state, tier or region that fewer than the minimum answered, or did not answer, for go together
as "other", so that no shown share is about fewer (see `small_cells`).

Reference: Groves and Peytcheva 2008, Public Opinion Quarterly 72:167-189, on response rates and bias.
Welch 1947, Biometrika 34:28-35.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.analysis import false_discovery
from workbench.analysis.moments import Floats
from workbench.analysis.results import Withheld
from workbench.analysis.small_cells import OTHER, UNRECORDED, smallest_together
from workbench.phrase import N_, say

AMOUNTS = {
    "tenure_days": (N_("days as a customer"), "days"),
    "recency_days": (N_("days since the last purchase"), "days"),
    "purchases_12m": (N_("purchases in twelve months"), "number"),
    "revenue_12m": (N_("revenue in twelve months"), "money"),
    "contribution_12m": (N_("contribution in twelve months"), "money"),
    "complaints_12m": (N_("complaints in twelve months"), "number"),
    "interactions_12m": (N_("contacts in twelve months"), "number"),
    "age": (N_("age in years"), "number"),
}
SHARES = {
    "state": N_("share in the state: {value}"),
    "value_tier": N_("share in the tier: {value}"),
    "region": N_("share in the region: {value}"),
}
COLUMNS = ["trait", "unit", "answered", "silent", "difference", "low", "high", "n", "chance"]
NOBODY = N_("nobody answered")
EVERYBODY = N_("everybody answered")
TOO_FEW = N_("only {n} {who}; at least {minimum} are needed to say how they behave")
ANSWERED, SILENT = N_("customers answered"), N_("customers did not answer")


def compare(who: pd.DataFrame, *, minimum: int, level: float = 0.95) -> pd.DataFrame | Withheld:
    """How those who answered differ from those who did not.

    Args:
        who: a row per customer who could have answered (query `who_answered`): answered (0 or 1) and
            any of tenure_days, recency_days, purchases_12m, revenue_12m, contribution_12m,
            complaints_12m, interactions_12m, age, state, value_tier, region.
        minimum: the fewest customers a shown number may stand for.
        level: coverage of the intervals.

    Returns a row per trait: trait, unit (days, number, money, percent), answered, silent (means;
    shares as fractions), difference, low, high, n (customers for whom the trait is known), chance (of such a
    difference if there is none), told (believed, all rows together). Traits known of fewer than the
    minimum on either side, and those alike for all, are left out. Withheld when fewer than the
    minimum answered, or did not.

    >>> who = pd.DataFrame({"answered": [1, 0] * 50, "age": [50.0, 40.0, 60.0, 50.0] * 25})
    >>> compare(who, minimum=10)[["trait", "difference", "told"]].values.tolist()
    [['age in years', 10.0, True]]
    """
    did = who["answered"].to_numpy(dtype=bool)
    refused = _refused(int(did.sum()), int((~did).sum()), minimum)
    if refused:
        return refused
    rows = [_row(*trait, did, level) for trait in _traits(who, did, minimum)]
    # As objects, since pandas' own texts would forget how a sentence was made.
    shown = [row for row in rows if row["fewest"] >= minimum]
    found = pd.DataFrame(shown, columns=COLUMNS, dtype=object).astype(dict.fromkeys(COLUMNS[2:], float))
    chances = found["chance"].to_numpy()
    return found.astype({"n": int}).assign(told=false_discovery.told(chances) if len(found) else False)


def _refused(answered: int, silent: int, minimum: int) -> Withheld | None:
    n = answered + silent
    if not answered or not silent:
        return Withheld(say(EVERYBODY if answered else NOBODY), n)
    for count, told in ((answered, ANSWERED), (silent, SILENT)):
        if count < minimum:
            return Withheld(say(TOO_FEW, n=count, who=told, minimum=minimum), n)
    return None


def _traits(who: pd.DataFrame, did: NDArray[np.bool_], minimum: int) -> Iterator[tuple[str, str, Floats]]:
    """Name, unit and values of every trait there is."""
    for column, (label, unit) in AMOUNTS.items():
        if column in who:
            yield say(label), unit, who[column].to_numpy(dtype=float)
    for column, template in SHARES.items():
        if column in who:
            values = _together(who[column], did, minimum)
            names = sorted(values.unique(), key=lambda name: (name == OTHER, name))
            for value in names if len(names) > 1 else ():
                yield say(template, value=value), "percent", (values == value).to_numpy(dtype=float)


def _together(values: pd.Series, did: NDArray[np.bool_], minimum: int) -> pd.Series:
    """The values, with those too rare among who answered or among who did not put together as "other"."""
    named = values.fillna("").astype(str).replace("", UNRECORDED)
    counts = pd.crosstab(named, did).min(axis=1)
    rare = smallest_together(counts + (counts == 0), minimum)
    return named.mask(named.isin(counts.index[rare]), OTHER)


def _row(trait: str, unit: str, values: Floats, did: NDArray[np.bool_], level: float) -> dict[str, Any]:
    known = np.isfinite(values)
    answered, silent = values[known & did], values[known & ~did]
    row: dict[str, Any] = {"trait": trait, "unit": unit, "n": int(known.sum())}
    row["fewest"] = min(len(answered), len(silent))
    if row["fewest"] == 0:
        return row
    gap = float(answered.mean() - silent.mean())
    squares = [each.var(ddof=1) / len(each) if len(each) > 1 else 0.0 for each in (answered, silent)]
    error = math.sqrt(sum(squares))
    row |= {"answered": float(answered.mean()), "silent": float(silent.mean()), "difference": gap}
    if error == 0:
        return row | {"low": gap, "high": gap, "chance": math.nan}
    freedom = error**4 / sum(part**2 / (len(each) - 1) for part, each in zip(squares, (answered, silent), strict=True))
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    chance = float(2 * stats.t.sf(abs(gap) / error, freedom))
    return row | {"low": gap - half, "high": gap + half, "chance": chance}
