"""The model of a month as a small record, and what the month is worth when it is measured again.

A record is numbers and texts only: what was assumed, what was fitted, how large the data were, and what came
out. A valuation is rebuilt from it to the last digit, so that what was reported can be computed again by the
model of then. A month measured again differs from what was reported by

    corrected data      model of then, customers of then as they are known now    less    what was reported
    re-estimation       model fitted again to them                                less    model of then
    other assumptions   rate and horizon of now                                   less    those of then

and all three add up to the difference. Where the data are the same as then, the first two cannot come from
them: then other rules (another version of this workbench) are the reason, and both are told as that.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import valuation
from workbench.analysis.customer_value.flows import Flows
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models import EmpiricalBayesMean
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_

Record = Mapping[str, float | int | str]

MODEL = "Pareto/NBD by spend, empirical-Bayes mean"
DATA, ESTIMATE = N_("corrected data"), N_("re-estimation")
RULES, ASSUMPTIONS = N_("other rules"), N_("other assumptions")
REASONS = (DATA, ESTIMATE, RULES, ASSUMPTIONS)
DAMAGE = 1e-6  # relative; what is less is the last digit of a sum
_BY_GROUP = ("alpha", "beta", "serving", "signing", "signed_margin")
_SEEN = (
    *("frequency", "recency", "age", "purchases", "total", "squares"),
    *("held", "contract", "left", "signed", "signed_margin", "serving"),
)


@dataclass(frozen=True)
class Restated:
    """A month as it was reported and as it is measured again.

    Args:
        as_of: the day after the month.
        reported, restated: customer equity.
        because: what each reason makes of the difference; they add up to it.
    """

    as_of: dt.date
    reported: float
    restated: float
    because: Mapping[str, float]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that make more than the last digit, the largest first."""
        least = DAMAGE * max(abs(self.reported), 1.0)
        told = [name for name in REASONS if abs(self.because[name]) > least]
        return tuple(sorted(told, key=lambda name: -abs(self.because[name])))


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
    life = LifeModel(_number(kept, "r"), _number(kept, "s"), alpha, beta)
    rate, year = _number(kept, "continuous_rate"), _number(kept, "days_a_year")
    horizon, flows, cuts = _or_all(kept, "horizon_years"), Flows(serving, signing, margin), _column(kept, "cut")
    return Valuation(life, _spend(kept), cuts, flows, rate, horizon, int(_number(kept, "customers")), year)


def restate(kept: Record, lives: Lives, model: Valuation) -> Restated:
    """A month beside its record.

    Args:
        kept: the record.
        lives: the customers of the same date as they are known now.
        model: fitted to them, with the rate and the horizon of now.
    """
    old, reported = rebuilt(kept), _number(kept, "equity")
    by_old = float(old.worth(lives).value.sum())
    again = float(model.looking(rate=old.rate, horizon=old.horizon).worth(lives).value.sum())
    now = float(model.worth(lives).value.sum())
    steps = {DATA: by_old - reported, ESTIMATE: again - by_old, RULES: 0.0, ASSUMPTIONS: now - again}
    if _is_same(kept, lives):
        steps = {DATA: 0.0, ESTIMATE: 0.0, RULES: again - reported, ASSUMPTIONS: now - again}
    return Restated(dt.date.fromisoformat(str(kept["as_of"])), reported, now, steps)


def restate_on_demand(
    kept: Record, frame: pd.DataFrame, *, rate: float, horizon_months: int = 0
) -> Restated | Withheld:
    """A month beside its record, with a model fitted for it; Withheld if the data of now carry none.

    Args:
        kept: the record.
        frame: `customer_lives` as of the record's ``as_of``.
        rate: the yearly discount rate of now.
        horizon_months: months counted now; 0 for all.
    """
    lives = Lives.read(frame)
    model = valuation.fit(lives, rate=rate, horizon=horizon_months / 12 if horizon_months else math.inf)
    return model if isinstance(model, Withheld) else restate(kept, lives, model)


def _size(lives: Lives) -> dict[str, float]:
    """Sums over the customers of all that a valuation sees of them: a correction moves at least one of them."""
    return {f"data_{name}": float(np.sum(getattr(lives, name))) for name in _SEEN}


def _is_same(kept: Record, lives: Lives) -> bool:
    sizes = {**_size(lives), "customers": float(len(lives))}
    return all(math.isclose(_number(kept, name), size, rel_tol=1e-9, abs_tol=1e-6) for name, size in sizes.items())


def _spend(kept: Record) -> EmpiricalBayesMean:
    spend = EmpiricalBayesMean()
    spend.params_ = {name: _number(kept, f"spend_{name}") for name in ("mean", "within", "between")}
    spend.borrowed_ = _or_all(kept, "spend_borrowed")
    spend.withheld_ = None
    return spend


def _numbered(values: Floats) -> Sequence[tuple[int, float]]:
    return list(enumerate(values.tolist(), start=1))


def _column(kept: Record, name: str) -> Floats:
    found: list[float] = []
    while f"{name}_{len(found) + 1}" in kept:
        found.append(_number(kept, f"{name}_{len(found) + 1}"))
    return np.array(found)


def _or_all(kept: Record, name: str) -> float:
    """A number that may be without end."""
    return math.inf if kept.get(name) == "all" else _number(kept, name)


def _number(kept: Record, name: str) -> float:
    value = kept.get(name)
    if value is None or isinstance(value, str):
        do = "close that month again with --force"
        raise BadParameter("a record of a model lacks a number", where=name, value=value, do=do)
    return float(value)
