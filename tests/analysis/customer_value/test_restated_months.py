"""A month measured again says by how much it differs from its report, and why."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from made_up_lives import CLOSING, OPENING, fitted, two_dates

from workbench.analysis.customer_value import Lives, kept, restated
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.kept import Record
from workbench.analysis.customer_value.lives import DAYS_A_YEAR
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.return_on_customer import roc

DAYS = int(CLOSING - OPENING)
OPENED, CLOSED = dt.date(2026, 3, 31), dt.date(2026, 7, 1)
CASH = 9_000.0


@pytest.fixture(scope="module")
def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    return two_dates(3_000)[:2]


def books_of(before: pd.DataFrame, after: pd.DataFrame) -> Books:
    nobody = np.zeros(0)
    return Books.of(Lives.read(before), Lives.read(after), DAYS, nobody.astype(np.int64), nobody, nobody)


@pytest.fixture(scope="module")
def record(frames: tuple[pd.DataFrame, pd.DataFrame]) -> Record:
    """Of a month with the return of the quarter before it, computed here by the formula."""
    before, after = (Lives.read(frame) for frame in frames)
    opening, closing = fitted(before), fitted(after)
    opened = opening.worth(before).value.sum()
    closed = opening.worth(after, books_of(*frames).groups(opening)).value.sum()
    told = Estimate(roc(float(opened), float(closed), CASH), -1.0, 1.0, len(after))
    return {
        **kept.record(closing, after, as_of=CLOSED),
        **kept.of_return(kept.record(opening, before, as_of=OPENED), cash=CASH, roc=told),
    }


def equity(record: Record, frame: pd.DataFrame, *, rate: float = 0.10, horizon: float = np.inf) -> restated.Restated:
    lives = Lives.read(frame)
    return restated.of_equity(record, lives, fitted(lives, rate=rate, horizon=horizon))


def returned(record: Record, frames: tuple[pd.DataFrame, pd.DataFrame], cash: float = CASH) -> restated.Restated:
    books = books_of(*frames)
    found = restated.of_roc(record, books, cash, fitted(books.before))
    assert isinstance(found, restated.Restated)
    return found


def test_unchanged_data_restate_nothing(record: Record, frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    for found in (equity(record, frames[1]), returned(record, frames)):
        assert found.restated == pytest.approx(found.reported, rel=1e-9) and found.reasons == ()


@pytest.mark.parametrize(("rate", "horizon"), [(0.12, np.inf), (0.10, 2.0)])
def test_another_assumption_is_the_only_reason(
    record: Record, frames: tuple[pd.DataFrame, pd.DataFrame], rate: float, horizon: float
) -> None:
    found = equity(record, frames[1], rate=rate, horizon=horizon)
    assert found.reasons == (restated.ASSUMPTIONS,) and found.restated < found.reported
    books = books_of(*frames)
    back = restated.of_roc(record, books, CASH, fitted(books.before, rate=rate, horizon=horizon))
    assert back.reasons == (restated.ASSUMPTIONS,)


def test_corrected_data_change_the_customers_and_the_model(
    record: Record, frames: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    before, after = (
        frame.assign(margin=np.where(frame.number < 300, frame.margin + 50, frame.margin)) for frame in frames
    )
    for found in (equity(record, after), returned(record, (before, after))):
        assert set(found.reasons) == {restated.DATA, restated.ESTIMATE}
        assert sum(found.because.values()) == pytest.approx(found.restated - found.reported)
    assert equity(record, after).because[restated.DATA] > 0


def test_cash_booked_late_is_corrected_data(record: Record, frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = returned(record, frames, CASH + 1_000)
    assert found.reasons == (restated.DATA,)
    assert found.because[restated.DATA] == pytest.approx(1_000 / float(record["opening_equity"]), rel=1e-6)


def test_other_rules_are_told_where_the_data_are_the_same(
    record: Record, frames: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    then = {**record, "equity": 0.9 * float(record["equity"]), "roc": float(record["roc"]) - 0.01}
    found, back = equity(then, frames[1]), returned(then, frames)
    assert found.reasons == back.reasons == (restated.RULES,)
    assert found.because[restated.RULES] == pytest.approx(found.restated - found.reported)
    assert back.because[restated.RULES] == pytest.approx(0.01)


def test_without_a_kept_return_a_sentence_says_so(record: Record, frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    books = books_of(*frames)
    bare = {name: value for name, value in record.items() if not name.startswith("opening_") and name != "roc"}
    found = restated.of_roc(bare, books, CASH, fitted(books.before))
    assert isinstance(found, Withheld) and found.why == restated.NOT_KEPT


def test_an_opening_worth_nothing_has_no_return(record: Record, frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    books = books_of(*frames)
    worthless = replace(fitted(books.before), horizon=-DAYS / DAYS_A_YEAR)
    assert isinstance(restated.of_roc(record, books, CASH, worthless), Withheld)
