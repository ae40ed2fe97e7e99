"""What a company may hand over: nobody, one customer, one day, losses, and a base that doubles."""

import numpy as np
import pandas as pd
import pytest
from made_up_lives import CLOSING, OPENING, books, fitted, two_dates

from verification.simulated_lives import Base
from workbench.analysis.customer_value import Lives, account, doubt, fit
from workbench.analysis.customer_value.account import LINES
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter


def whole(frame: pd.DataFrame, **changed: object) -> Lives:
    return Lives.read(frame.assign(**changed))


@pytest.fixture(scope="module")
def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    return two_dates(900, contracts=False)[:2]


def test_nobody(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = fit(Lives.read(frames[0].head(0)), rate=0.10)
    assert isinstance(found, Withheld) and found.n == 0


def test_one_customer(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = fit(Lives.read(frames[0].head(1)), rate=0.10)
    assert isinstance(found, Withheld) and found.n == 1


def test_everyone_bought_once(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    lives = whole(frames[0], repeats=0.0, last_days=0.0, purchases=1.0)
    found = fit(lives, rate=0.10)
    assert isinstance(found, Withheld) and "two purchases" in found.why


def test_all_on_one_day(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """Everybody bought twice on what is the last day seen: no time has passed in which to come back."""
    found = fit(whole(frames[0], repeats=0.0, last_days=0.0, age_days=1.0, purchases=2.0), rate=0.10)
    assert isinstance(found, Withheld) and "last day" in found.why


def test_nobody_bought_only_contracts(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = fit(whole(frames[0], repeats=0.0, last_days=0.0, purchases=0.0, contracts=1.0), rate=0.10)
    assert isinstance(found, Withheld)


def test_refunds_larger_than_purchases(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """A tenth gave back more than they bought: they are worth less than nothing, the rest more."""
    before = frames[0]
    loses = (before.number % 10 == 0).to_numpy()
    lives = whole(before, margin=np.where(loses, -before.margin, before.margin))
    value = fitted(lives).worth(lives).value
    often = lives.frequency > 3
    assert (value[loses & often] < 0).all() and (value[~loses & often] > 0).all()


@pytest.mark.parametrize("factor", [-1.0, 0.0])
def test_margins_of_nothing_or_less(frames: tuple[pd.DataFrame, pd.DataFrame], factor: float) -> None:
    before, after = (each.assign(margin=factor * each.margin) for each in frames)
    if factor == 0:
        before, after = (each.assign(margin_squares=0.0) for each in (before, after))
    told = books(before, after, pd.DataFrame({"number": [0], "contribution": [1.0], "acquisition": [0.0]}))
    opening, closing = fitted(told.before), fitted(told.after)
    lines = account.lines(told, opening, closing)
    np.testing.assert_allclose(lines[:-1].sum(axis=0), lines[-1], atol=1e-7)
    assert lines[0].sum() < 0 if factor < 0 else not lines.any()
    assert np.isfinite(doubt.totals(told, opening, closing, np.zeros(len(after), dtype=int), 1).lines).all()


def test_a_base_that_doubles() -> None:
    """Half of the customers of the closing were won in the period, and all they are worth is new."""
    base = Base.drawn(1600, seed=4, won_over=CLOSING, until=CLOSING)
    halves = np.where(np.arange(1600) < 800, base.start * 0.9, OPENING + (base.start - CLOSING / 2) / CLOSING * 184)
    moved = Base(halves, base.person, base.time - base.start[base.person] + halves[base.person], base.margin, False)
    told = books(moved.frame(OPENING), moved.frame(CLOSING), moved.booked(OPENING, CLOSING))
    assert len(told.after) == pytest.approx(2 * len(told.before), rel=0.05)
    lines = account.lines(told, fitted(told.before), fitted(told.after))
    np.testing.assert_allclose(lines[:-1].sum(axis=0), lines[-1], atol=1e-7)
    assert lines[LINES.index("new")].sum() > 0.3 * lines[-1].sum()


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf])
def test_a_discount_rate_below_nothing(frames: tuple[pd.DataFrame, pd.DataFrame], rate: float) -> None:
    with pytest.raises(BadParameter):
        fit(Lives.read(frames[0]), rate=rate)


def test_a_discount_rate_of_nothing_needs_a_horizon(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    lives = Lives.read(frames[0])
    with pytest.raises(BadParameter, match="must be discounted"):
        fit(lives, rate=0.0)
    assert fitted(lives, rate=0.0, horizon=2.0).worth(lives).value.sum() > 0


def test_a_discount_rate_above_one(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    lives = Lives.read(frames[0])
    dear, usual = (fitted(lives, rate=rate).worth(lives).value.sum() for rate in (1.5, 0.1))
    assert 0 < dear < usual
