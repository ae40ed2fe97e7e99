"""Moments: against pandas on whole tables, and the identities every weighted method relies on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_sums import copied_sums, survey_sums

from workbench.analysis import moments
from workbench.analysis.moments import Moments
from workbench.analysis.results import Withheld


def answers(rows: int = 200, seed: int = 1) -> pd.DataFrame:
    """Three related ratings on 0-100."""
    random = np.random.default_rng(seed)
    common = random.normal(0, 8, rows)
    return pd.DataFrame({name: 65 + common + random.normal(0, 9, rows) for name in ("satisfaction", "shop", "web")})


def seen(table: pd.DataFrame, weights: np.ndarray | None = None) -> Moments:
    found = moments.from_sums(survey_sums(table, weights))
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


def test_missing_answers_leave_the_correlations_of_available_cases() -> None:
    table = answers()
    holes = np.random.default_rng(2).random(table.shape) < 0.3
    table = table.mask(holes)
    found = seen(table)
    assert found.correlations[0] == pytest.approx(table.corr().to_numpy())
    assert np.diag(found.covariance) == pytest.approx(table.var(ddof=0).to_numpy())
    assert found.mean == pytest.approx(table.mean().to_numpy())


def test_each_row_leaves_its_group_out() -> None:
    table = answers()
    found = seen(table)
    without_seventh = table[np.arange(len(table)) % 50 != 7]
    assert found.means[1 + 7] == pytest.approx(without_seventh.mean().to_numpy())
    assert found.covariances[1 + 7] == pytest.approx(without_seventh.cov(ddof=0).to_numpy())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=60, max_size=60), st.integers(0, 1000))
def test_an_integer_weight_is_that_many_copies(copies: list[int], seed: int) -> None:
    table = answers(60, seed).mask(np.random.default_rng(seed).random((60, 3)) < 0.1)
    weighted = moments.from_sums(survey_sums(table, np.array(copies), groups=12))
    copied = moments.from_sums(copied_sums(table, np.array(copies), groups=12))
    if isinstance(copied, Withheld):
        assert isinstance(weighted, Withheld)
        return
    assert isinstance(weighted, Moments)
    assert weighted.names == copied.names
    assert weighted.means == pytest.approx(copied.means, nan_ok=True)
    assert weighted.covariances == pytest.approx(copied.covariances, nan_ok=True, abs=1e-6)


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


def test_a_pair_given_twice_is_an_error() -> None:
    sums = survey_sums(answers())
    turned = sums[sums["a"] != sums["b"]].rename(columns={"a": "b", "b": "a", "wa": "wb", "wb": "wa"})
    with pytest.raises(ValueError, match="twice"):
        moments.from_sums(pd.concat([sums, turned]))


def test_no_answers_are_withheld() -> None:
    found = moments.from_sums(survey_sums(answers()).head(0))
    assert isinstance(found, Withheld)
    assert found.why == "there are no answers"


def test_good_answers_pass() -> None:
    assert seen(answers()).check(fewest=30) is None


def never_together() -> pd.DataFrame:
    table = answers()
    first = np.arange(len(table)) < 100
    return table.assign(shop=table["shop"].where(first), web=table["web"].where(~first))


def contradicting() -> pd.DataFrame:
    """Three thirds, each answering two questions: correlations +1, +1 and -1 cannot hold together."""
    rise, fall = np.linspace(0, 100, 50), np.linspace(100, 0, 50)
    gap = np.full(50, np.nan)
    columns = {"a": [rise, gap, rise], "b": [rise, rise, gap], "c": [gap, rise, fall]}
    return pd.DataFrame({name: np.concatenate(parts) for name, parts in columns.items()})


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (answers(25), "25 questionnaires; at least 30 are needed"),
        (never_together(), "'shop' and 'web' together: 0 questionnaires"),
        (answers().assign(web=80.0), "all answers to 'web' are the same"),
        (answers().assign(web=0.1 + 0.2, shop=7.3), "'shop' and 'web' are the same"),
        (contradicting(), "contradict each other"),
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


def test_weights_of_zero_leave_nothing() -> None:
    found = moments.from_sums(survey_sums(answers(), np.zeros(200)))
    assert isinstance(found, Withheld)
    assert found.why == "all answers have weight zero"


def test_a_pair_that_does_not_vary_together_is_named() -> None:
    table = answers()
    few = np.arange(len(table)) < 60
    table = table.assign(shop=table["shop"].where(few), web=table["web"].where(~few, 50.0))
    refused = seen(table).check(fewest=30)
    assert isinstance(refused, Withheld)
    assert "'shop' or 'web' does not vary" in refused.why
