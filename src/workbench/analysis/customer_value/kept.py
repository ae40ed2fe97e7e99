"""The models of a month as a small record, from which each is rebuilt to the last digit.

A record is numbers and texts only: what was assumed, what was fitted, how large the data were, and what came
out. So what was reported can be computed again by the model of then (`restated`). The model of the closing
stands in it plainly, that of the opening by names that begin with ``opening_``: the return of the period rests
on it.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np

from workbench.analysis.customer_value.flows import Flows
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models import EmpiricalBayesMean
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Estimate, Result
from workbench.errors import BadParameter

Record = Mapping[str, float | int | str]

MODEL = "Pareto/NBD by spend, empirical-Bayes mean"
OPENING = "opening_"
_BY_GROUP = ("alpha", "beta", "serving", "signing", "signed_margin")
_SEEN = (
    *("frequency", "recency", "age", "purchases", "total", "squares"),
    *("held", "contract", "left", "signed", "signed_margin", "serving"),
)


def record(model: Valuation, lives: Lives, *, as_of: dt.date, snapshot: str = "") -> dict[str, float | int | str]:
    """A valuation as numbers and texts: assumptions, parameters, the size of the data, and what came out.

    Args:
        model: fitted to ``lives``.
        lives: the customers of the date.
        as_of: the first day not seen.
        snapshot: the id of the snapshot that was read.

    BadParameter when the model of spend is another than the one that is fitted.
    """
    if not isinstance(model.spend, EmpiricalBayesMean):
        do = "keep valuations that were fitted"
        raise BadParameter("a model of spend that cannot be kept", where="record", value=model.spend, do=do)
    life, flows, spend = model.life, model.flows, model.spend.params_
    by_group = dict(zip(_BY_GROUP, (life.alpha, life.beta, flows.serving, flows.signing, flows.margin), strict=True))
    return {
        "model": MODEL,
        "as_of": as_of.isoformat(),
        "snapshot": snapshot,
        "discount_rate": math.expm1(model.rate),
        "continuous_rate": model.rate,
        "horizon_years": "all" if math.isinf(model.horizon) else model.horizon,
        "days_a_year": model.year,
        "equity": float(model.worth(lives).value.sum()),
        "customers": len(lives),
        **_size(lives),
        "r": life.r,
        "s": life.s,
        **{f"{name}_{place}": float(value) for name, values in by_group.items() for place, value in _numbered(values)},
        **{f"cut_{place}": float(value) for place, value in _numbered(model.cuts)},
        **{f"spend_{name}": float(value) for name, value in spend.items()},
        "spend_borrowed": "all" if math.isinf(model.spend.borrowed_) else model.spend.borrowed_,
    }


def rebuilt(kept: Record) -> Valuation:
    """The valuation that a record was made of.

    BadParameter when it is a record of another kind, or something is missing.
    """
    if kept.get("model") != MODEL:
        do = "close that month again with --force"
        raise BadParameter("a record of a model that is not known here", where="model", value=kept.get("model"), do=do)
    alpha, beta, serving, signing, margin = (_column(kept, name) for name in _BY_GROUP)
    life = LifeModel(number(kept, "r"), number(kept, "s"), alpha, beta)
    rate, year = number(kept, "continuous_rate"), number(kept, "days_a_year")
    horizon, flows, cuts = _or_all(kept, "horizon_years"), Flows(serving, signing, margin), _column(kept, "cut")
    return Valuation(life, _spend(kept), cuts, flows, rate, horizon, int(number(kept, "customers")), year)


def of_return(opening: Record, *, cash: float, roc: Result) -> dict[str, float | int | str]:
    """What a record holds of the return of its period, beside the model of the closing.

    Args:
        opening: the record of the model of the opening.
        cash: contribution booked in the period.
        roc: Return on Customer, frozen. Nothing is kept where it was withheld.
    """
    if not isinstance(roc, Estimate):
        return {}
    return {"roc": roc.value, "cash": cash, **{f"{OPENING}{name}": value for name, value in opening.items()}}


def opening_of(kept: Record) -> Record:
    """The record of the model of the opening; empty where none was kept."""
    return {name.removeprefix(OPENING): value for name, value in kept.items() if name.startswith(OPENING)}


def is_same(kept: Record, lives: Lives) -> bool:
    """Whether the customers are those that a record was made of, by all that a valuation sees of them."""
    sizes = {**_size(lives), "customers": float(len(lives))}
    return all(math.isclose(number(kept, name), size, rel_tol=1e-9, abs_tol=1e-6) for name, size in sizes.items())


def date_of(kept: Record) -> dt.date:
    """The first day that the model of a record has not seen."""
    return dt.date.fromisoformat(str(kept["as_of"]))


def number(kept: Record, name: str) -> float:
    """A number of a record; BadParameter where it is missing."""
    value = kept.get(name)
    if value is None or isinstance(value, str):
        do = "close that month again with --force"
        raise BadParameter("a record of a model lacks a number", where=name, value=value, do=do)
    return float(value)


def _size(lives: Lives) -> dict[str, float]:
    """Sums over the customers of all that a valuation sees of them: a correction moves at least one of them."""
    return {f"data_{name}": float(np.sum(getattr(lives, name))) for name in _SEEN}


def _spend(kept: Record) -> EmpiricalBayesMean:
    spend = EmpiricalBayesMean()
    spend.params_ = {name: number(kept, f"spend_{name}") for name in ("mean", "within", "between")}
    spend.borrowed_ = _or_all(kept, "spend_borrowed")
    spend.withheld_ = None
    return spend


def _numbered(values: Floats) -> Sequence[tuple[int, float]]:
    return list(enumerate(values.tolist(), start=1))


def _column(kept: Record, name: str) -> Floats:
    found: list[float] = []
    while f"{name}_{len(found) + 1}" in kept:
        found.append(number(kept, f"{name}_{len(found) + 1}"))
    return np.array(found)


def _or_all(kept: Record, name: str) -> float:
    """A number that may be without end."""
    return math.inf if kept.get(name) == "all" else number(kept, name)
