"""What the customers of each group are like: size, money and satisfaction, each with its n.

A profile adds up what is known of each customer by group (a segment, a tier, a state). Size and
money are counted over the whole base. Satisfaction is an estimate: only some customers answered,
so it has a t interval over those who did, and is left out where they are fewer than the minimum.
Small groups are pooled, and where one satisfaction must stay hidden a second one is hidden too, so
that neither can be computed from the mean of all (`small_cells`).

Whether groups differ in satisfaction at all is one question and gets one test, Welch's for means
with unequal spread. With ``w_i = n_i / s_i^2``, ``m`` the mean of the group means weighted by ``w``,
k groups and ``h = sum (1 - w_i / sum w)^2 / (n_i - 1)``,

    F = (sum w_i (m_i - m)^2 / (k - 1)) / (1 + 2 (k - 2) h / (k^2 - 1))

on ``k - 1`` and ``(k^2 - 1) / (3 h)`` degrees of freedom.

Reference: Welch 1951, Biometrika 38:330-336.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from workbench.analysis import intervals
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.small_cells import hide_small, pool_small


def profile(
    customers: pd.DataFrame | Withheld, by: str, *, minimum: int = 10, order: tuple[str, ...] = (), level: float = 0.95
) -> pd.DataFrame | Withheld:
    """A row per group of customers, small groups pooled.

    Args:
        customers: a row per customer with the column ``by``, ``revenue_12m`` and
            ``contribution_12m`` (money), ``satisfaction_12m`` (0 to 100, missing without an answer);
            or why there are no groups, which is then the answer.
        by: the column with the group.
        minimum: the fewest customers behind a shown number.
        order: the groups in the order of the rows; by size where it does not name them.
        level: coverage of the interval of satisfaction.

    Returns ``by``, ``customers``, ``share``, ``revenue_12m``, ``contribution_12m``,
    ``contribution_share`` (missing when there is no profit to share), ``per_customer`` (contribution
    of one customer), ``answered``, ``satisfaction``, ``low``, ``high`` and ``spread`` (the standard
    deviation of the answers), 0 to 100, missing where withheld.
    Withheld when no group is large enough to be shown.

    >>> base = pd.DataFrame({"tier": ["top"] * 10 + ["rest"] * 30, "revenue_12m": 10.0})
    >>> base = base.assign(contribution_12m=[9.0] * 10 + [1.0] * 30, satisfaction_12m=[70.0, 80.0] * 20)
    >>> profile(base, "tier")[["tier", "share", "contribution_share", "satisfaction"]]
       tier  share  contribution_share  satisfaction
    0  rest   0.75                0.25          75.0
    1   top   0.25                0.75          75.0
    """
    if isinstance(customers, Withheld):
        return customers
    groups = pool_small(_sums(customers, by), by, "customers", minimum=minimum)
    if isinstance(groups, Withheld):
        return groups
    places = {name: place for place, name in enumerate(order)}
    groups = groups.sort_values(by, key=lambda names: names.map(places), kind="stable", ignore_index=True)
    total = groups["contribution_12m"].sum()
    groups = groups.assign(
        share=groups["customers"] / groups["customers"].sum(),
        contribution_share=groups["contribution_12m"] / total if total > 0 else np.nan,
        per_customer=groups["contribution_12m"] / groups["customers"],
    )
    return _with_satisfaction(groups, minimum, level).drop(columns=["wy", "wyy"])


def over_months(
    months: Mapping[str, pd.DataFrame | Withheld], by: str, *, minimum: int = 10, order: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The profiles of several months in one tidy frame, with the column ``month`` before those of ``profile``.

    Args:
        months: the customers of each month; months of which nothing is kept are left out.
        by, minimum, order: as for ``profile``.

    >>> base = pd.DataFrame({"segment": ["loyal"] * 20, "revenue_12m": 1.0, "contribution_12m": 1.0})
    >>> base = base.assign(satisfaction_12m=70.0)
    >>> over_months({"2026-08": base.head(0), "2026-09": base}, "segment")[["month", "segment", "customers"]]
         month segment  customers
    0  2026-09   loyal         20
    """
    needed = [by, "revenue_12m", "contribution_12m", "satisfaction_12m"]
    kept = {month: frame for month, frame in months.items() if not isinstance(frame, Withheld) and by in frame}
    profiles = {
        month: profile(frame.reindex(columns=needed).dropna(subset=[by]), by, minimum=minimum, order=order)
        for month, frame in kept.items()
    }
    shown = [groups.assign(month=month) for month, groups in profiles.items() if not isinstance(groups, Withheld)]
    if not shown:
        return pd.DataFrame(columns=["month", by])
    tidy = pd.concat(shown, ignore_index=True)
    return tidy[["month", *(name for name in tidy if name != "month")]]


def differ(groups: pd.DataFrame | Withheld) -> float | None:
    """How likely the groups' satisfactions would lie this far apart by chance alone: Welch's p-value.

    Args:
        groups: a profile; groups without satisfaction take no part.

    Returns None when it is withheld, or when fewer than two groups have one.

    >>> groups = pd.DataFrame({"answered": [50, 60], "satisfaction": [60.0, 70.0], "spread": [10.0, 12.0]})
    >>> round(differ(groups), 6)
    6e-06
    """
    if isinstance(groups, Withheld):
        return None
    shown = groups.dropna(subset=["satisfaction", "spread"])
    k = len(shown)
    if k < 2:
        return None
    n, means = shown["answered"].to_numpy(dtype=float), shown["satisfaction"].to_numpy()
    weight = n / shown["spread"].to_numpy() ** 2
    unequal = (np.square(1 - weight / weight.sum()) / (n - 1)).sum()
    between = weight @ np.square(means - weight @ means / weight.sum()) / (k - 1)
    statistic = between / (1 + 2 * (k - 2) * unequal / (k**2 - 1))
    return float(stats.f.sf(statistic, k - 1, (k**2 - 1) / (3 * unequal)))


def _sums(customers: pd.DataFrame, by: str) -> pd.DataFrame:
    """The additive part of a profile: counts and sums by group."""
    score = customers["satisfaction_12m"].astype(float)
    sums = pd.DataFrame(
        {
            by: customers[by],
            "customers": 1,
            "revenue_12m": customers["revenue_12m"],
            "contribution_12m": customers["contribution_12m"],
            "answered": score.notna().astype(int),
            "wy": score.fillna(0.0),
            "wyy": score.fillna(0.0) ** 2,
        }
    )
    return sums.groupby(by, as_index=False, dropna=False).sum()


def _with_satisfaction(groups: pd.DataFrame, minimum: int, level: float) -> pd.DataFrame:
    """The groups with their mean satisfaction and its interval where enough have answered."""
    hidden = pd.Series(hide_small(groups["answered"], minimum=minimum), index=groups.index)
    found = groups.apply(_satisfaction, axis=1, result_type="expand", level=level)
    groups[["satisfaction", "low", "high", "spread"]] = found.mask(hidden)
    return groups.assign(answered=groups["answered"].astype("Int64").mask(hidden))


def _satisfaction(group: pd.Series, level: float) -> tuple[float, float, float, float]:
    n, wy, wyy = int(group["answered"]), group["wy"], group["wyy"]
    found = intervals.mean(n=n, w=n, wy=wy, wyy=wyy, ww=n, level=level, low=0, high=100)
    if not isinstance(found, Estimate):
        return (np.nan,) * 4
    return found.value, found.low, found.high, float(np.sqrt((wyy - wy**2 / n) / (n - 1)))
