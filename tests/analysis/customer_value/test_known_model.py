"""Under a right model a closed cohort returns the discount rate, and nothing is learned on average."""

from dataclasses import dataclass

import numpy as np
import pytest
from made_up_lives import CLOSING, OPENING, known

from verification.simulated_lives import Base
from workbench.analysis.customer_value import Lives, Valuation, account
from workbench.analysis.customer_value.account import EXPERIENCE, LINES, Books
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.customer_value.lives import DAYS_A_YEAR

CUSTOMERS = 200_000


@dataclass(frozen=True)
class Cohort:
    """A closed cohort, by the parameters it was drawn by: the account, and cash carried to the closing."""

    lines: np.ndarray
    expected: np.ndarray
    cash: np.ndarray
    carried: np.ndarray


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    base = Base.drawn(CUSTOMERS, seed=3, won_over=OPENING, until=CLOSING)
    model = known()
    booked = base.booked(OPENING, CLOSING)
    told = (booked[name].to_numpy() for name in ("number", "contribution", "acquisition"))
    books = Books.of(base.lives(OPENING), base.lives(CLOSING), int(CLOSING - OPENING), *told)
    late = base.time >= OPENING
    grown = base.margin * np.exp(model.rate * (CLOSING - base.time) / DAYS_A_YEAR)
    carried = np.bincount(base.person[late], grown[late], minlength=CUSTOMERS)
    return Cohort(account.lines(books, model, model), account.expected_cash(books, model), books.cash, carried)


def standard_errors(values: np.ndarray) -> float:
    """How far the mean is from nothing."""
    return float(values.mean() / (values.std() / np.sqrt(len(values))))


@pytest.mark.parametrize("name", [*EXPERIENCE[:3], "all"])
def test_experience_has_mean_nothing(cohort: Cohort, name: str) -> None:
    values = cohort.lines[3:7].sum(axis=0) if name == "all" else cohort.lines[LINES.index(name)]
    assert abs(standard_errors(values)) < 4


def test_cash_is_expected(cohort: Cohort) -> None:
    assert abs(standard_errors(cohort.cash - cohort.expected)) < 4


def test_the_return_is_the_discount_rate(cohort: Cohort) -> None:
    opening, closing = cohort.lines[0], cohort.lines[LINES.index("closing")]
    period = np.exp(known().rate * (CLOSING - OPENING) / DAYS_A_YEAR) - 1
    beyond = cohort.carried + closing - opening * (1 + period)
    assert abs(standard_errors(beyond)) < 4
    return_on_customer = (cohort.carried.sum() + closing.sum() - opening.sum()) / opening.sum()
    error = beyond.std() * np.sqrt(CUSTOMERS) / opening.sum()
    assert error < 0.002  # else the next line says nothing
    assert abs(return_on_customer - period) < 4 * error


@pytest.mark.parametrize("days", [1.0, 92.0, 3000.0])
@pytest.mark.parametrize("s", [0.2, 1.0, 4.0])
def test_residual_lifetimes_follow_from_later_ones(s: float, days: float) -> None:
    """L(T) = within the period + discount x chance to stay x L(T + period)."""
    model, rate = LifeModel(1.0, s, np.array([50.0]), np.array([400.0])), np.log(1.1) / DAYS_A_YEAR
    age = np.array([0.0, 30.0, 2000.0])
    group = np.zeros(3, dtype=int)
    now, period = (model.days(age, group, rate=rate, horizon=horizon) for horizon in (np.inf, days))
    later = model.days(age + days, group, rate=rate)
    rest = np.exp(-rate * days) * model.stays(age, group, days) * later
    np.testing.assert_allclose(now, period + rest, rtol=1e-9)


@pytest.mark.parametrize("horizon", [np.inf, 5.0])
def test_value_is_expected_cash_and_expected_value_at_the_end(horizon: float) -> None:
    """By what is known at the opening: it is what the lines of the account rest on."""
    model, years = known(horizon=horizon), 0.25
    lives = Lives.bought([9, 2, 0], [700, 90, 0], [720, 400, 300], [10, 3, 1], [500.0, 90.0, 35.0])
    group = np.zeros(3, dtype=int)
    alive, paid = model.alive(lives, group), model.purchases(lives, group) * model.margin(lives)
    days = years * DAYS_A_YEAR
    later = Lives.bought(lives.frequency, lives.recency, lives.age + days, lives.purchases, lives.total)
    left = model.looking(horizon=horizon - years).years(later, group)
    end = alive * model.life.stays(lives.age, group, days) * paid * left
    period = model.looking(horizon=years).worth(lives).value
    np.testing.assert_allclose(model.worth(lives).value, period + np.exp(-model.rate * years) * end, rtol=1e-9)


def test_a_contract_makes_sure_and_a_goodbye_too() -> None:
    model: Valuation = known()
    lives = Lives.bought([3, 3, 3], [200, 200, 200], [900, 900, 900], [4, 4, 4], [160.0] * 3)
    told = vars(lives) | {"held": np.array([True, False, False]), "left": np.array([False, True, False])}
    told["contract"] = np.array([120.0, 0.0, 0.0])
    worth = model.worth(Lives(**{name: told[name] for name in Lives.__dataclass_fields__}))
    assert worth.alive[0] == 1 and worth.alive[1] == 0 and 0 < worth.alive[2] < 1
    assert worth.value[1] == 0
    assert worth.contracts[0] > 120
    assert worth.value[0] == pytest.approx(worth.purchases[0] + worth.contracts[0])
