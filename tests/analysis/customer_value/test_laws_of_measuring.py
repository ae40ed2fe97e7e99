"""What holds of every measured period, whatever a company hands over: refunds, losses, outliers, small bases."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_lives import two_dates

from workbench.analysis.customer_value import statements
from workbench.analysis.customer_value.measure import Measured, measure
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.return_on_customer import Period
from workbench.analysis.states import TIERS
from workbench.phrase import Phrase

OPENING, CLOSING = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
MONEY = ("margin", "contract_margin", "signed_margin_12m", "serving_12m", "acquisition")


@dataclass(frozen=True, eq=False)
class Handed:
    """What the queries of a store would give for two dates."""

    before: pd.DataFrame
    after: pd.DataFrame
    booked: pd.DataFrame
    elsewhere: float

    @property
    def cash(self) -> float:
        return float(self.booked["contribution"].sum()) + self.elsewhere

    def in_units(self, money: float) -> "Handed":
        """The same with money counted in other units."""
        factors = dict.fromkeys(MONEY, money) | {"margin_squares": money**2}
        before, after = (
            each.assign(**{name: each[name] * factor for name, factor in factors.items()})
            for each in (self.before, self.after)
        )
        told = {name: self.booked[name] * money for name in ("contribution", "acquisition")}
        return Handed(before, after, self.booked.assign(**told), self.elsewhere * money)

    def measured(self, horizon_months: int = 0, *, segments: pd.Series | None = None) -> Measured | Withheld:
        """The period, by thirds of the customers unless they are divided otherwise."""
        thirds = self.before.set_index("customer_id")["number"].mod(3).map(dict(enumerate(TIERS)))
        period = Period(OPENING, CLOSING, 0.10, horizon_months)
        divided = thirds if segments is None else segments
        return measure(self.before, self.after, self.booked, self.cash, divided, period, resamples=200)


@st.composite
def handed(draw: st.DrawFn) -> Handed:
    """Some bases are of few, some make losses on many, some have one customer who outweighs all others."""
    customers, seed = draw(st.integers(60, 250)), draw(st.integers(0, 10_000))
    before, after, books = two_dates(customers, seed=seed, contracts=draw(st.booleans()))
    losing = draw(st.sampled_from([0.0, 0.1, 0.5, 1.0]))
    times = np.where(np.random.default_rng(seed).random(customers) < losing, -2.0, 1.0)
    times[seed % customers] *= draw(st.sampled_from([1.0, 1000.0]))
    frames = [
        each.assign(
            margin=each["margin"] * times[each["number"]],
            margin_squares=each["margin_squares"] * times[each["number"]] ** 2,
        )
        for each in (before, after)
    ]
    number = books.after.number
    spent = draw(st.sampled_from([0.0, 25.0]))
    booked = pd.DataFrame({"number": number, "contribution": books.cash * times[number], "acquisition": 0.0})
    booked.loc[~books.there, "acquisition"] = spent
    booked["contribution"] -= booked["acquisition"]
    return Handed(*frames, booked, draw(st.sampled_from([0.0, -130.55])))


lawful = settings(max_examples=6, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def numbers(found: Measured) -> pd.Series:
    """All numbers of a measured period, by name."""
    told = {"cash": found.cash}
    for name, one in (
        ("closing", found.closing_equity),
        ("change", found.change),
        ("created", found.value_created),
        *found.roc.items(),
    ):
        if isinstance(one, Estimate):
            told |= {name: one.value, f"{name}, low": one.low, f"{name}, high": one.high}
    return pd.Series(told)


@lawful
@given(handed(), st.sampled_from([0, 12]))
def test_it_foots_to_the_cent_or_says_why_not(base: Handed, horizon_months: int) -> None:
    found = base.measured(horizon_months)
    if isinstance(found, Withheld):
        assert isinstance(found.why, Phrase) and found.why
        return
    told = found.statement
    columns = told.segments.drop(columns="line")
    cents = np.rint(columns * 100).astype(np.int64)
    np.testing.assert_array_equal(cents.iloc[:-1].sum(), cents.iloc[-1])
    np.testing.assert_array_equal(cents.drop(columns="whole").sum(axis=1), cents["whole"])
    booked = np.rint(told.cash["amount"] * 100).astype(np.int64)
    assert booked.iloc[:-1].sum() == booked.iloc[-1] == round(100 * base.cash)
    assert np.isfinite(told.equity[["amount", "low", "high"]].to_numpy(dtype=float)).all()
    assert float(found.by_tier["value_created"].sum()) == pytest.approx(
        found.value_created.value if isinstance(found.value_created, Estimate) else np.nan
    )


@lawful
@given(handed(), st.sampled_from([0.01, 100.0, 1 / 7]))
def test_the_unit_of_money_changes_no_return(base: Handed, money: float) -> None:
    plain, other = base.measured(), base.in_units(money).measured()
    if isinstance(plain, Withheld) or isinstance(other, Withheld):
        assert plain == other
        return
    ours, theirs = numbers(plain), numbers(other)
    assert list(ours.index) == list(theirs.index)
    is_return = ours.index.str.split(", ").str[0].isin(list(plain.roc))
    scale = np.abs(ours[~is_return]).max()
    np.testing.assert_allclose(theirs[is_return], ours[is_return], rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(theirs[~is_return] / money, ours[~is_return], rtol=1e-4, atol=1e-5 * scale)


@lawful
@given(handed())
def test_however_customers_are_divided_the_whole_is_the_same(base: Handed) -> None:
    found, number = base.measured(), base.before.set_index("customer_id")["number"]
    other = base.measured(segments=number.map(str).str[-1].sample(frac=1, random_state=1))
    if isinstance(found, Withheld) or isinstance(other, Withheld):
        assert found == other
        return
    pd.testing.assert_series_equal(numbers(found), numbers(other), rtol=1e-9)


@pytest.mark.parametrize("won", [0.0, 25.0], ids=["gross", "net"])
def test_new_customers_are_gross_without_a_cost_of_winning_them(won: float) -> None:
    before, after, books = two_dates(400)
    booked = pd.DataFrame({"number": books.after.number, "contribution": books.cash, "acquisition": 0.0})
    booked.loc[~books.there, ["contribution", "acquisition"]] += [-won, won]
    found = Handed(before, after, booked, 0.0).measured()
    assert isinstance(found, Measured)
    new = statements.new_customers(found.returns)
    assert not isinstance(new, Withheld)
    assert new.is_gross == (won == 0)
    assert new.spent == pytest.approx(won * new.customers)
