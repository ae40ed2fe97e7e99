"""A quarter of a demonstration world, measured from the store's own queries to the statement."""

import datetime as dt
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from verification.stores import Seen, seen
from workbench.analysis import customer_returns
from workbench.analysis.customer_value import history, kept, looking_back, side_by_side, statements
from workbench.analysis.customer_value.back_test import BackTest
from workbench.analysis.customer_value.doubt import NAMES, Totals
from workbench.analysis.customer_value.groups import NO_CUSTOMERS, OTHER, WON
from workbench.analysis.customer_value.measure import Measured, measure
from workbench.analysis.customer_value.restated import Restated
from workbench.analysis.customer_value.returns import Returns
from workbench.analysis.origins import months_before
from workbench.analysis.purchase_models import Histories
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.return_on_customer import Period
from workbench.errors import BadParameter

DATA_FROM = dt.date(2023, 10, 1)


@dataclass(frozen=True)
class World:
    asked: Seen
    measured: Measured
    cash: float
    states: pd.DataFrame


def quarter(world: Seen) -> Measured | Withheld:
    closing = world.today
    opening = months_before(closing, 3)
    frames = [world.ask("customer_lives", as_of=day) for day in (opening, closing)]
    booked = world.ask("customer_cash", start=opening)
    cash = float(world.ask("cash_flow", start=opening).contribution.sum())
    tiers = world.ask("customer_states", as_of=opening).set_index("customer_id").value_tier
    return measure(*frames, booked, cash, tiers, Period(opening, closing, 0.10))


@pytest.fixture(scope="module")
def world():
    with seen(5, customers=2_000, months=30) as asked:
        found = quarter(asked)
        assert isinstance(found, Measured), found
        cash = float(asked.ask("cash_flow", start=found.period.opening).contribution.sum())
        yield World(asked, found, cash, asked.ask("customer_states"))


@pytest.fixture
def returns(world: World) -> Returns:
    return world.measured.returns


def test_the_statement_foots_to_the_cent_for_each_segment_and_for_all(world: World) -> None:
    lines = world.measured.statement.segments.set_index("line")
    cents = (lines * 100).round().astype(int)
    np.testing.assert_allclose(lines * 100, cents, atol=1e-6)
    pd.testing.assert_series_equal(cents.iloc[:-1].sum(), cents.iloc[-1], check_names=False)
    assert (cents.drop(columns="whole").sum(axis=1) == cents["whole"]).all()
    assert lines.columns.tolist() == ["top 20%", "middle 50%", "bottom 30%", "lost", WON, "whole"]


def test_the_whole_is_what_the_numbers_say(world: World) -> None:
    equity = world.measured.statement.equity
    opening, closing = (world.measured.returns.opening_equity, world.measured.closing_equity)
    assert equity.amount.iloc[0] == pytest.approx(opening.value, abs=0.05)
    assert equity.amount.iloc[-1] == pytest.approx(closing.value, abs=0.05)
    assert (equity.low.iloc[0], equity.high.iloc[0]) == (opening.low, opening.high)
    assert (equity.low <= equity.amount + 0.05).all() and (equity.amount <= equity.high + 0.05).all()


def test_cash_reconciles_with_what_the_store_has_booked(world: World) -> None:
    cash = world.measured.statement.cash
    cents = (cash.amount * 100).round().astype(int)
    assert cents.iloc[:-1].sum() == cents.iloc[-1]
    assert cash.amount.iloc[-1] == pytest.approx(world.cash, abs=0.006)
    assert world.measured.cash == pytest.approx(world.cash)
    assert world.measured.by_tier.cash.sum() == pytest.approx(world.cash)


def test_value_created_adds_up_over_segments(world: World) -> None:
    created = world.measured.value_created
    assert world.measured.by_tier.value_created.sum() == pytest.approx(created.value)
    assert created.low < created.value < created.high


def test_three_ways_of_the_return(world: World) -> None:
    roc, rate = world.measured.roc, world.measured.rate
    assert set(roc) == {"frozen", "refitted", "without new customers"}
    frozen = roc["frozen"]
    base = world.measured.returns.opening_equity.value
    assert frozen.value == pytest.approx(world.measured.value_created.value / base + rate)
    assert roc["without new customers"].value < frozen.value


