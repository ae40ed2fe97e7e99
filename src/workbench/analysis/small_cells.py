"""Small cells: no number in a report is about fewer customers than the company's minimum.

A report shows aggregates. A group of three customers is hardly one: who knows two of them knows
the third. So a group below a minimum n is not shown. Hiding it alone is not enough, because

    total - (what is shown) = (what is hidden)

and the total is usually shown too. What is hidden must therefore itself be a group of at least the
minimum: the smallest groups go in, in order of size, until it is. A single hidden group can never
satisfy that (it is below the minimum), so at least two are always hidden together, and nobody can
tell their parts.

Three ways to show the result: ``pool_small`` adds the hidden groups up as "other"; ``hide_small``
marks them and ``blank_small`` leaves their numbers out, for cells that have a place of their own.

The rule protects one table against the totals shown with it (``within``). Two tables that cut the
same customers by different columns can still be compared; show few of them.

Reference: Hundepool et al. 2012, Statistical Disclosure Control, chapter 4 (minimum frequency
rule, secondary suppression).
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.results import Withheld
from workbench.phrase import N_, Phrase, say

OTHER = N_("other")
UNRECORDED = N_("not recorded")
NONE_LARGE = N_("by {by}, no group has {minimum} customers or more, so showing one would give away the others")
SOME_LARGE = N_(
    "by {by}, only {large} of {groups} groups has {minimum} customers or more, "
    "so showing one would give away the others"
)


def pool_small(
    frame: pd.DataFrame, by: str, count: str, *, minimum: int, other: str = OTHER
) -> pd.DataFrame | Withheld:
    """The groups of a table with the small ones added up as ``other``.

    Args:
        frame: a row per group; ``by`` names it, every other column is a sum that may be added.
        by: the column with the group's name; an empty name is shown as "not recorded".
        count: the column with the customers of the group.
        minimum: the fewest customers a shown row may stand for.
        other: the name of the pool; a group that already has it is pooled whenever there is a pool.

    Returns the rows with the largest count first and the pool last; groups of nobody are left out.
    Withheld when the pool would swallow every group. ValueError for a negative count.

    >>> regions = pd.DataFrame({"region": ["N", "S", "E", "W"], "customers": [50, 30, 4, 3]})
    >>> pool_small(regions, "region", "customers", minimum=10)
      region  customers
    0      N         50
    1  other         37
    """
    named = frame.assign(**{by: frame[by].astype(object).where(frame[by].notna(), UNRECORDED)})
    groups = named.groupby(by, as_index=False).sum().sort_values([count, by], ascending=[False, True])
    groups = groups[groups[count] != 0].reset_index(drop=True)
    small = smallest_together(groups[count], minimum)
    if small.any():
        small |= (groups[by] == other).to_numpy()
    if small.all():
        return Withheld(_too_small(groups[count], by, minimum), int(groups[count].sum()))
    if not small.any():
        return groups
    pool = groups[small].drop(columns=by).sum().to_frame().T.assign(**{by: other})
    return pd.concat([groups[~small], pool[list(groups)].astype(groups.dtypes)], ignore_index=True)


def pool_ledger(ledger: pd.DataFrame, dimension: str, *, minimum: int) -> pd.DataFrame | Withheld:
    """One dimension of a ledger, its small groups pooled.

    Args:
        ledger: a row per dimension and value, with customers and sums that may be added.
        dimension: the one to show; it becomes the column with the group's name.
        minimum: the fewest customers a shown row may stand for.

    Withheld as ``pool_small``, and when the dimension is not in the ledger.

    >>> ledger = pd.DataFrame({"dimension": ["region"] * 2, "value": ["N", "S"], "customers": [50, 30]})
    >>> pool_ledger(ledger, "region", minimum=10)["region"].tolist()
    ['N', 'S']
    >>> pool_ledger(ledger, "industry", minimum=10).why
    'industry is recorded for no customer'
    """
    part = ledger[ledger["dimension"] == dimension].drop(columns="dimension").rename(columns={"value": dimension})
    if part.empty:
        return Withheld(say("{dimension} is recorded for no customer", dimension=dimension))
    return pool_small(part, dimension, "customers", minimum=minimum)


def hide_small(counts: ArrayLike, *, minimum: int, within: ArrayLike | None = None) -> NDArray[np.bool_]:
    """Which cells must stay empty, so that none can be recovered from the totals shown.

    Args:
        counts: customers per cell, shape ``(cells,)``; a cell of nobody needs no hiding.
        minimum: the fewest customers a shown cell may stand for.
        within: for each cell, the total it is part of, shape ``(cells,)``; one total by default.

    Returns a mask of shape ``(cells,)``: within each total the hidden cells hold at least
    ``minimum`` customers together, or all of its cells are hidden.

    >>> hide_small([40, 12, 3], minimum=10)
    array([False,  True,  True])
    >>> hide_small([40, 12, 3, 9], minimum=10, within=["a", "a", "b", "b"])
    array([False, False,  True,  True])
    """
    sizes = np.asarray(counts)
    totals = np.zeros(sizes.shape, dtype=int) if within is None else pd.factorize(np.asarray(within))[0]
    hidden = np.zeros(sizes.shape, dtype=bool)
    for total in np.unique(totals):
        part = totals == total
        hidden[part] = smallest_together(sizes[part], minimum)
    return hidden


def blank_small(frame: pd.DataFrame, keep: str, count: str, *, minimum: int) -> pd.DataFrame:
    """The rows of a table with the numbers of the small ones, and of those hidden with them, left out.

    Args:
        frame: a row per cell, such as a month or an age band.
        keep: the column with the cell's name, which stays.
        count: the column with the customers of the cell.
        minimum: the fewest customers a shown row may stand for.

    >>> bands = pd.DataFrame({"band": ["not due", "late"], "customers": [40, 3], "amount": [800.0, 50.0]})
    >>> blank_small(bands, "band", "customers", minimum=10)["amount"].tolist()
    [nan, nan]
    """
    hidden = pd.Series(hide_small(frame[count], minimum=minimum), index=frame.index)
    numbers = frame.drop(columns=keep).astype(float).mask(hidden)
    return pd.concat([frame[[keep]], numbers], axis=1)[list(frame)]


def smallest_together(counts: ArrayLike, minimum: int) -> NDArray[np.bool_]:
    """The groups that go into the pool: the small ones, and the next smallest until it holds enough.

    Args:
        counts: customers per group, shape ``(groups,)``.
        minimum: the fewest customers the pool may hold; 1 or less pools nothing.

    Returns a mask of shape ``(groups,)``; all true when there is no other way. ValueError for a
    negative count.

    >>> smallest_together([0, 4, 50, 12], minimum=10)
    array([False,  True, False,  True])
    """
    sizes = np.asarray(counts)
    if (sizes < 0).any():
        raise ValueError(f"a group cannot hold fewer than no customers: {sizes.min()}")
    pooled = (sizes > 0) & (sizes < minimum)
    for group in np.argsort(sizes, kind="stable"):
        if not pooled.any() or sizes[pooled].sum() >= minimum:
            break
        pooled[group] |= sizes[group] > 0
    return pooled


def _too_small(counts: pd.Series, by: str, minimum: int) -> Phrase:
    if counts.empty:
        return say("there are no customers to group by {by}", by=by)
    large = int((counts >= minimum).sum())
    sentence = SOME_LARGE if large else NONE_LARGE
    return say(sentence, by=by, large=large, groups=len(counts), minimum=minimum)
