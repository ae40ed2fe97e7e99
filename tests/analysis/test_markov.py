"""Values of states against Pfeifer and Carraway (2000) and against what must hold for any chain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.analysis import markov


def recency_chain(buys: list[float]) -> np.ndarray:
    """Pfeifer and Carraway's chain: state r is r periods since the last purchase, the last one is former."""
    size = len(buys) + 1
    moves = np.zeros((size, size))
    for row, chance in enumerate(buys):
        moves[row, 0] = chance
        moves[row, row + 1] = 1 - chance
    moves[-1, -1] = 1
    return moves


PAPER = recency_chain([0.3, 0.2, 0.15, 0.05])
PAPER_REWARDS = np.array([36.0, -4.0, -4.0, -4.0, 0.0])  # 40 of contribution less a mailing of 4

chains = st.integers(2, 5).flatmap(
    lambda size: st.tuples(
        arrays(float, (size, size), elements=st.floats(0.01, 1)),
        arrays(float, size, elements=st.floats(-100, 100)),
        st.floats(0.005, 0.5),
    )
)


def rows_to_one(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum(axis=-1, keepdims=True)


class TestPfeiferCarraway2000:
    """The paper's mail-order example: NC 40, M 4, d 0.2, p (.3, .2, .15, .05)."""

    def test_over_four_periods(self) -> None:
        expected = [50.11496914, 4.21990741, 0.59211034, -1.98013117, 0]
        observed = markov.state_values(PAPER, PAPER_REWARDS, 0.2, periods=4)
        np.testing.assert_allclose(observed, expected, rtol=0, atol=1e-8)

    def test_without_horizon(self) -> None:
        expected = [52.31960944, 5.55378356, 1.25077299, -1.82001627, 0]
        np.testing.assert_allclose(markov.state_values(PAPER, PAPER_REWARDS, 0.2), expected, rtol=0, atol=1e-8)

    def test_the_example_of_phpoms(self) -> None:
        moves = recency_chain([0.5, 0.2, 0.1])
        observed = markov.state_values(moves, [100, 0, 0, 0], 0.1)
        np.testing.assert_allclose(observed, [231.08, 57.29, 21.01, 0], rtol=0, atol=0.005)

    def test_the_mailing_of_phpoms(self) -> None:
        moves = recency_chain([0.3, 0.2, 0.05])
        observed = markov.state_values(moves, [36, -4, -4, 0], 0.2, periods=4)
        np.testing.assert_allclose(observed, [49.4, 2.69, -1.98, 0], rtol=0, atol=0.05)
        fourth = np.linalg.matrix_power(moves, 4)[0]
        np.testing.assert_allclose(fourth, [0.0823, 0.0973, 0.1288, 0.6916], rtol=0, atol=5e-5)


def test_the_annuity_of_peppers_and_rogers() -> None:
    """20,000 at the end of each of three years at 6 %: a factor of 2.673, so 53,460."""
    assert markov.state_values(np.eye(1), [20_000], 0.06, periods=2)[0] / 1.06 == pytest.approx(53_460, abs=1)


@given(chains)
def test_value_is_reward_plus_discounted_next_value(chain: tuple[np.ndarray, np.ndarray, float]) -> None:
    moves, rewards, discount = rows_to_one(chain[0]), chain[1], chain[2]
    values = markov.state_values(moves, rewards, discount)
    np.testing.assert_allclose(values, rewards + moves @ values / (1 + discount), rtol=1e-9, atol=1e-8)


@given(chains, st.integers(0, 40))
def test_one_period_more_adds_its_discounted_reward(chain: tuple[np.ndarray, np.ndarray, float], periods: int) -> None:
    moves, rewards, discount = rows_to_one(chain[0]), chain[1], chain[2]
    longer = markov.state_values(moves, rewards, discount, periods=periods + 1)
    shorter = markov.state_values(moves, rewards, discount, periods=periods)
    added = np.linalg.matrix_power(moves / (1 + discount), periods + 1) @ rewards
    np.testing.assert_allclose(longer - shorter, added, rtol=0, atol=1e-8)


@given(chains)
def test_a_long_horizon_reaches_the_value_without_one(chain: tuple[np.ndarray, np.ndarray, float]) -> None:
    moves, rewards = rows_to_one(chain[0]), chain[1]
    discount = max(chain[2], 0.05)
    endless = markov.state_values(moves, rewards, discount)
    np.testing.assert_allclose(markov.state_values(moves, rewards, discount, periods=1000), endless, atol=1e-6)


@given(chains)
def test_more_reward_is_more_value_and_a_higher_rate_is_less(chain: tuple[np.ndarray, np.ndarray, float]) -> None:
    moves, rewards, discount = rows_to_one(chain[0]), np.abs(chain[1]), chain[2]
    values = markov.state_values(moves, rewards, discount)
    assert (markov.state_values(moves, rewards + 1, discount) > values).all()
    assert (markov.state_values(moves, rewards, discount + 0.01) <= values + 1e-9).all()


@given(chains, st.floats(0.01, 1000))
def test_value_scales_with_the_currency(chain: tuple[np.ndarray, np.ndarray, float], factor: float) -> None:
    moves, rewards, discount = rows_to_one(chain[0]), chain[1], chain[2]
    values = markov.state_values(moves, rewards, discount)
    np.testing.assert_allclose(markov.state_values(moves, rewards * factor, discount), values * factor, atol=1e-6)


def test_a_stack_of_chains_is_valued_one_by_one() -> None:
    moves = np.stack([PAPER, np.eye(5)])
    values = markov.state_values(moves, PAPER_REWARDS, 0.2)
    np.testing.assert_allclose(values[0], markov.state_values(PAPER, PAPER_REWARDS, 0.2))
    np.testing.assert_allclose(values[1], PAPER_REWARDS * 6)


def test_expected_cash_discounts_to_the_value() -> None:
    start = np.array([100.0, 50.0, 0.0, 10.0, 0.0])
    cash = markov.expected_cash(start, PAPER, PAPER_REWARDS, periods=600)
    present = (cash / 1.2 ** np.arange(600)).sum()
    assert present == pytest.approx(start @ markov.state_values(PAPER, PAPER_REWARDS, 0.2), rel=1e-12)


@pytest.mark.parametrize("discount", [0.0, -0.1, -1.5])
def test_no_value_without_horizon_unless_the_rate_is_positive(discount: float) -> None:
    with pytest.raises(ValueError, match="no finite value"):
        markov.state_values(PAPER, PAPER_REWARDS, discount)


def test_a_rate_of_zero_is_a_plain_sum_over_a_horizon() -> None:
    assert markov.state_values(np.eye(1), [5.0], 0.0, periods=11).tolist() == [60.0]


@pytest.mark.parametrize("moves", [[[0.5, 0.4], [0.0, 1.0]], [[1.5, -0.5], [0.0, 1.0]]])
def test_rows_must_be_probabilities(moves: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        markov.state_values(moves, [1.0, 1.0], 0.1)


def test_shapes_must_fit() -> None:
    with pytest.raises(ValueError, match="shapes do not fit"):
        markov.state_values(np.eye(2), [1.0, 1.0, 1.0], 0.1)
