"""The model of buying and staying: its maximum, its information, and what one customer moves."""

import numpy as np
import pytest
from made_up_lives import OPENING

from verification.simulated_lives import ALPHA, BETA, Base, R, S
from workbench.analysis.customer_value import Lives, life_model, posterior
from workbench.analysis.customer_value.grouped import Grouped
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.customer_value.posterior import Posterior
from workbench.analysis.purchase_models import ParetoNBD
from workbench.analysis.purchase_models.maximum import Likelihood, Maximum, maximise
from workbench.analysis.results import Withheld

CUSTOMERS, GROUPS = 12_000, 3


@pytest.fixture(scope="module")
def lives() -> Lives:
    return Base.drawn(CUSTOMERS, seed=5, whole=True).lives(OPENING)


@pytest.fixture(scope="module")
def group(lives: Lives) -> np.ndarray:
    return lives.number % GROUPS


@pytest.fixture(scope="module")
def fitted(lives: Lives, group: np.ndarray) -> LifeModel:
    found = life_model.fit(lives.histories, group, GROUPS)
    assert isinstance(found, LifeModel)
    return found


def test_it_finds_the_parameters_that_customers_were_drawn_by(fitted: LifeModel) -> None:
    assert fitted.maximum is not None
    error = np.sqrt(np.diag(fitted.maximum.covariance))
    truth = np.log([R, S, *[ALPHA] * GROUPS, *[BETA] * GROUPS])
    assert (np.abs(fitted.point - truth) < 4 * error).all()


def test_starting_with_some_customers_ends_where_all_would(
    lives: Lives, group: np.ndarray, fitted: LifeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posterior, "STAGES", ())
    monkeypatch.setattr(posterior, "FOR_INFORMATION", CUSTOMERS)
    at_once = life_model.fit(lives.histories, group, GROUPS)
    assert isinstance(at_once, LifeModel) and fitted.maximum is not None
    np.testing.assert_allclose(fitted.point, at_once.point, atol=2e-5)
    assert fitted.maximum.gradient_norm < 1e-6


def test_information_group_by_group_is_that_of_all_parameters(fitted: LifeModel) -> None:
    assert fitted.rows is not None and fitted.maximum is not None
    point = fitted.maximum.point
    whole = Likelihood.information(Posterior.of(GROUPS), point, fitted.rows)
    np.testing.assert_allclose(fitted.maximum.information / CUSTOMERS, whole, rtol=1e-3, atol=1e-6)


def test_gradient_is_that_of_the_posterior(fitted: LifeModel) -> None:
    assert fitted.rows is not None and fitted.maximum is not None
    likelihood = Posterior.of(GROUPS)
    point, step = fitted.maximum.point + 0.3, 1e-5
    _, gradient = likelihood.mean(point, fitted.rows)
    for place, slope in enumerate(gradient):
        ends = [likelihood.mean(point + sign * step * np.eye(len(point))[place], fitted.rows)[0] for sign in (1, -1)]
        assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_one_group_without_a_prior_is_the_pareto_nbd(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    for spread in ("PRIOR_SPREAD", "GROUP_SPREAD", "SCALE_SPREAD"):
        monkeypatch.setattr(posterior, spread, 1e6)
    ours = life_model.fit(lives.histories, np.zeros(len(lives), dtype=int), 1)
    plain = ParetoNBD().fit(np.column_stack([lives.frequency, lives.recency, lives.age]))
    assert isinstance(ours, LifeModel)
    names = ("r", "s", "alpha", "beta")
    np.testing.assert_allclose(np.exp(ours.point), [plain.params_[name] for name in names], rtol=1e-4)


def test_influence_is_what_leaving_customers_out_moves(lives: Lives, group: np.ndarray, fitted: LifeModel) -> None:
    """To first order, for a hundredth of them."""
    kept = lives.number % 100 != 7
    again = life_model.fit(lives.of(kept).histories, group[kept], GROUPS)
    assert isinstance(again, LifeModel)
    told = -fitted.influence()[~kept].sum(axis=0)
    np.testing.assert_allclose(again.point - fitted.point, told, atol=0.1 * np.abs(told).max())


def test_known_parameters_have_no_influence() -> None:
    with pytest.raises(ValueError, match="fitted to nobody"):
        LifeModel(1.0, 1.0, np.ones(1), np.ones(1)).influence()


def test_alive_and_purchases_are_those_of_the_pareto_nbd(lives: Lives, group: np.ndarray, fitted: LifeModel) -> None:
    rows = np.column_stack([lives.frequency, lives.recency, lives.age])
    alive, pace = fitted.alive(lives.histories, group), fitted.purchases(lives.histories, group)
    for place in range(GROUPS):
        own = group == place
        model = ParetoNBD.of({"r": fitted.r, "s": fitted.s, "alpha": fitted.alpha[place], "beta": fitted.beta[place]})
        np.testing.assert_allclose(alive[own], model.predict_alive(rows[own]), rtol=1e-12)
        days = fitted.days(lives.age[own], group[own], rate=0.001)
        np.testing.assert_allclose(alive[own] * pace[own] * days, model.predict(rows[own], rate=0.001), rtol=1e-9)


def test_customers_alike_are_one_row(lives: Lives, group: np.ndarray) -> None:
    twice = Lives(*(np.concatenate([part, part]) for part in (getattr(lives, name) for name in lives.__match_args__)))
    once, both = (
        Grouped.read(each.histories, of, GROUPS) for each, of in ((lives, group), (twice, np.concatenate([group] * 2)))
    )
    np.testing.assert_array_equal(both.counts, 2 * once.counts)
    assert both.customers == 2 * once.customers == 2 * len(lives)


def test_too_little_is_said() -> None:
    few = Lives.bought([0] * 30, [0] * 30, [100] * 30, [1] * 30, [10] * 30)
    found = life_model.fit(few.histories, np.zeros(30, dtype=int), 1)
    assert isinstance(found, Withheld) and "bought once" in found.why


def test_a_likelihood_without_end_is_said_not_used() -> None:
    """Everybody buys every tenth day to the last: leaving has no rate to be learned, but for the prior."""
    n = 200
    lives = Lives.bought([30] * n, [300] * n, [300] * n, [31] * n, [310] * n)
    data = Grouped.read(lives.histories, np.zeros(n, dtype=int), 1).in_units_of(300.0)
    found = maximise(Likelihood("Pareto/NBD", ("r", "s", "alpha", "beta"), posterior.rows), data, [np.zeros(4)])
    assert not isinstance(found, Maximum)
