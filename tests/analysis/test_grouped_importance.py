"""Owen values, Johnson's weights, and who is among the first."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.answers import moments
from workbench.analysis.importance import relative_importance
from workbench.analysis.johnson import johnson
from workbench.analysis.shapley import lmg, owen

REFERENCE = Path(__file__).parent.parent / "reference"
SWISS = pd.read_csv(REFERENCE / "swiss.csv", comment="#").drop(columns="Province")
PUBLISHED = json.loads((REFERENCE / "importance.json").read_text())["swiss"]


def correlation(drivers: int, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed).normal
    return np.corrcoef((draw(size=(200, drivers + 1)) @ draw(size=(drivers + 1, drivers + 1))).T)


def r2(matrix: np.ndarray, drivers: list[int]) -> float:
    if not drivers:
        return 0.0
    inside, across = matrix[np.ix_(drivers, drivers)], matrix[drivers, 0]
    return float(across @ np.linalg.solve(inside, across))


def by_definition(matrix: np.ndarray, groups: list[str]) -> np.ndarray:
    """The average over all orders in which the drivers of a group stand together."""
    p = len(groups)
    orders = [
        order
        for order in permutations(range(p))
        if all(
            abs(order.index(i) - order.index(j)) < groups.count(groups[i])
            for i in range(p)
            for j in range(p)
            if groups[i] == groups[j]
        )
    ]
    added = np.zeros(p)
    for order in orders:
        for place, driver in enumerate(order):
            before = [1 + other for other in order[:place]]
            added[driver] += r2(matrix, [*before, 1 + driver]) - r2(matrix, before)
    return added / len(orders)


@pytest.mark.parametrize("groups", ["aabb", "abab", "aaab", "aabbc", "abcab", "aaaaa", "abcde"])
def test_owen_values_are_the_average_over_the_orders_that_keep_groups_together(groups):
    matrix = correlation(len(groups), seed=len(set(groups)))
    assert owen(matrix[None], list(groups))[0] == pytest.approx(by_definition(matrix, list(groups)), abs=1e-12)


def test_parts_sum_to_r2_and_a_groups_parts_to_its_shapley_value():
    matrix = correlation(6, 1)
    parts = owen(matrix[None], ["a", "a", "b", "b", "b", "c"])[0]
    assert parts.sum() == pytest.approx(r2(matrix, [1, 2, 3, 4, 5, 6]))
    of_groups = {"a": [1, 2], "b": [3, 4, 5], "c": [6]}
    sums = dict.fromkeys(of_groups, 0.0)
    for order in permutations(of_groups):
        before: list[int] = []
        for name in order:
            sums[name] += (r2(matrix, before + of_groups[name]) - r2(matrix, before)) / 6
            before += of_groups[name]
    assert [parts[:2].sum(), parts[2:5].sum(), parts[5]] == pytest.approx(list(sums.values()))


def test_without_groups_it_is_lmg():
    matrices = np.stack([correlation(5, seed) for seed in range(3)])
    assert owen(matrices, list("abcde")) == pytest.approx(lmg(matrices), abs=1e-12)
    assert owen(matrices, list("aaaaa")) == pytest.approx(lmg(matrices), abs=1e-12)


def test_johnson_of_swiss_fertility_as_published():
    found = dict(zip(SWISS.columns[1:], johnson(SWISS.corr().to_numpy()), strict=True))
    assert found == pytest.approx(PUBLISHED["johnson"], abs=1e-9)


def test_johnson_is_genizi():
    """Genizi 1993: the squared elements of R^1/2 times the squares of R^-1/2 r, found here by singular values."""
    x = np.random.default_rng(0).normal(size=(300, 4)) @ np.random.default_rng(1).normal(size=(4, 4))
    y = x @ [1, 0.5, 0, -0.3] + np.random.default_rng(2).normal(size=300)
    z = (x - x.mean(0)) / x.std(0) / np.sqrt(300)
    left, _, right = np.linalg.svd(z, full_matrices=False)
    closest = left @ right
    standard = (y - y.mean()) / y.std() / np.sqrt(300)
    genizi = (z.T @ closest) ** 2 @ (closest.T @ standard) ** 2
    matrix = np.corrcoef(np.column_stack([y, x]).T)
    assert johnson(matrix) == pytest.approx(genizi, abs=1e-12)
    assert johnson(matrix).sum() == pytest.approx(r2(matrix, [1, 2, 3, 4]))


class TestFromAnswers:
    NAMES = ("y", "web speed", "web help", "shop")

    def answers(self, n: int = 600, seed: int = 0) -> np.ndarray:
        draw = np.random.default_rng(seed).normal
        web = draw(size=n)
        x = np.column_stack([web + draw(size=n), web + draw(size=n), draw(size=n)])
        return 50 + 10 * np.column_stack([x @ [0.6, 0.5, 0.1] + draw(size=n), x])

    def found(self, resamples: int, groups=None):
        seen = moments(self.NAMES, self.answers(), groups=np.arange(600) % 50, resamples=resamples)
        return relative_importance(seen, "y", list(self.NAMES[1:]), groups=groups)

    def test_a_touchpoints_share_does_not_grow_with_its_questions(self):
        apart, together = self.found(0), self.found(0, {"web speed": "web", "web help": "web"})
        assert sum(each.share.value for each in together.shares) == pytest.approx(1)
        assert together.shares[2].share.value != pytest.approx(apart.shares[2].share.value, rel=1e-3)

    @pytest.mark.parametrize("resamples", [0, 400])
    def test_who_is_among_the_first(self, resamples):
        chances = self.found(resamples).among_first(2)
        assert sum(chances) == pytest.approx(2)
        assert chances[0] > 0.99 and chances[1] > 0.99 and chances[2] < 0.01

    def test_groups_left_out_and_resamples_agree(self):
        out, drawn = (self.found(resamples).shares[0].share for resamples in (0, 1000))
        assert (out.high - out.low) == pytest.approx(drawn.high - drawn.low, rel=0.25)
