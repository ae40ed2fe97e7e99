"""Customer equity and its return on bases whose chain is known."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from moving_customers import CLOSING, REWARDS, STATES, UNTIL_LOST, Base, simulate

from workbench.analysis import equity, holdings, markov
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.return_on_customer import Period, period_rate
from workbench.analysis.states import CUSTOMERS

OPENING = dt.date(2026, 7, 1)
PERIOD = Period(OPENING, CLOSING, 0.10)
MONTH = Period(dt.date(2026, 9, 1), CLOSING, 0.10)
LONG_KNOWN: dict[str, Any] = {"data_from": dt.date(2020, 1, 1), "lost_days": 365}


def measured(base: Base, period: Period = PERIOD) -> equity.CustomerReturn:
    result = equity.measure(base.steps, base.flows, base.booked, period, **LONG_KNOWN)
    assert isinstance(result, equity.CustomerReturn), result
    return result


def told(result: object) -> Estimate:
    assert isinstance(result, Estimate), result
    return result


def with_true_chain(held: holdings.Holdings, period: Period) -> holdings.Holdings:
    """The holdings valued by the chain that made the data."""
    places = [list(held.frame.states).index(pair) for pair in STATES[:-1]] + [len(held.frame.states)]
    moves, rewards = np.zeros_like(held.opening.moves), np.zeros_like(held.opening.rewards)
    moves[np.ix_(range(len(moves)), places, places)] = UNTIL_LOST
    rewards[:, places] = REWARDS
    chain = replace(held.opening, moves=moves, rewards=rewards)
    worth = period.values(chain)
    return replace(held, opening=chain, values_opening=worth, values=worth, values_refitted=worth)


class TestClosedCohortUnderTheRightChain:
    """Its expected return is the discount rate: the invariant of the field."""

    def test_its_return_is_the_rate(self) -> None:
        base = simulate(200_000, seed=11, months=7, period=1)
        held = with_true_chain(measured(base, MONTH).held, MONTH)
        opened, kept, cash = (part.sum(axis=1) for part in (held.opened, held.kept, held.cash))
        back = told(held.told((cash + kept - opened) / opened))
        error = (back.high - back.low) / 2 / 2.01
        assert abs(back.value - MONTH.rate_by_months) < 4 * error
        assert error < 0.001

    def test_so_it_creates_no_value(self) -> None:
        returns = measured(simulate(50_000, seed=12, months=13, period=1), MONTH)
        created = told(returns.value_created)
        assert abs(created.value) < 2 * (created.high - created.low)


def test_equity_is_the_true_value_of_the_customers_of_the_date() -> None:
    base = simulate(50_000, seed=13)
    returns = measured(base)
    monthly = period_rate(0.10, 1)
    worth = pd.DataFrame(STATES, columns=["to_state", "to_tier"])
    worth["value"] = markov.state_values(UNTIL_LOST, REWARDS, monthly) / (1 + monthly)
    here = base.flows.merge(worth, on=["to_state", "to_tier"], validate="many_to_one")
    assert len(here) == len(base.flows)
    truth = (here.value * here.customers).sum()
    closing = told(returns.closing_equity)
    assert closing.low < truth < closing.high
    assert closing.value == pytest.approx(truth, rel=0.02)


def test_the_three_ways_differ_by_what_they_leave_out() -> None:
    returns = measured(simulate(3_000, seed=14, arrivals=50))
    held, opening = returns.held, told(returns.opening_equity).value
    ways = {way: told(result).value for way, result in returns.roc.items()}
    new = float(held.won[0] + held.cash_arrived[0]) + held.cash_elsewhere
    assert ways["frozen"] - ways["without new customers"] == pytest.approx(new / opening)
    learned = float(held.closed[0] - held.kept[0].sum() - held.won[0])
    assert ways["refitted"] - ways["frozen"] == pytest.approx(learned / opening)


def test_value_created_adds_up_over_groups() -> None:
    returns = measured(simulate(3_000, seed=15, arrivals=50))
    table = returns.by_tier
    assert table.value_created.sum() == pytest.approx(told(returns.value_created).value)
    assert table.opened.sum() == pytest.approx(told(returns.opening_equity).value)
    assert table.cash.sum() == pytest.approx(returns.cash)
    groups = ["top 20%", "middle 50%", "bottom 30%", "won in the period", "not yet or no longer customers"]
    assert list(table.group) == groups


def test_nobody_won_has_no_row() -> None:
    table = measured(simulate(1_000, seed=27, moves=UNTIL_LOST)).by_tier
    assert "won in the period" not in set(table.group)


def test_few_customers_won_are_one_row_with_the_next_smallest_group() -> None:
    base = simulate(1_000, seed=27, moves=UNTIL_LOST, arrivals=2)
    returns = measured(base)
    held, table = returns.held, returns.by_tier
    assert 0 < held.arrived[0].sum() < 10
    assert "won in the period" not in set(table.group) and table.group.iloc[-1] == "other"
    assert table.customers.min() >= 10
    assert table.value_created.sum() == pytest.approx(told(returns.value_created).value)
    hidden = returns.roc["without new customers"]
    assert isinstance(hidden, Withheld) and f"only {round(held.arrived[0].sum())} customers were won" in hidden.why


def test_money_booked_on_who_is_no_customer_is_counted_and_named() -> None:
    base = simulate(1_000, seed=16, arrivals=20)
    spent = pd.concat([base.booked, pd.DataFrame({"bucket": [3], "contribution": [-500.0]})])
    plain, costly = measured(base), measured(replace(base, booked=spent))
    assert costly.cash == pytest.approx(plain.cash - 500)
    change = costly.by_tier.value_created - plain.by_tier.value_created
    assert change.tolist() == pytest.approx([0, 0, 0, 0, -500])
    assert told(costly.roc["frozen"]).value < told(plain.roc["frozen"]).value
    assert costly.roc["without new customers"] == plain.roc["without new customers"]


@pytest.mark.parametrize("factor", [0.01, 1000.0])
def test_the_currency_does_not_matter(factor: float) -> None:
    base = simulate(1_000, seed=17, arrivals=20)
    scaled = Base(*(part.assign(contribution=part.contribution * factor) for part in vars(base).values()))
    one, other = measured(base), measured(scaled)
    assert told(other.opening_equity).value == pytest.approx(factor * told(one.opening_equity).value)
    for way, result in one.roc.items():
        assert told(other.roc[way]).value == pytest.approx(told(result).value)
        assert told(other.roc[way]).low == pytest.approx(told(result).low)


def test_a_return_on_worthless_customers_is_withheld() -> None:
    base = simulate(1_000, seed=18, arrivals=20, rewards=np.array([-5.0, -5.0, -5.0, -5.0, 0.0]))
    returns = measured(base)
    assert told(returns.opening_equity).value < 0
    assert all(isinstance(result, Withheld) and "undefined" in result.why for result in returns.roc.values())


def test_a_short_history_is_withheld_and_says_what_is_missing() -> None:
    base = simulate(1_000, seed=19, months=8)
    result = equity.measure(base.steps, base.flows, base.booked, PERIOD, **LONG_KNOWN)
    assert isinstance(result, Withheld)
    assert "6 months" in result.why
    assert "there are 5" in result.why


def test_less_than_a_year_of_history_is_used_and_said() -> None:
    assert measured(simulate(1_000, seed=20, months=11)).period.window_months == 8


def test_where_everybody_is_lost_there_is_nothing_to_measure() -> None:
    base = simulate(2_000, seed=17)
    gone = base.flows.assign(from_state="lost", to_state="lost", from_tier="", to_tier="")
    result = equity.measure(base.steps, gone, base.booked, PERIOD, **LONG_KNOWN)
    assert isinstance(result, Withheld)
    assert "lost before" in result.why and "nobody has been won since" in result.why


def test_customers_who_bring_and_cost_nothing_are_not_worth_a_number() -> None:
    base = simulate(2_000, seed=17)
    steps, flows = (each.assign(contribution=0.0) for each in (base.steps, base.flows))
    result = equity.measure(steps, flows, base.booked.assign(contribution=0.0), PERIOD, **LONG_KNOWN)
    assert isinstance(result, Withheld) and "neither profit nor loss" in result.why


def test_customers_of_a_single_group_have_no_interval() -> None:
    base = simulate(2_000, seed=17)
    flows = base.flows.assign(bucket=0)
    result = equity.measure(base.steps, flows, base.booked, PERIOD, **LONG_KNOWN)
    assert isinstance(result, equity.CustomerReturn)
    assert isinstance(result.closing_equity, Withheld) and isinstance(result.roc["frozen"], Withheld)


def test_too_few_groups_are_withheld() -> None:
    base = simulate(60, seed=21, groups=5)
    assert isinstance(equity.measure(base.steps, base.flows, base.booked, PERIOD, **LONG_KNOWN), Withheld)


def test_a_horizon_counts_less_and_approaches_all() -> None:
    base = simulate(2_000, seed=22)
    worths = [
        told(measured(base, replace(PERIOD, horizon_months=months)).closing_equity).value
        for months in (12, 36, 2400, 0)
    ]
    assert worths == sorted(worths)
    assert worths[2] == pytest.approx(worths[3], rel=1e-6)


@pytest.mark.parametrize("horizon", [1, 12, 36])
def test_with_a_horizon_a_closed_cohort_still_returns_the_rate(horizon: int) -> None:
    """Opening and closing count to the same day, so that no months are added by the passing of time."""
    period = replace(MONTH, horizon_months=horizon)
    base = simulate(50_000, seed=25, months=13, period=1)
    held = measured(base, period).held
    expected = np.einsum("i,ij,j->", held.customers[0], held.opening.moves[0][:-1], held.values[0])
    cash = (held.customers[0] * held.opening.rewards[0, :-1]).sum()
    assert (cash + expected) / held.opened[0].sum() - 1 == pytest.approx(period.rate_by_months)


def test_a_history_too_short_to_see_customers_lost_counts_a_year_only() -> None:
    base = simulate(2_000, seed=26)
    short = equity.measure(base.steps, base.flows, base.booked, PERIOD, data_from=dt.date(2025, 4, 1), lost_days=365)
    assert isinstance(short, equity.CustomerReturn)
    assert short.period.horizon_months == 12
    assert short.asked.horizon_months == 0
    year = measured(base, replace(PERIOD, horizon_months=12))
    assert short.closing_equity == year.closing_equity
    assert told(short.closing_equity).value < told(measured(base).closing_equity).value


def test_each_customer_has_the_value_of_their_state_and_they_add_up() -> None:
    base = simulate(2_000, seed=23, arrivals=20)
    returns = measured(base)
    people = base.flows.loc[base.flows.index.repeat(base.flows.customers)]
    states = pd.DataFrame(
        {
            "customer_id": [f"c{number}" for number in range(len(people) + 1)],
            "state": [*people.to_state, "prospect"],
            "value_tier": [*people.to_tier, None],
        }
    )
    worth = equity.per_customer(returns, states)
    assert len(worth) == len(people)
    assert (worth.expected_value[(people.to_state == "lost").to_numpy()] == 0).all()
    assert worth.expected_value.sum() == pytest.approx(told(returns.closing_equity).value)


def test_leaving_a_group_out_is_measuring_without_it() -> None:
    base = simulate(1_000, seed=24, arrivals=10)
    whole = measured(base).held
    group = whole.frame.groups[4]
    rest = Base(*(part[part.bucket != group] for part in vars(base).values()))
    without = measured(rest).held
    people, without_group = (
        flows[flows.from_state.isin(CUSTOMERS) | (flows.to_state != "lost")].customers.sum()
        for flows in (base.flows, rest.flows)
    )
    scale = people / without_group
    assert whole.opened[5].sum() == pytest.approx(scale * without.opened[0].sum())
    assert whole.closed[5] == pytest.approx(scale * without.closed[0])
    assert whole.cash[5].sum() == pytest.approx(scale * without.cash[0].sum())


def test_without_a_measure_nobody_has_a_value() -> None:
    states = pd.DataFrame({"customer_id": ["a", "b"], "state": ["active", "target"], "value_tier": ["top 20%", None]})
    worth = equity.per_customer(Withheld("too short"), states)
    assert worth.customer_id.tolist() == ["a"]
    assert worth.expected_value.isna().all()
