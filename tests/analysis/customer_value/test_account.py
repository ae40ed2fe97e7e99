"""The account of customer equity: it foots, adds up, and does not care for units."""

import numpy as np
import pytest
from made_up_lives import CLOSING, OPENING, RATE, fitted, in_other_units, two_dates

from workbench.analysis.customer_value import Lives, Valuation, account
from workbench.analysis.customer_value.account import LINES, Books
from workbench.analysis.customer_value.lives import DAYS_A_YEAR

CUSTOMERS = 1500
HORIZONS = (np.inf, 3.0)


@pytest.fixture(scope="module", params=HORIZONS, ids=["for ever", "three years"])
def period(request: pytest.FixtureRequest) -> tuple[Books, Valuation, Valuation]:
    _, _, books = two_dates(CUSTOMERS)
    return books, *(fitted(lives, horizon=request.param) for lives in (books.before, books.after))


def line(lines: np.ndarray, name: str) -> np.ndarray:
    return lines[LINES.index(name)]


def test_it_foots_for_every_customer(period: tuple[Books, Valuation, Valuation]) -> None:
    lines = account.lines(*period)
    np.testing.assert_allclose(lines[:-1].sum(axis=0), line(lines, "closing"), atol=1e-7)


def test_it_foots_where_the_discount_rate_changes_too(period: tuple[Books, Valuation, Valuation]) -> None:
    books, opening, closing = period
    lines = account.lines(books, opening, closing.looking(rate=0.2))
    np.testing.assert_allclose(lines[:-1].sum(axis=0), line(lines, "closing"), atol=1e-7)
    assert line(lines, "assumptions").sum() < 0  # a higher rate makes what is to come worth less


def test_opening_and_closing_are_what_customers_are_worth(period: tuple[Books, Valuation, Valuation]) -> None:
    books, opening, closing = period
    lines = account.lines(*period)
    nearer = opening.looking(horizon=closing.horizon + books.days / DAYS_A_YEAR)
    assert line(lines, "opening").sum() == pytest.approx(nearer.worth(books.before).value.sum())
    np.testing.assert_allclose(line(lines, "closing"), closing.worth(books.after).value)


def test_new_customers_have_no_past_and_known_ones_are_not_new(period: tuple[Books, Valuation, Valuation]) -> None:
    books, lines = period[0], account.lines(*period)
    assert not lines[:7, ~books.there].any()
    assert not line(lines, "new")[books.there].any()
    assert (~books.there).sum() > CUSTOMERS / 20


def test_without_contracts_their_line_is_nothing() -> None:
    _, _, books = two_dates(CUSTOMERS, contracts=False)
    lines = account.lines(books, fitted(books.before), fitted(books.after))
    assert not line(lines, "contracts").any()
    np.testing.assert_allclose(lines[:-1].sum(axis=0), line(lines, "closing"), atol=1e-7)


def test_some_customers_have_the_same_account_alone(period: tuple[Books, Valuation, Valuation]) -> None:
    """So segments add up to the whole, however customers are divided."""
    books, opening, closing = period
    whole = account.lines(books, opening, closing)
    for part in range(3):
        chosen = np.flatnonzero(books.after.number % 3 == part)
        np.testing.assert_allclose(account.lines(books.only(chosen), opening, closing), whole[:, chosen], atol=1e-9)
        alone = account.expected_cash(books.only(chosen), opening)
        np.testing.assert_allclose(alone, account.expected_cash(books, opening)[chosen], atol=1e-9)


def test_measuring_again_changes_nothing(period: tuple[Books, Valuation, Valuation]) -> None:
    books, opening, closing = period
    again = (fitted(lives, horizon=closing.horizon) for lives in (books.before, books.after))
    np.testing.assert_array_equal(account.lines(books, *again), account.lines(books, opening, closing))


def test_nothing_happens_in_no_time() -> None:
    lives = two_dates(CUSTOMERS)[2].before
    nothing, model = np.zeros(len(lives)), fitted(lives)
    lines = account.lines(Books.of(lives, lives, 0, lives.number, nothing, nothing), model, model)
    np.testing.assert_allclose(lines[1:-1], 0, atol=1e-9)
    np.testing.assert_array_equal(line(lines, "opening"), line(lines, "closing"))


@pytest.mark.parametrize(("money", "time"), [(100.0, 1.0), (1.0, 1 / 7)], ids=["cents", "weeks"])
def test_it_does_not_care_for_units(money: float, time: float) -> None:
    before, after, books = two_dates(CUSTOMERS)
    lives = [in_other_units(frame, money=money, time=time) for frame in (before, after)]
    nothing = np.zeros(len(after))
    other = Books.of(*lives, (CLOSING - OPENING) * time, lives[1].number, nothing, nothing)  # type: ignore[arg-type]
    found = account.lines(other, *(fitted(each, year=DAYS_A_YEAR * time) for each in lives))
    plain = account.lines(books, fitted(books.before), fitted(books.after))
    np.testing.assert_allclose(found.sum(axis=1), plain.sum(axis=1) * money, rtol=1e-5, atol=0.01 * money)


def test_expected_cash_is_what_the_period_is_worth_undiscounted(period: tuple[Books, Valuation, Valuation]) -> None:
    """Discounted and carried to the end it is a line of the account, a little more than undiscounted."""
    books, opening, _ = period
    undiscounted = account.expected_cash(books, opening).sum()
    years = books.days / DAYS_A_YEAR
    ratio = -line(account.lines(*period), "expected cash").sum() / undiscounted
    assert 1 < ratio < (1 + RATE) ** years


def test_books_need_both_dates_of_one_snapshot() -> None:
    before, after, _ = two_dates(200)
    with pytest.raises(ValueError, match=r"not in the closing: \[3\]"):
        Books.of(Lives.read(before), Lives.read(after[after.number != 3]), 92, *(np.empty(0) for _ in range(3)))


def test_bookings_find_their_customers() -> None:
    _, _, books = two_dates(300)
    number = np.array([2, 250])
    again = Books.of(books.before, books.after, 92, number, np.array([5.0, 7.0]), np.array([1.0, 2.0]))
    assert again.cash[books.after.number == 250] == [7.0]
    assert (again.cash.sum(), again.acquisition.sum()) == (12.0, 3.0)