def test_the_rate_asked_is_what_the_unwinding_adds(world: World) -> None:
    """One rate: that of the statement, of value created and of the text, counted in days as the model counts."""
    lines = world.measured.statement.equity.set_index("line")["amount"]
    unwound = lines["unwind of the discount"] / lines["opening equity"]
    assert unwound == pytest.approx(world.measured.rate, rel=1e-6)
    assert world.measured.statement.expected_return == pytest.approx(world.measured.rate, rel=1e-9)
    days = (world.measured.period.closing - world.measured.period.opening).days
    assert world.measured.rate == pytest.approx(1.1 ** (days / 365.25) - 1, rel=1e-12)


def test_a_single_total_has_one_total(returns: Returns) -> None:
    alone = replace(returns, minimum=10_000)
    table = alone.by_segment()
    assert table.group.tolist() == [OTHER]
    assert table.cash.sum() == pytest.approx(returns.cash)


def test_few_won_customers_are_never_the_difference(returns: Returns) -> None:
    few = replace(returns, minimum=returns.segments.won + 1)
    lines = statements.statement(few)
    assert statements.WITH_NEW in set(lines.equity.line)
    assert not {"new customers", "customers came more or less often"} & set(lines.equity.line)
    assert {WON, NO_CUSTOMERS}.isdisjoint(few.by_segment().group)
    assert isinstance(few.roc["without new customers"], Withheld)
    assert isinstance(statements.new_customers(few), Withheld)
    assert "new customers brought" not in set(lines.cash.line)


def test_who_won_nobody_has_no_line_of_new_customers(returns: Returns) -> None:
    lines = np.array(returns.totals.lines)
    lines[:, [NAMES.index("new"), NAMES.index("cash of new")]] = 0.0
    nobody = replace(returns, totals=Totals(lines), segments=returns.segments._replace(won=0))
    told = statements.statement(nobody)
    assert "new customers" not in set(told.equity["line"]) and "new customers brought" not in set(told.cash["line"])


def test_without_equity_a_return_is_undefined(returns: Returns) -> None:
    opening = returns.totals.lines.copy()
    opening[:, 0, :] *= -1
    in_debt = replace(returns, totals=replace(returns.totals, lines=opening))
    assert all(isinstance(one, Withheld) and "undefined" in one.why for one in in_debt.roc.values())
    assert isinstance(in_debt.value_created, Estimate)


