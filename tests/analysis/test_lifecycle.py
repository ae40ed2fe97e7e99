"""Where customers stand and how they move, against the chain that moved them."""

import numpy as np
import pandas as pd
import pytest
from moving_customers import MOVES, simulate

from workbench.analysis import lifecycle
from workbench.analysis.results import Estimate, Withheld


def standing_frame(**counts: int) -> pd.DataFrame:
    states = [state.replace("_", " ") for state, count in counts.items() for _ in range(count)]
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(states))], "state": states})


class TestStanding:
    def test_states_come_in_the_order_of_the_lifecycle_with_shares(self) -> None:
        base = simulate(100, seed=1)
        table = lifecycle.standing(standing_frame(lost=10, won_back=10, prospect=20, active=60), base.steps, minimum=1)
        names = table.state.tolist()
        assert names[0] == "prospect"
        assert names.index("active") < names.index("won back") < names.index("lost")
        assert table.share.sum() == pytest.approx(1)

    def test_a_month_ago_is_where_the_last_step_began(self) -> None:
        base = simulate(500, seed=2, arrivals=10)
        table = lifecycle.standing(standing_frame(active=1), base.steps, minimum=1).set_index("state")
        last = base.steps[base.steps.step_end == base.steps.step_end.max()]
        assert table.month_ago["active"] == last[last.from_state == "active"].customers.sum()
        assert table.month_ago.sum() == last[last.from_state != "prospect"].customers.sum()

    def test_who_is_no_customer_yet_has_no_month_ago(self) -> None:
        table = lifecycle.standing(standing_frame(prospect=3, active=3), simulate(100, seed=3).steps, minimum=1)
        assert np.isnan(table.set_index("state").month_ago["prospect"])

    def test_numbers_about_too_few_are_gaps_that_no_total_fills(self) -> None:
        states = standing_frame(prospect=50, active=60, won_back=4, new=12, lost=40)
        table = lifecycle.standing(states, simulate(500, seed=2).steps, minimum=10).set_index("state")
        assert table.customers[["won back", "new"]].isna().all()
        assert table.customers["active"] == 60
        assert table.month_ago["new"] != table.month_ago["new"]


class TestTransitions:
    def test_shares_are_those_of_the_chain(self) -> None:
        table = lifecycle.transitions(simulate(20_000, seed=4).steps, minimum=10)
        assert isinstance(table, pd.DataFrame)
        moves = table.set_index(["from_state", "to_state"])
        assert moves.share["dormant", "lost"] == pytest.approx(MOVES[3, 4], abs=0.01)
        assert moves.share["new", "new"] == pytest.approx(MOVES[0, 0], abs=0.01)
        assert table.groupby("from_state").share.sum().tolist() == pytest.approx([1] * 4)
        assert ((table.low <= table.share) & (table.share <= table.high)).all()

    def test_intervals_hold_the_truth_as_often_as_they_say(self) -> None:
        held = 0
        for seed in range(30):
            table = lifecycle.transitions(simulate(800, seed=seed).steps, minimum=10)
            assert isinstance(table, pd.DataFrame)
            row = table.set_index(["from_state", "to_state"]).loc[("dormant", "lost")]
            held += row.low <= MOVES[3, 4] <= row.high
        assert held >= 26

    def test_customers_who_never_move_make_the_interval_honest(self) -> None:
        """Twelve months of the same customers are not twelve times as many customers."""
        stubborn = pd.DataFrame(
            [
                {"step_end": month, "bucket": bucket, "from_state": "active", "to_state": to, "customers": 4}
                for month in pd.date_range("2026-01-01", periods=12, freq="MS")
                for bucket in range(50)
                for to in (["active"] if bucket % 5 else ["dormant"])
            ]
        )
        table = lifecycle.transitions(stubborn, minimum=10)
        assert isinstance(table, pd.DataFrame)
        row = table.set_index("to_state").loc["dormant"]
        assert row.high - row.low > 0.2  # 50 groups, one in five of which moved

    def test_a_row_about_too_few_customers_is_not_shown(self) -> None:
        steps = simulate(1_000, seed=5).steps
        most = steps[steps.from_state == "lost"].groupby("step_end").customers.sum().max()
        shown = lifecycle.transitions(steps, minimum=int(most) + 1)
        assert isinstance(shown, pd.DataFrame)
        assert "lost" not in set(shown.from_state)
        assert "active" in set(shown.from_state)

    def test_nothing_to_show_is_withheld(self) -> None:
        assert isinstance(lifecycle.transitions(simulate(30, seed=6).steps, minimum=100), Withheld)


class TestLatestMove:
    def test_a_steady_base_shows_no_change(self) -> None:
        alarms = sum(lifecycle.latest_move(simulate(1_000, seed=seed, months=6).steps).is_news for seed in range(40))
        assert alarms <= 6

    def test_a_month_that_differs_is_found(self) -> None:
        steps = simulate(5_000, seed=7).steps
        last = (steps.step_end == steps.step_end.max()) & (steps.to_state == "dormant")
        move = lifecycle.latest_move(steps.assign(customers=np.where(last, steps.customers * 2, steps.customers)))
        assert move.is_news
        assert isinstance(move.change, Estimate)
        assert isinstance(move.now, Estimate)
        assert isinstance(move.usual, Estimate)
        assert move.change.value == pytest.approx(move.now.value - move.usual.value)
        assert move.change.low > 0

    def test_one_month_cannot_be_compared(self) -> None:
        move = lifecycle.latest_move(simulate(500, seed=8, months=1, period=1).steps)
        assert isinstance(move.change, Withheld)
        assert not move.is_news
