"""What customers are worth at each stage of their life with us, and what a life event goes with.

The mean value of the customers at a stage, with paired resamples of customers and parameters (`resampling`).

For a kind of life event, the value of those who had one within a year is compared with their own value at its
start, and that with the same of customers without any event who were like them then: in the same spend group
and fifth of value, with or without a contract.

    change = mean(V1 - V0 | event) - sum over cells of share of events x mean(V1 - V0 | no event, cell)

Both values are by the one model given, which is held, so that its own changes are no change of customers. The
interval is by the delete-a-group jackknife over buckets.

An event can only be recorded of who is still a customer on the day, and who stays all year has more days for
one. So customers without an event count by the part of the year they are expected to have been customers
(`Lives.years_observed`); else every event would seem to go with staying.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.resampling import Resampling
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.customer_value.what_if import WhatIf
from workbench.analysis.intervals import bootstrap, jackknife
from workbench.analysis.purchase_models.counted import Floats, Places
from workbench.analysis.results import Withheld, frame_of
from workbench.analysis.small_cells import hide_small
from workbench.analysis.states import STATES
from workbench.phrase import N_, say

AGES = {
    1.0: N_("less than a year"),
    2.0: N_("1 to 2 years"),
    3.0: N_("2 to 3 years"),
    5.0: N_("3 to 5 years"),
    np.inf: N_("5 years and more"),
}
BUCKETS, FIFTHS, FEWEST = 50, 5, 50
LEAST = 1.0  # customer-years without an event that like ones must have
FEW = N_("{n} customers; at least {fewest} are needed")
NOBODY = N_("no customer without an event was like those with one")
STAGE = ["stage", "customers", "value", "low", "high", "total", "why"]
EVENT = ["event", "n", "change", "low", "high", "before", "why"]


def of_age(model: Valuation, lives: Lives) -> list[str]:
    """The stage of each customer by the years since the first purchase or contract."""
    names = list(AGES.values())
    return [names[at] for at in np.searchsorted(list(AGES)[:-1], lives.age / model.year, side="right")]


def values(resampling: Resampling, stages: Sequence[str], order: Sequence[str], *, minimum: int) -> pd.DataFrame:
    """The mean value of a customer at each stage.

    Args:
        resampling: of the customers.
        stages: of each customer, shape ``(n,)``; one outside the order is in no row.
        order: of the stages.
        minimum: the fewest customers a shown row may stand for.

    Returns stage, customers, value, low, high (money a customer), total, why; stages of nobody have no row, and
    what must not be shown is empty.
    """
    place = {name: at for at, name in enumerate(order)}
    code = np.array([place.get(name, len(order)) for name in stages], dtype=np.intp)
    found = resampling.sums(
        lambda model, seen: np.array([model.worth_of(seen).value, np.ones(len(seen.lives))]), code, len(order) + 1
    )
    counts = np.bincount(code, minlength=len(order) + 1)[:-1]
    hidden = hide_small(counts, minimum=minimum)
    rows = [
        _stage(name, int(counts[at]), found[:, :, at], None if not hidden[at] else minimum)
        for at, name in enumerate(order)
        if counts[at]
    ]
    return frame_of(rows, STAGE).astype({"stage": object})


def by_state(
    asked: WhatIf | Withheld, lives: pd.DataFrame, states: pd.DataFrame, *, minimum: int
) -> pd.DataFrame | Withheld:
    """The mean value of a customer in each lifecycle state.

    Args:
        asked: the valuation of these customers.
        lives: `customer_lives`.
        states: `customer_states` of the same date.
        minimum: the fewest customers a shown row may stand for.
    """
    if isinstance(asked, Withheld):
        return asked
    told = states.set_index("customer_id")["state"].reindex(lives["customer_id"]).fillna("").tolist()
    return values(asked.resamples, told, STATES, minimum=minimum)


def by_age(asked: WhatIf | Withheld, *, minimum: int) -> pd.DataFrame | Withheld:
    """The mean value of a customer by the years since the first purchase or contract."""
    if isinstance(asked, Withheld):
        return asked
    model, lives = asked.resamples.model, asked.resamples.seen.lives
    return values(asked.resamples, of_age(model, lives), list(AGES.values()), minimum=minimum)


def by_event(
    asked: WhatIf | Withheld, before: pd.DataFrame, after: pd.DataFrame, events: pd.DataFrame
) -> pd.DataFrame | Withheld:
    """`changes_with_events` by the valuation at the end of the year; withheld as that is."""
    return asked if isinstance(asked, Withheld) else changes_with_events(asked.resamples.model, before, after, events)


def changes_with_events(
    model: Valuation, before: pd.DataFrame, after: pd.DataFrame, events: pd.DataFrame, *, fewest: int = FEWEST
) -> pd.DataFrame:
    """What each kind of life event goes with.

    Args:
        model: values both dates.
        before, after: `customer_lives` at the start and the end of a year, of one snapshot.
        events: `recent_life_events` of the year.
        fewest: customers with an event of a kind whom a number must rest on.

    Returns event, n, change, low, high (money a customer), before (their mean value at the start), why; the most
    frequent first.
    """
    known = after.merge(before[["number"]], on="number")
    lives, now = Lives.read(before), Lives.read(known)
    group = model.group(lives)
    then, later = model.worth(lives, group).value, model.worth(now, group)
    fifth = pd.Series(then).groupby(group).rank(pct=True).mul(FIFTHS).to_numpy()
    cell = (group * (FIFTHS + 1) + np.ceil(fifth).astype(np.intp)) * 2 + lives.held
    customers = known["customer_id"].to_numpy(dtype=object)
    plain = ~np.isin(customers, events["customer_id"].to_numpy(dtype=object))
    exposed = np.where(plain, now.years_observed(later.alive, model.year), 0.0)
    bucket = known["bucket"].to_numpy(dtype=np.intp)
    base = _Base(np.asarray(then), np.asarray(later.value - then), cell, bucket, exposed)
    rows = [
        _event(str(kind), np.isin(customers, of["customer_id"].to_numpy(dtype=object)), base, fewest)
        for kind, of in events.groupby("kind", sort=True)
    ]
    frame = frame_of(rows, EVENT).astype({"event": object})
    return frame.sort_values("n", ascending=False, kind="stable", ignore_index=True)


class _Base(NamedTuple):
    """Customers known at both dates: value then, change, cell, bucket, and years exposed, 0 with an event."""

    then: Floats
    change: Floats
    cell: Places
    bucket: Places
    exposed: Floats


def _stage(name: str, customers: int, sums: Floats, minimum: int | None) -> dict[str, object]:
    if minimum is not None:
        return {"stage": name, "why": say(FEW, n=customers, fewest=minimum)}
    worth, count = sums.T
    mean = bootstrap(float(worth[0] / count[0]), worth[1:] / np.where(count[1:] > 0, count[1:], np.nan), n=customers)
    if isinstance(mean, Withheld):
        return {"stage": name, "why": mean.why}
    told = {"value": mean.value, "low": mean.low, "high": mean.high, "total": float(worth[0])}
    return {"stage": name, "customers": customers, **told, "why": ""}


def _event(kind: str, had: NDArray[np.bool_], base: _Base, fewest: int) -> dict[str, object]:
    n = int(had.sum())
    if n < fewest:
        return {"event": kind, "n": n, "why": say(FEW, n=n, fewest=fewest)}
    everyone, left_out = _difference(had, base)
    told = Withheld(NOBODY) if np.isnan(everyone) else jackknife(everyone, left_out, n=n)
    if isinstance(told, Withheld):
        return {"event": kind, "n": n, "why": told.why}
    numbers = {"change": told.value, "low": told.low, "high": told.high, "before": float(base.then[had].mean())}
    return {"event": kind, "n": n, **numbers, "why": ""}


def _difference(had: NDArray[np.bool_], base: _Base) -> tuple[float, Floats]:
    """The change of those who had an event less that of like ones, for all and with each bucket left out."""
    cells = int(base.cell.max()) + 1
    code = base.bucket * cells + base.cell

    def sums(of: Floats) -> Floats:
        each = np.bincount(code, of, minlength=BUCKETS * cells).reshape(BUCKETS, cells)
        return np.concatenate([each.sum(axis=0)[None], each.sum(axis=0) - each])

    n, change = sums(had.astype(float)), sums(had * base.change)
    others, usual = sums(base.exposed), sums(base.exposed * base.change)
    some = others > LEAST
    alike = np.where(some, n, 0.0)
    expected = alike * np.divide(usual, others, out=np.zeros_like(usual), where=some)
    with np.errstate(invalid="ignore"):
        found = (np.where(some, change, 0.0) - expected).sum(axis=1) / alike.sum(axis=1)
    return float(found[0]), found[1:]
