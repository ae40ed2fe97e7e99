"""Customers between two dates, made up: with contracts, serving costs and new customers, or with purchases only."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[3]))

from verification.simulated_lives import ALPHA, BETA, BETWEEN, MEAN, WITHIN, Base, R, S
from workbench.analysis.customer_value import Lives, Valuation, fit
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.flows import Flows
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.customer_value.lives import DAYS_A_YEAR
from workbench.analysis.purchase_models import EmpiricalBayesMean

OPENING, CLOSING, RATE = 1000.0, 1092.0, 0.10


def known(**changed: object) -> Valuation:
    """The valuation with the parameters that `simulated_lives` draws by."""
    between = MEAN**2 * np.exp(BETWEEN**2) * (np.exp(BETWEEN**2) - 1)
    spend = EmpiricalBayesMean()
    spend.params_ = {"mean": MEAN * np.exp(BETWEEN**2 / 2), "within": WITHIN, "between": np.sqrt(between)}
    spend.borrowed_, spend.withheld_ = WITHIN**2 / between, None
    life = LifeModel(R, S, np.array([ALPHA]), np.array([BETA]))
    told = {"flows": Flows.none(), "rate": np.log1p(RATE), "horizon": np.inf, "n": 0}
    return Valuation(life, spend, np.empty(0), **{**told, **changed})  # type: ignore[arg-type]


def two_dates(customers: int, *, seed: int = 1, contracts: bool = True) -> tuple[pd.DataFrame, pd.DataFrame, Books]:
    """Frames of two dates and the books between them; a tenth is won in between."""
    base = Base.drawn(customers, seed=seed, won_over=CLOSING, until=CLOSING)
    before, after, booked = base.frame(OPENING), base.frame(CLOSING), base.booked(OPENING, CLOSING)
    if contracts:
        before, after = _with_contracts(before, 0), _with_contracts(after, 1)
    return before, after, books(before, after, booked)


def books(before: pd.DataFrame, after: pd.DataFrame, booked: pd.DataFrame) -> Books:
    """The books of two frames."""
    told = (booked[name].to_numpy() for name in ("number", "contribution", "acquisition"))
    return Books.of(Lives.read(before), Lives.read(after), int(CLOSING - OPENING), *told)


def fitted(lives: Lives, **told: float) -> Valuation:
    """The valuation fitted to customers."""
    found = fit(lives, **{"rate": RATE, **told})
    assert isinstance(found, Valuation), found
    return found


def in_other_units(frame: pd.DataFrame, *, money: float = 1.0, time: float = 1.0) -> Lives:
    """The customers of a frame with money and time counted in other units: cents are ``money`` = 100."""
    lives = Lives.read(frame)
    factors = dict.fromkeys(("total", "contract", "signed_margin", "serving", "acquisition"), money)
    factors |= {"squares": money**2, "recency": time, "age": time}
    return Lives(**{name: value * factors.get(name, 1) for name, value in vars(lives).items() if name in _FIELDS})


_FIELDS = Lives.__dataclass_fields__


def _with_contracts(frame: pd.DataFrame, later: int) -> pd.DataFrame:
    """Every fifth has had a contract; some of these end, and others sign, between the dates."""
    number = frame.number.to_numpy()
    had, gone, signs = number % 5 == 0, number % 15 == later * 5, number % 7 == 1
    signed = signs & (number % 2 == later)
    held = (had & ~gone) | signed
    return frame.assign(
        contracts=held.astype(float),
        contract_margin=np.where(held, 60.0 + number % 9, 0.0),
        contract_ended=had & gone & ~signed & (number % 2 == 1),
        signed_12m=signed.astype(float),
        signed_margin_12m=np.where(signed, 60.0 + number % 9, 0.0),
        serving_12m=np.minimum(frame.age_days / DAYS_A_YEAR, 1) * (3 + number % 3),
        acquisition=20.0,
    )
