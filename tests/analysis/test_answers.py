"""Moments of answers: EM by the book, replicates one by one, weights, empty groups, and degenerate answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_em import likeliest

from workbench.analysis.answers import moments
from workbench.analysis.answers.information import FLAT, Pairs, missing
from workbench.analysis.answers.patterns import Normal, arranged, expected
from workbench.analysis.moments import Moments
from workbench.analysis.results import Estimate, Withheld


def answers(n: int = 300, p: int = 4, share: float = 0.3, seed: int = 0) -> np.ndarray:
    """Ratings around 60 that go together at .5, a share of them missing."""
    random = np.random.default_rng(seed)
    x = 60 + 10 * random.normal(size=(n, 1)) + 10 * random.normal(size=(n, p))
    return np.where(random.random((n, p)) < share, np.nan, x)


def seen(x: np.ndarray, weights: np.ndarray | None = None, **options: object) -> Moments:
    options = {"groups": np.arange(len(x)) % 50} | options
    found = moments([f"q{item}" for item in range(x.shape[1])], x, weights, **options)
    assert isinstance(found, Moments)
    return found


@pytest.mark.parametrize(("n", "p", "share"), [(200, 3, 0.3), (300, 6, 0.15), (150, 5, 0.5), (25, 3, 0.2)])
def test_everyone_has_the_moments_of_largest_likelihood(n: int, p: int, share: float) -> None:
    x, w = answers(n, p, share), np.random.default_rng(1).integers(0, 4, n).astype(float)
    mean, covariance = likeliest(x[np.isfinite(x).any(axis=1)], w[np.isfinite(x).any(axis=1)])
    found = seen(x, w)
    assert found.mean == pytest.approx(mean, abs=1e-6)
    assert found.covariance == pytest.approx(covariance, abs=1e-5)


def test_complete_answers_are_exact_in_every_row() -> None:
    x = answers(share=0)
    found = seen(x)
    assert found.covariance == pytest.approx(np.cov(x.T, ddof=0))
    without = x[np.arange(len(x)) % 50 != 7]
    assert found.means[1 + 7] == pytest.approx(without.mean(axis=0))
    assert found.covariances[1 + 7] == pytest.approx(np.cov(without.T, ddof=0))


def test_a_replicate_is_close_to_starting_afresh_without_the_group() -> None:
    """The one step misses a small part of the change, and a smaller one of the error made from all changes."""
    x = answers(300, 4, 0.3)
    x = x[np.isfinite(x).any(axis=1)]
    found, of = seen(x), np.arange(len(x)) % 50
    afresh = np.array([likeliest(x[of != group], np.ones((of != group).sum()))[1] for group in range(50)])
    change, exact = found.covariances[1:] - found.covariance, afresh - found.covariance
    assert np.abs(change - exact).max() < 0.06 * np.abs(exact).max()
    errors = np.sqrt((change**2).sum(axis=0) / (exact**2).sum(axis=0))
    assert errors == pytest.approx(1, abs=0.03)


def test_resamples_spread_as_if_each_was_solved_afresh() -> None:
    x = answers(150, 3, 0.25)
    x = x[np.isfinite(x).any(axis=1)]
    drawn = seen(x, groups=None, resamples=400).correlations[1:]
    random = np.random.default_rng(5)
    counts = random.multinomial(len(x), np.full(len(x), 1 / len(x)), size=150).astype(float)
    afresh = np.array([likeliest(x, w, rounds=60)[1] for w in counts])
    scale = np.sqrt(np.diagonal(afresh, axis1=1, axis2=2))
    afresh /= scale[:, :, None] * scale[:, None, :]
    assert drawn[:, 0, 1].std() == pytest.approx(afresh[:, 0, 1].std(), rel=0.2)


def test_the_jacobian_is_that_of_em() -> None:
    """Closed form against differences of one round of EM, in raw moments."""
    x = answers(80, 3, 0.3, seed=3) / 14 - 4
    rows, _ = arranged(x[np.isfinite(x).any(axis=1)], np.ones(np.isfinite(x).any(axis=1).sum()))
    pairs = Pairs.of(3)
    at = Normal(np.zeros(3), np.array([[1.2, 0.5, 0.4], [0.5, 1.0, 0.3], [0.4, 0.3, 0.9]]))

    def em(raw: np.ndarray) -> np.ndarray:
        mean, products = raw[:3], raw[3:][pairs.place]
        found = expected(rows, Normal(mean, products - np.outer(mean, mean))).moments
        return np.concatenate([found.mean, (found.covariance + np.outer(found.mean, found.mean))[pairs.a, pairs.b]])

    raw = np.concatenate([at.mean, at.covariance[pairs.a, pairs.b]])
    steps = 1e-5 * np.eye(len(raw))
    jacobian = np.array([(em(raw + step) - em(raw - step)) / 2e-5 for step in steps]).T
    s, (a, b, _) = at.covariance, pairs
    whole = np.zeros((9, 9))
    whole[:3, :3] = s
    whole[3:, 3:] = s[np.ix_(a, a)] * s[np.ix_(b, b)] + s[np.ix_(a, b)] * s[np.ix_(b, a)]
    assert missing(rows, at, pairs) == pytest.approx(jacobian @ whole, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=60, max_size=60), st.integers(0, 1000))
def test_an_integer_weight_is_that_many_copies(copies: list[int], seed: int) -> None:
    x, groups = answers(60, 3, 0.15, seed), np.arange(60) % 12
    weighted = moments(list("abc"), x, np.array(copies, dtype=float), groups, group_count=12)
    copied = moments(list("abc"), np.repeat(x, copies, axis=0), None, np.repeat(groups, copies), group_count=12)
    if isinstance(copied, Withheld):
        assert isinstance(weighted, Withheld)
        return
    assert isinstance(weighted, Moments)
    assert weighted.groups == copied.groups
    assert weighted.means == pytest.approx(copied.means, abs=1e-5)
    assert weighted.covariances == pytest.approx(copied.covariances, abs=1e-4)


def test_the_scale_does_not_matter() -> None:
    x = answers()
    one, other = seen(x), seen(x * 3 - 20)
    assert other.correlations == pytest.approx(one.correlations, abs=1e-7)
    assert other.means == pytest.approx(one.means * 3 - 20, abs=1e-6)


class TestEmptyGroups:
    def test_a_group_of_nobody_leaves_everyones_moments(self) -> None:
        x = answers(100)
        found = seen(x, groups=np.arange(100) % 20, group_count=50)
        assert found.means.shape == (51, 4)
        assert found.groups == 20
        assert found.covariances[21:] == pytest.approx(np.tile(found.covariance, (30, 1, 1)))

    def test_they_do_not_change_the_interval(self) -> None:
        x, groups = answers(100, share=0), np.arange(100) % 20
        few, many = seen(x, groups=groups), seen(x, groups=groups, group_count=50)
        one, other = (found.interval(found.means[:, 0], level=0.95) for found in (few, many))
        assert isinstance(one, Estimate) and isinstance(other, Estimate)
        assert (other.low, other.high) == pytest.approx((one.low, one.high))
        assert other.method == "delete-a-group jackknife, 20 groups"

    def test_few_customers_in_many_buckets_have_the_error_they_should(self) -> None:
        """35 customers fall into some 25 of 50 buckets: the mean of 2,000 variances is the true one."""
        random = np.random.default_rng(0)
        variances = []
        for _ in range(2000):
            found = seen(random.normal(60, 10, (35, 1)), groups=random.integers(0, 50, 35), group_count=50)
            apart = found.means[1:, 0] - found.mean[0]
            variances.append((found.groups - 1) / found.groups * (apart**2).sum())
        assert np.mean(variances) == pytest.approx(100 / 35, rel=0.04)

    def test_less_than_ten_groups_give_no_interval(self) -> None:
        found = seen(answers(100), groups=np.arange(100) % 4, group_count=50)
        refused = found.interval(found.means[:, 0], level=0.95)
        assert isinstance(refused, Withheld)
        assert refused.why == "customers fall into 4 groups; an interval needs 10"


class TestLittleToGoBy:
    def test_items_never_answered_together_leave_the_others_alone(self) -> None:
        x = answers(300, 4, 0.1)
        x[:150, 2], x[150:, 3] = np.nan, np.nan
        found, alone = seen(x), seen(x[:, :2])
        assert np.isfinite(found.covariances).all()
        assert found.covariance[:2, :2] == pytest.approx(alone.covariance, rel=0.05)
        assert found.pairs[2, 3] == 0

    def test_two_identical_items_with_gaps(self) -> None:
        x = answers(300, 3, 0.2)
        found = seen(np.column_stack([x, x[:, 0]]))
        assert found.correlations[0, 0, 3] == pytest.approx(1, abs=1e-6)
        assert found.correlations[:, 0, 1] == pytest.approx(seen(x).correlations[:, 0, 1], abs=1e-3)

    def test_more_items_than_customers(self) -> None:
        refused = moments([f"q{item}" for item in range(12)], answers(8, 12, 0.2))
        assert isinstance(refused, Withheld)
        assert "8 customers answered some of 12 questions" in refused.why

    def test_an_item_nobody_answered_and_one_all_answered_alike(self) -> None:
        x = answers(200, 4, 0.1)
        x[:, 1], x[:, 2] = np.nan, np.where(np.isfinite(x[:, 2]), 70.0, np.nan)
        found = seen(x)
        assert np.isnan(found.mean[1])
        assert found.mean[2] == 70
        assert (found.covariances[:, 1] == 0).all() and (found.covariances[:, 2] == 0).all()
        assert found.covariance[0, 3] == pytest.approx(seen(x[:, [0, 3]]).covariance[0, 1], rel=1e-6)

    def test_all_customers_in_one_group(self) -> None:
        found = seen(answers(100), groups=np.zeros(100, dtype=int))
        assert np.isfinite(found.covariance).all()
        assert np.isnan(found.covariances[1]).all()


def test_thousands_of_patterns_take_seconds_and_resamples_of_many_customers_are_dealt_into_groups() -> None:
    x = answers(6000, 8, 0.4, seed=7)
    found = seen(x, groups=None, resamples=200)
    assert found.means.shape == (201, 8)
    assert found.correlations[0, 0, 1] == pytest.approx(0.5, abs=0.05)
    assert found.means[1:, 0].std() == pytest.approx(np.sqrt(200 / 3600), rel=0.25)
    assert FLAT < 1e-6