def test_new_customers_are_net_of_what_winning_them_cost(returns: Returns) -> None:
    found = statements.new_customers(returns)
    assert isinstance(found, statements.NewCustomers)
    assert found.net.value == pytest.approx(found.value.value + found.brought - found.spent)
    assert found.spent > 0 and not found.is_gross
    rate = returns.rate
    year = sum((1 + rate) ** -k for k in range(1, 12 // returns.period.months + 1))
    assert found.to_come.value == pytest.approx(found.net.value * year)
    free = returns.totals.lines.copy()
    free[:, -1, :] = 0.0
    gross = statements.new_customers(replace(returns, totals=replace(returns.totals, lines=free)))
    assert gross.is_gross


def test_what_was_beyond_expectation_adds_up_to_the_statement(world: World) -> None:
    beyond = world.measured.returns.beyond()
    lines = world.measured.statement.equity.set_index("line").amount
    experience = sum(lines.get(statements.LINES[name], 0.0) for name in statements.EXPERIENCE)
    assert beyond.equity.sum() == pytest.approx(experience, abs=0.1)
    cash = world.measured.statement.cash.set_index("line").amount
    assert beyond.cash.sum() == pytest.approx(cash["customers brought more or less"], abs=0.1)


def test_the_months_before_hold_todays_model(world: World) -> None:
    found = history.histories(world.measured, world.asked.ask, data_from=None, months_back=2)
    today, closing = world.measured, world.measured.closing
    assert len(found.equity.past) == len(found.roc.past) == 2
    assert set(found.equity.past.by) == {history.TODAY}
    before = world.asked.ask("customer_lives", as_of=months_before(today.period.closing, 1))
    then = closing.worth(history.Lives.read(before)).value.sum()
    assert found.equity.past.value.iloc[-1] == pytest.approx(then)
    assert found.equity.changes[1].value == pytest.approx(today.closing_equity.value - then)
    returned = today.roc["frozen"].value - found.roc.past.value.iloc[-1]
    assert found.roc.changes[1].value == pytest.approx(returned, abs=1e-9)
    assert isinstance(found.equity.changes[12], Withheld)


def test_months_before_the_data_have_no_number(world: World) -> None:
    opening = world.measured.period.opening
    found = history.histories(world.measured, world.asked.ask, data_from=months_before(opening, 7), months_back=3)
    assert len(found.equity.past) == 1


def test_past_present_and_future_add_up_to_all_customers(world: World) -> None:
    features = world.asked.ask("customer_features")
    values = side_by_side.side_by_side(world.measured, world.states, features)
    lives = features[features.customer_id.isin(world.measured.customer_id)]
    parts, whole = values.iloc[:-1], values.iloc[-1]
    assert whole.group == "all" and whole.customers == len(world.measured.customer_id)
    assert whole.historical == pytest.approx(float(lives.contribution.astype(float).sum()))
    assert whole.current == pytest.approx(float(lives.contribution_12m.astype(float).sum()))
    assert whole.expected == pytest.approx(world.measured.closing_equity.value)
    for name in ("customers", "historical", "current", "expected"):
        assert parts[name].sum() == pytest.approx(whole[name])
    assert (values.low < values.expected).all() and (values.expected < values.high).all()


def test_the_whole_has_the_interval_that_was_measured_of_it(world: World) -> None:
    """It is narrower than its parts' ends added up, and the same as that of customer equity."""
    values = side_by_side.side_by_side(world.measured, world.states, world.asked.ask("customer_features"))
    parts, whole = values.iloc[:-1], values.iloc[-1]
    assert (whole.low, whole.high) == (world.measured.closing_equity.low, world.measured.closing_equity.high)
    assert parts.low.sum() < whole.low and whole.high < parts.high.sum()


def test_doubt_is_that_of_the_account(world: World) -> None:
    """The same draws move the same model, whoever asks: only slopes are taken from fewer customers."""
    alone = world.measured.of_closing.worth(world.measured.after, horizon=np.inf)[:, 0]
    both = world.measured.returns.line("closing")
    assert alone[0] == pytest.approx(both[0])
    assert np.std(alone) == pytest.approx(np.std(both), rel=0.05)
    assert np.corrcoef(alone, both)[0, 1] > 0.99


def test_one_customer_of_each_state_is_worth_a_mean(world: World) -> None:
    table = customer_returns.by_state(world.measured, world.states)
    everyone = world.states.merge(world.measured.expected_value.reset_index(), on="customer_id")
    here = everyone[(everyone.state == table.state[0]) & (everyone.value_tier == table.tier[0])]
    assert table.value[0] == pytest.approx(here.expected_value.mean())
    assert table.customers[0] == len(here)
    shown = table[table.customers >= world.measured.minimum]
    assert (shown.low < shown.value).all() and (shown.value < shown.high).all()


def test_each_customer_has_their_expected_value(world: World) -> None:
    customers = customer_returns.per_customer(world.measured, world.states)
    assert list(customers) == ["customer_id", "expected_value"]
    assert customers.expected_value.sum() == pytest.approx(world.measured.closing_equity.value)
    assert customers.customer_id.is_unique


def test_a_return_is_annualised_by_compounding(world: World) -> None:
    quarter, year = world.measured.roc["frozen"], customer_returns.annualised(world.measured)
    assert 1 + year.value == pytest.approx((1 + quarter.value) ** 4)
    assert year.low < year.value < year.high


def test_the_chain_stands_in_only_without_a_model(world: World) -> None:
    assert customer_returns.preferred(world.measured, Withheld("no chain")) is world.measured
    none = customer_returns.preferred(Withheld("all on one day"), Withheld("six months are needed"))
    assert isinstance(none, Withheld) and none.why == "six months are needed"
    for ask in (customer_returns.statement, customer_returns.beyond, customer_returns.new_customers):
        assert isinstance(ask(none), Withheld)


def test_a_period_that_the_history_does_not_carry_is_a_sentence(world: World) -> None:
    frames = [world.asked.ask("customer_lives")] * 2
    booked = world.asked.ask("customer_cash", start=world.measured.period.opening)
    why = Withheld("six months are needed")
    assert measure(*frames, booked, 0.0, pd.Series(dtype=object), why) is why


def test_everyone_on_one_day_carries_no_model() -> None:
    columns = ["number", "age_days", "last_days", "repeats", "purchases", "margin", "margin_squares", "contracts"]
    columns += ["contract_margin", "contract_ended", "signed_12m", "signed_margin_12m", "serving_12m", "acquisition"]
    frame = pd.DataFrame(0.0, index=range(50), columns=columns).assign(
        customer_id=range(50), number=range(50), age_days=100.0, purchases=1.0, margin=5.0, margin_squares=25.0
    )
    booked = pd.DataFrame({"number": [0], "contribution": [5.0], "acquisition": [0.0]})
    period = Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1), 0.10)
    found = measure(frame, frame, booked, 5.0, pd.Series(dtype=object), period)
    assert isinstance(found, Withheld) and found.why


