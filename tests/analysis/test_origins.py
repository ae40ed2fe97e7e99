"""The dates of an out-of-time model."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.origins import Origins, months_before
from workbench.errors import BadParameter


def test_outcomes_of_one_origin_are_known_by_the_next() -> None:
    when = Origins.ending(dt.date(2026, 10, 1), horizon_months=6)
    assert when.all == (dt.date(2025, 4, 1), dt.date(2025, 10, 1), dt.date(2026, 4, 1), dt.date(2026, 10, 1))
    assert when.labelled == when.all[:3]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 24))
def test_origins_are_a_horizon_apart(day: dt.date, horizon: int) -> None:
    when = Origins.ending(day.replace(day=1), horizon_months=horizon)
    for earlier, later in zip(when.all, when.all[1:], strict=False):
        assert months_before(later, horizon) == earlier


@pytest.mark.parametrize("horizon", [0, -3, 25])
def test_a_horizon_is_one_to_twenty_four_months(horizon: int) -> None:
    with pytest.raises(BadParameter, match="horizon_months"):
        Origins.ending(dt.date(2026, 10, 1), horizon_months=horizon)


def test_a_short_history_says_when_data_would_have_to_begin() -> None:
    when = Origins.ending(dt.date(2026, 10, 1), horizon_months=3)
    assert when.too_short(dt.date(2025, 10, 1)) is None
    short = when.too_short(dt.date(2026, 1, 15))
    assert short is not None
    assert "12 months of history" in short.why
    assert "by 1 Oct 2025" in short.why.replace("\u00a0", " ")
