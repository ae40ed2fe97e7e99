"""What would be if customers stayed longer, bought more, cost less: against closed forms and the account."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_lives import fitted, known, two_dates

from workbench.analysis.customer_value import Lives, doubt, levers
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.levers import Levers, Uncertain
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.customer_value.lives import DAYS_A_YEAR
from workbench.analysis.customer_value.resampling import Resampling
from workbench.analysis.customer_value.what_if import NAMES, SHOWN, WhatIf
from workbench.analysis.results import Estimate, Withheld
from workbench.errors import BadParameter


@pytest.fixture(scope="module")
def books() -> Books:
    return two_dates(1500)[2]


@pytest.fixture(scope="module")
def asked(books: Books) -> WhatIf:
    return WhatIf.of(fitted(books.after), books.after)


@pytest.mark.parametrize(("retention", "rate"), [(0.7, 0.12), (0.8, 0.10), (0.9, 0.16)])
def test_elasticity_of_retention_is_that_of_the_simple_model(retention: float, rate: float) -> None:
    """Gupta, Lehmann and Stuart: value grows with r / (1 + i - r), so its elasticity is (1 + i) / (1 + i - r)."""
    leaving, shape = -np.log(retention), 1e5  # nobody differs in how soon they leave
    life = LifeModel(1.0, shape, np.array([100.0]), np.array([shape / leaving * DAYS_A_YEAR]))
    model = replace(known(), life=life, rate=float(np.log1p(rate)))
    lives = Lives.bought(frequency=[3], recency=[300.0], age=[300.0], purchases=[4], total=[80.0])
    now, _, then, _ = levers.lines(model, model.standing(lives), [Levers(), Levers(retention=1e-6)])[:, 0]
    found = (then / now - 1) / 1e-6
    day, days = (1 + rate) ** (1 / DAYS_A_YEAR), DAYS_A_YEAR
    daily = day / (day - retention ** (1 / days)) / days
    assert found == pytest.approx(1 / (np.log1p(rate) + leaving), rel=1e-4)
    assert found == pytest.approx(daily, rel=2e-3)


def test_the_published_elasticity_lies_where_firms_lie() -> None:
    """About 5 % for 1 % in years: where four fifths to nine tenths stay, and 12 % are asked."""
    yearly = [(1 + 0.12) / (1 + 0.12 - retention) for retention in (0.8, 0.9)]
    assert yearly[0] < 5.0 < yearly[1] + 0.2


def test_a_higher_margin_raises_what_customers_bring_by_as_much(books: Books) -> None:
    model = fitted(books.after)
    seen = model.standing(books.after)
    worth = model.worth_of(seen)
    now, _, then, _ = levers.lines(model, seen, [Levers(), Levers(margin=0.25)])
    np.testing.assert_allclose(then - now, 0.25 * (now + worth.serving))


def test_levers_together_are_those_one_after_the_other(books: Books) -> None:
    model = fitted(books.after)
    changed = Levers(leaving=-0.1, frequency=0.2, serving=0.5)
    seen = model.standing(books.after)
    slower = replace(model, life=replace(model.life, beta=model.life.beta / 0.9))
    later = replace(seen, lives=replace(books.after, age=books.after.age / 0.9), purchases=seen.purchases * 1.2)
    costly = replace(slower, flows=replace(model.flows, serving=1.5 * model.flows.serving))
    np.testing.assert_allclose(levers.lines(model, seen, [changed])[0], costly.worth_of(later).value)


def test_retention_is_met(books: Books) -> None:
    model = fitted(books.after)
    seen = model.standing(books.after)
    pace = levers._factor(model, seen, 0.05)
    assert pace < 1
    assert levers.stay(model, seen, pace) == pytest.approx(1.05 * levers.stay(model, seen, 1.0))


def test_resampled_equity_is_that_of_the_account(books: Books) -> None:
    opening, closing = fitted(books.before), fitted(books.after)
    totals = doubt.totals(books, opening, closing, np.zeros(len(books.after), dtype=np.intp), 1)
    own = Resampling.of(closing, books.after).sums(lambda model, seen: model.worth_of(seen).value[None])
    np.testing.assert_allclose(own[:, 0], totals.of("closing"), rtol=2e-3)


def test_no_change_changes_nothing(asked: WhatIf) -> None:
    found = asked.ask(Levers())
    assert not isinstance(found, Withheld)
    assert found.change == replace(found.change, value=0.0, low=0.0, high=0.0)


def test_new_customers_move_the_return_and_not_equity(asked: WhatIf) -> None:
    more, dearer = asked.ask(Levers(won=0.1)), asked.ask(Levers(winning=0.1))
    for found in (more, dearer):
        assert found.change.value == 0
    spent = asked.resamples.seen.lives
    cost = 0.1 * spent.acquisition[spent.age < DAYS_A_YEAR].sum()
    equity = asked.ask(Levers()).equity.value
    assert dearer.roc_change.value == pytest.approx(-cost / equity)
    assert more.roc_change.value * equity == pytest.approx(0.1 * _new(asked))


def test_the_tornado_has_a_row_for_each_lever_the_largest_first(asked: WhatIf) -> None:
    frame = asked.tornado()
    assert set(frame["lever"]) == {NAMES[name] for name in SHOWN}
    assert frame["change"].abs().is_monotonic_decreasing
    told = frame.set_index("lever").loc[NAMES["retention"]]
    single = asked.ask(Levers(retention=0.01))
    assert told["elasticity"] == pytest.approx(single.share.value / 0.01)
    assert told["elasticity_low"] <= told["elasticity"] <= told["elasticity_high"]
    assert (frame["change_low"] <= frame["change"]).all() and (frame["change"] <= frame["change_high"]).all()


def test_a_lever_of_which_nothing_is_recorded_has_no_row() -> None:
    """Customers who only buy: neither serving nor winning them costs anything."""
    after = two_dates(1200, contracts=False)[2].after
    free = replace(after, serving=0 * after.serving, acquisition=0 * after.acquisition)
    levers_told = set(WhatIf.of(fitted(free), free).tornado()["lever"])
    assert NAMES["serving"] not in levers_told and NAMES["winning"] not in levers_told
    assert NAMES["won"] in levers_told


def test_who_was_won_is_not_told_from_a_year_of_data(asked: WhatIf) -> None:
    """All who were there when the data begin would count as won: the return goes without, and says why."""
    after = two_dates(1200, contracts=False)[2].after
    young = after.of(np.flatnonzero(after.age < 1.9 * DAYS_A_YEAR))
    short = WhatIf.of(fitted(young), young)
    assert asked.knows_won and not short.knows_won
    frame = short.tornado().set_index("lever")
    assert "two years of data" in frame.loc[NAMES["won"], "why"] and NAMES["winning"] not in frame.index
    told = frame.loc[NAMES["frequency"]]
    assert told["roc_change"] == pytest.approx(np.exp(short.resamples.model.rate) * 0.01 * told["elasticity"])


def test_more_customers_than_there_are_cannot_stay(asked: WhatIf) -> None:
    assert isinstance(asked.ask(Levers(retention=1 / asked.retention - 0.99)), Withheld)
    frame = asked.tornado(step=0.9, names=["retention", "spend"]).set_index("lever")
    assert "stay a year" in frame.loc[NAMES["retention"], "why"]
    assert np.isfinite(frame.loc[NAMES["spend"], "change"])


def test_levers_that_are_estimates_widen_the_interval(asked: WhatIf) -> None:
    draws = np.random.default_rng(1).normal(0, 0.02, (500, 1))
    unsure = Uncertain([Levers(leaving=-0.04 + 1e-4)], np.array([1e-4]), draws)
    sure, wide = asked.ask(Levers(leaving=-0.04)).change, asked.ask(Levers(leaving=-0.04), unsure).change
    assert isinstance(sure, Estimate) and isinstance(wide, Estimate)
    assert wide.value == sure.value
    assert wide.high - wide.low > 2 * (sure.high - sure.low)


@pytest.mark.parametrize("change", [{"retention": -1.0}, {"spend": float("nan")}, {"serving": -1.5}])
def test_a_change_that_leaves_nothing_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(BadParameter, match="fraction above -1"):
        Levers(**change)


def _new(asked: WhatIf) -> float:
    """What a year's new customers are worth and have brought, net of winning them."""
    model, seen = asked.resamples.model, asked.resamples.seen
    lives, value = seen.lives, model.worth_of(seen).value
    brought = lives.total + lives.contract * lives.age / DAYS_A_YEAR - lives.serving - lives.acquisition
    return float((value + brought)[lives.age < DAYS_A_YEAR].sum())