@pytest.mark.parametrize("rate", [-0.1, 1.0, 1.5])
def test_a_discount_rate_below_nothing_or_of_everything_is_refused(rate: float) -> None:
    with pytest.raises(BadParameter, match="discount rate"):
        Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1), rate)
    with pytest.raises(BadParameter):
        Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1), 0.0)


def test_a_discount_rate_of_nothing_needs_an_end(world: World) -> None:
    opening, closing = world.measured.period.opening, world.measured.period.closing
    frames = [world.asked.ask("customer_lives", as_of=day) for day in (opening, closing)]
    booked = world.asked.ask("customer_cash", start=opening)
    found = measure(*frames, booked, world.cash, pd.Series(dtype=object), Period(opening, closing, 0.0, 24))
    assert isinstance(found, Measured)
    unwind = found.statement.equity.set_index("line").amount[statements.LINES["unwind"]]
    assert unwind == pytest.approx(0.0, abs=0.01)
    assert found.by_tier.group.tolist()[0] == "lost"


def test_forecasts_of_past_quarters_are_judged_with_the_model_at_hand(world: World) -> None:
    tested = looking_back.judged(world.measured, world.asked.ask, data_from=DATA_FROM, count=2)
    assert isinstance(tested, BackTest)
    assert tested.models[world.measured.period.opening] is world.measured.opening
    assert len(tested.models) == 2
    why = Withheld("no model")
    assert looking_back.judged(why, world.asked.ask, data_from=DATA_FROM) is why


def test_a_month_measured_again_from_the_same_data_is_as_it_was_reported(world: World) -> None:
    record = customer_returns.record(world.measured, as_of=world.measured.period.closing, snapshot="one")
    again = looking_back.again(record, world.asked.ask, world.measured.period)
    assert isinstance(again.equity, Restated) and isinstance(again.roc, Restated)
    assert again.equity.reasons == again.roc.reasons == ()
    assert again.roc.reported == pytest.approx(world.measured.roc["frozen"].value)
    assert again.roc.restated == pytest.approx(again.roc.reported)


def test_last_month_and_those_whose_forecast_is_judged_are_measured_again(world: World) -> None:
    opening, closing = world.measured.period.opening, world.measured.period.closing
    record = kept.record(world.measured.opening, world.measured.books.before, as_of=opening, snapshot="one")
    other = {**record, "as_of": str(months_before(opening, 5))}
    tested = looking_back.judged(world.measured, world.asked.ask, data_from=DATA_FROM, count=1)
    (again,) = looking_back.measured_again(world.measured, tested, [other, record], world.asked.ask)
    assert again.as_of == opening and again.equity.reasons == ()
    assert isinstance(again.roc, Withheld)
    last = {**record, "as_of": str(months_before(closing, 1))}
    (again,) = looking_back.measured_again(world.measured, Withheld("too short"), [last], world.asked.ask)
    assert again.equity.reasons
    why = Withheld("no model")
    assert looking_back.measured_again(why, tested, [record], world.asked.ask) is why


def test_the_model_of_a_month_is_kept_where_there_is_one(world: World) -> None:
    told = customer_returns.record(world.measured, as_of=world.measured.period.closing, snapshot="one")
    assert told["equity"] == pytest.approx(world.measured.closing_equity.value)
    assert customer_returns.record(Withheld("none"), as_of=world.measured.period.closing, snapshot="one") == {}


def test_groups_of_spend_say_how_often_they_buy_and_how_soon_they_leave(world: World) -> None:
    found, model = customer_returns.by_spend(world.measured), world.measured.closing
    assert isinstance(found, pd.DataFrame) and found.customers.sum() == len(world.measured.after)
    assert found.most[:-1].tolist() == found.least[1:].tolist() == model.cuts.tolist()
    assert np.isnan(found.least[0]) and np.isnan(found.most.iloc[-1])
    for place, row in enumerate(found.itertuples()):
        new = Histories.read([[0, 0.0, 0.0]])
        of = np.array([place])
        assert row.purchases == pytest.approx(float(model.life.purchases(new, of)[0]) * model.year)
        assert row.leave == pytest.approx(1 - float(model.life.stays(np.zeros(1), of, model.year)[0]))
        assert row.purchases_low < row.purchases < row.purchases_high
        assert 0 < row.leave_low < row.leave < row.leave_high < 1
    why = Withheld("nobody bought twice")
    assert customer_returns.by_spend(why) is why
