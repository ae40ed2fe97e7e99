"""Moments: against pandas on whole tables, and the identities every weighted method relies on."""

import numpy as np
import pandas as pd
import pytest
from seen_answers import moments_of

from workbench.analysis.moments import Moments
from workbench.analysis.results import Withheld


def answers(rows: int = 200, seed: int = 1) -> pd.DataFrame:
    """Three related ratings on 0-100."""
    random = np.random.default_rng(seed)
    common = random.normal(0, 8, rows)
    return pd.DataFrame({name: 65 + common + random.normal(0, 9, rows) for name in ("satisfaction", "shop", "web")})


def seen(table: pd.DataFrame, weights: np.ndarray | None = None) -> Moments:
    found = moments_of(table, weights)
    assert isinstance(found, Moments)
    return found


def test_complete_answers_give_the_moments_of_the_table() -> None:
    table = answers()
    found = seen(table)
    assert found.names == ("satisfaction", "shop", "web")
    assert found.mean == pytest.approx(table.mean().to_numpy())
    assert found.covariance == pytest.approx(table.cov(ddof=0).to_numpy())
    assert found.correlations[0] == pytest.approx(table.corr().to_numpy())
    assert (found.n, found.effective_n) == (200, pytest.approx(200))


def test_each_row_leaves_its_group_out() -> None:
    table = answers()
    found = seen(table)
    without_seventh = table[np.arange(len(table)) % 50 != 7]
    assert found.means[1 + 7] == pytest.approx(without_seventh.mean().to_numpy())
    assert found.covariances[1 + 7] == pytest.approx(without_seventh.cov(ddof=0).to_numpy())


def test_unequal_weights_lower_the_effective_number() -> None:
    found = seen(answers(), np.where(np.arange(200) % 10 == 0, 20.0, 1.0))
    assert found.n == 200
    assert found.effective_n < 60


def test_a_choice_of_variables_keeps_their_order_and_numbers() -> None:
    found = seen(answers())
    chosen = found.of(["web", "satisfaction"])
    assert chosen.names == ("web", "satisfaction")
    assert chosen.covariance[0, 1] == found.covariance[2, 0]
    assert chosen.covariances.shape == (51, 2, 2)


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(KeyError, match="phone"):
        seen(answers()).of(["phone"])


def test_good_answers_pass() -> None:
    assert seen(answers()).check(fewest=30) is None


def hardly_together() -> pd.DataFrame:
    table = answers()
    first = np.arange(len(table)) < 100
    return table.assign(shop=table["shop"].where(first), web=table["web"].where(np.arange(len(table)) >= 90))


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (answers(25), "25 questionnaires; at least 30 are needed"),
        (hardly_together(), "'shop' and 'web' together: 10 questionnaires"),
        (answers().assign(web=80.0), "all answers to 'web' are the same"),
        (answers().assign(web=0.1 + 0.2, shop=7.3), "'shop' and 'web' are the same"),
    ],
)
def test_moments_that_cannot_carry_an_estimate_say_why(table: pd.DataFrame, why: str) -> None:
    refused = seen(table).check(fewest=30)
    assert isinstance(refused, Withheld)
    assert why in refused.why


def test_weights_that_leave_too_little_say_so() -> None:
    refused = seen(answers(), np.where(np.arange(200) < 4, 1000.0, 1.0)).check(fewest=30)
    assert isinstance(refused, Withheld)
    assert "200 questionnaires, worth 4 after weighting" in refused.why


def made(correlations: list[list[float]]) -> Moments:
    """Moments that nobody's complete answers gave, such as those of a published matrix."""
    several = np.full((3, 3), 100)
    return Moments(("a", "b", "c"), several, several.astype(float), np.full((1, 3), 60.0), np.array([correlations]))


def test_a_matrix_that_no_answers_could_give_is_refused() -> None:
    refused = made([[1, 1, 1], [1, 1, -1], [1, -1, 1]]).check(fewest=30)
    assert isinstance(refused, Withheld)
    assert "contradict each other" in refused.why


def test_a_pair_that_says_nothing_is_named() -> None:
    refused = made([[1, 0, 0], [0, 1, np.nan], [0, np.nan, 1]]).check(fewest=30)
    assert isinstance(refused, Withheld)
    assert "'b' or 'c' does not vary" in refused.why
