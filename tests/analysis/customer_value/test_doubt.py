"""Resamples by influence functions: as good as fitting every resample again, and additive over segments."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_lives import fitted, known, two_dates

from workbench.analysis.customer_value import Valuation, account, doubt, parameters
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.doubt import NAMES

CUSTOMERS, RESAMPLES = 1000, 12


@pytest.fixture(scope="module")
def period() -> tuple[Books, Valuation, Valuation]:
    _, _, books = two_dates(CUSTOMERS)
    return books, fitted(books.before), fitted(books.after)


def refitted(books: Books) -> np.ndarray:
    """The sums of all lines, the models fitted to just these customers."""
    opening, closing = fitted(books.before), fitted(books.after)
    booked = (books.cash[books.there], books.cash[~books.there], books.acquisition[~books.there])
    lines = account.lines(books, opening, closing).sum(axis=1)
    return np.array([*lines, account.expected_cash(books, opening).sum(), *(part.sum() for part in booked)])


@pytest.mark.slow
def test_resamples_agree_with_fitting_each_again(period: tuple[Books, Valuation, Valuation]) -> None:
    books = period[0]
    told = doubt.totals(*period, np.zeros(CUSTOMERS, dtype=int), 1, resamples=RESAMPLES).lines[:, :, 0]
    np.testing.assert_allclose(told[0], refitted(books), rtol=1e-9, atol=1e-6)
    drawn = np.random.default_rng(0).multinomial(CUSTOMERS, np.full(CUSTOMERS, 1 / CUSTOMERS), size=RESAMPLES)
    brute = np.array([refitted(books.only(np.repeat(np.arange(CUSTOMERS), times))) for times in drawn])
    for place, name in enumerate(NAMES):
        ours, theirs = told[1:, place] - told[0, place], brute[:, place] - told[0, place]
        if name in ("assumptions", "acquisition"):
            continue
        assert np.corrcoef(ours, theirs)[0, 1] > 0.95, name
        assert ours.std() == pytest.approx(theirs.std(), rel=0.15), name


def test_every_resample_foots_and_adds_up_over_segments(period: tuple[Books, Valuation, Valuation]) -> None:
    segment = np.asarray(period[0].after.number % 3)
    parts = doubt.totals(*period, segment, 3, resamples=50)
    whole = doubt.totals(*period, np.zeros(CUSTOMERS, dtype=int), 1, resamples=50)
    np.testing.assert_allclose(parts.lines.sum(axis=2), whole.lines[:, :, 0], rtol=1e-6, atol=1e-3)
    account_lines = whole.lines[:, : len(account.LINES), 0]
    np.testing.assert_allclose(account_lines[:, :-1].sum(axis=1), account_lines[:, -1], rtol=1e-6)


def test_the_first_row_is_everyone(period: tuple[Books, Valuation, Valuation]) -> None:
    totals = doubt.totals(*period, np.zeros(CUSTOMERS, dtype=int), 1, resamples=3)
    sums = account.lines(*period).sum(axis=1)
    np.testing.assert_allclose([totals.of(name)[0, 0] for name in account.LINES], sums, rtol=1e-9, atol=1e-6)
    expected = account.expected_cash(*period[:2]).sum()
    assert totals.of("cash expected")[0, 0] == pytest.approx(expected)
    books = period[0]
    assert totals.of("cash of new")[0, 0] == pytest.approx(books.cash[~books.there].sum())


def test_slopes_of_some_customers_stand_for_all(
    period: tuple[Books, Valuation, Valuation], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = np.zeros(CUSTOMERS, dtype=int)
    exact = doubt.totals(*period, one, 1).of("closing")[1:].std()
    monkeypatch.setattr(parameters, "FOR_SLOPES", 500)
    monkeypatch.setattr(parameters, "FEWEST", 0)
    assert doubt.totals(*period, one, 1).of("closing")[1:].std() == pytest.approx(exact, rel=0.15)


def test_a_segment_of_nobody_is_nothing(period: tuple[Books, Valuation, Valuation]) -> None:
    totals = doubt.totals(*period, np.zeros(CUSTOMERS, dtype=int), 2, resamples=5)
    assert not totals.lines[:, :, 1].any()


def test_influences_add_up_to_nothing(period: tuple[Books, Valuation, Valuation]) -> None:
    """At a maximum one more of everybody moves nothing; the prior holds the life model back a little."""
    books, opening, _ = period
    psi = doubt.influence(opening, books.before)
    assert psi.shape == (len(books.before), len(parameters.point_of(opening)))
    life = len(opening.life.point)
    np.testing.assert_allclose(psi[:, life:].sum(axis=0), 0, atol=1e-9)
    assert (np.abs(psi[:, :life].sum(axis=0)) < 0.2 * np.sqrt((psi[:, :life] ** 2).sum(axis=0) * len(psi))).all()


def test_parameters_go_there_and_back(period: tuple[Books, Valuation, Valuation]) -> None:
    opening = period[1]
    again = parameters.valuation_at(opening, parameters.point_of(opening))
    np.testing.assert_allclose(again.worth(period[0].before).value, opening.worth(period[0].before).value, rtol=1e-12)


def test_an_unknown_line_is_named(period: tuple[Books, Valuation, Valuation]) -> None:
    with pytest.raises(KeyError, match="no line 'closings'"):
        doubt.totals(*period, np.zeros(CUSTOMERS, dtype=int), 1, resamples=1).of("closings")


def test_only_a_fitted_mean_spend_can_be_resampled() -> None:
    with pytest.raises(ValueError, match="with a mean spend"):
        parameters.point_of(replace(known(), spend=object()))
