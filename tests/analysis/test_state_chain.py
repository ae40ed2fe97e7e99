"""The chain counted from steps: right on average, right without a group, sensible where few customers are."""

import numpy as np
import pandas as pd
import pytest
from moving_customers import REWARDS, STATES, UNTIL_LOST, simulate

from workbench.analysis import state_chain


def order(frame: state_chain.Frame) -> list[int]:
    """The place in the chain of each state of the simulation; lost is the last."""
    return [list(frame.states).index(pair) for pair in STATES[:-1]] + [len(frame.states)]


def test_the_chain_is_recovered() -> None:
    base = simulate(20_000, seed=1)
    frame = state_chain.Frame.of(base.steps)
    chain = state_chain.fit(base.steps, frame)
    places = order(frame)
    np.testing.assert_allclose(chain.moves[0][np.ix_(places, places)], UNTIL_LOST, atol=0.01)
    np.testing.assert_allclose(chain.rewards[0][places], REWARDS, atol=0.3)


def test_rows_are_probabilities_for_everyone_and_without_any_group() -> None:
    base = simulate(300, seed=2, arrivals=5)
    chain = state_chain.fit(base.steps, state_chain.Frame.of(base.steps))
    assert chain.moves.shape[0] == 51
    np.testing.assert_allclose(chain.moves.sum(axis=2), 1, atol=1e-12)
    assert (chain.moves >= 0).all()


def test_leaving_a_group_out_is_fitting_without_it() -> None:
    base = simulate(500, seed=3)
    frame = state_chain.Frame.of(base.steps)
    whole = state_chain.fit(base.steps, frame)
    without = state_chain.fit(base.steps[base.steps.bucket != frame.groups[7]], frame)
    np.testing.assert_allclose(whole.moves[8], without.moves[0], atol=1e-12)
    np.testing.assert_allclose(whole.rewards[8], without.rewards[0], atol=1e-9)


def test_who_is_not_yet_or_no_longer_a_customer_is_in_the_last_place() -> None:
    base = simulate(200, seed=4, arrivals=10)
    frame = state_chain.Frame.of(base.steps)
    assert not {"prospect", "lost"} & set(frame.states.get_level_values("state"))
    tally = state_chain.tally(base.steps, frame)
    outside = base.steps[base.steps.from_state.isin(["prospect", "lost"])]
    assert tally.moved[0, -1].sum() == outside.customers.sum()
    assert tally.moved[0, -1, -1] == outside[outside.to_state == "lost"].customers.sum()
    assert tally.moved[0].sum() == base.steps.customers.sum()
    assert tally.brought[0].sum() == pytest.approx(base.steps.contribution.sum())


def step(state: str, tier: str, to: str, customers: int, contribution: float) -> dict[str, object]:
    ends = {"from_state": state, "from_tier": tier, "to_state": to, "to_tier": tier}
    return {"step_end": pd.Timestamp("2026-10-01"), "bucket": 0, "customers": customers, **ends} | {
        "contribution": contribution
    }


def test_a_state_with_few_customers_borrows_from_its_lifecycle_state() -> None:
    steps = pd.DataFrame(
        [
            step("active", "top 20%", "active", 100_000, 100_000 * 50.0),
            step("active", "middle 50%", "active", 1, 1000.0),
            step("dormant", "bottom 30%", "new", 100_000, 0.0),
        ]
    )
    frame = state_chain.Frame.of(steps)
    rewards = dict(zip(frame.states, state_chain.fit(steps, frame).rewards[0], strict=False))
    assert rewards["active", "top 20%"] == pytest.approx(50.0, abs=0.1)
    assert rewards["active", "middle 50%"] == pytest.approx((1000 + 10 * 50.0) / 11, abs=0.5)
    assert rewards["new", "bottom 30%"] == pytest.approx(25.0, abs=0.5)  # nobody was there: everyone's mean


def test_the_pace_of_a_year_is_twelve_months() -> None:
    base = simulate(20_000, seed=5)
    pace = state_chain.yearly_contribution(base.steps).set_index(["state", "value_tier"]).expected_12m
    assert pace["active", "top 20%"] == pytest.approx(12 * 90, rel=0.01)


def test_nobody_at_the_start_is_an_error() -> None:
    steps = pd.DataFrame([step("prospect", "", "new", 5, 10.0)])
    with pytest.raises(ValueError, match="nobody"):
        state_chain.fit(steps, state_chain.Frame.of(steps))
