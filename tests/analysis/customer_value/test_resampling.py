"""Resamples of sums: slopes from a part of the customers are as good as from all."""

import numpy as np
import pytest
from made_up_lives import fitted, two_dates

from workbench.analysis.customer_value import parameters
from workbench.analysis.customer_value.resampling import Resampling
from workbench.analysis.customer_value.valuation import Standing, Valuation


def value(model: Valuation, seen: Standing) -> np.ndarray:
    return model.worth_of(seen).value[None]


def test_an_even_part_of_the_customers_gives_the_same_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    after = two_dates(4000)[2].after
    drawn = Resampling.of(fitted(after), after)
    of = (after.number % 2).astype(np.intp)
    full = drawn.sums(value, of, 2)
    monkeypatch.setattr(parameters, "FOR_SLOPES", 800)
    monkeypatch.setattr(parameters, "FEWEST", 0)
    part = drawn.sums(value, of, 2)
    np.testing.assert_array_equal(part[0], full[0])
    np.testing.assert_allclose(part.std(axis=0), full.std(axis=0), rtol=0.05)


def test_groups_add_up_in_every_resample() -> None:
    after = two_dates(1000)[2].after
    drawn = Resampling.of(fitted(after), after, resamples=50)
    of = (after.number % 3).astype(np.intp)
    np.testing.assert_allclose(drawn.sums(value, of, 3).sum(axis=2), drawn.sums(value)[:, :, 0])
