"""The usual models of buying side by side, and contracts by cohort."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from cdnow import PUBLISHED
from test_holdout import as_rows, cdnow_rows
from worlds import customers

from workbench.analysis.purchase_models import compare, holdout_start, retention_by_cohort
from workbench.analysis.purchase_models.shifted_beta_geometric import NONE_DUE

KEYS = ["frequency", "recency", "age"]


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[*KEYS, "customers"]]


def test_cdnow_has_the_published_likelihoods_and_nobody_who_never_leaves():
    rows = cdnow_rows()
    found = compare(counted(rows), rows, days=39).set_index("model")
    assert found.log_likelihood["BG/NBD"] == pytest.approx(PUBLISHED["bgnbd_cdnow"]["LL_CLVTools_P"], abs=1e-3)
    assert found.log_likelihood["Pareto/NBD"] == pytest.approx(PUBLISHED["paretonbd_cdnow"]["LL_CLVTools_P"], abs=1e-3)
    expected = PUBLISHED["bgnbd_cdnow"]["total_expected_next_39w_C"]
    realised = PUBLISHED["cdnow_conventions"]["holdout_tx_weeks_40_78"]
    assert found.bias["BG/NBD"] == pytest.approx(expected / realised - 1, abs=1e-5)
    r, error = found.parameters["Pareto/NBD"]["r"]
    assert (r, error) == pytest.approx((0.55315, PUBLISHED["paretonbd_cdnow"]["se_CLVTools_P"]["r"]), rel=1e-3)
    assert found.index[-1] == "NBD" and "25% off" in found.why["NBD"]
    assert (found.gradient_norm < 1e-5).all() and (found.iterations > 0).all()


def test_the_most_likely_of_those_that_may_be_used_comes_first():
    rows = as_rows(customers("Pareto/NBD", 20_000, seed=5))
    found = compare(counted(rows), rows, days=52)
    assert found.model[0] == "Pareto/NBD"
    left = found[found.why == ""]
    assert left.akaike.is_monotonic_decreasing and found.why.iloc[-1] != ""


def test_a_model_that_cannot_be_fitted_says_why():
    rows = as_rows(customers("Pareto/NBD", 2_000)).assign(frequency=0, recency=0.0)
    found = compare(counted(rows), rows, days=52)
    assert found.why.astype(bool).all() and found.log_likelihood.isna().all() and (found.n == 2_000).all()


@pytest.mark.parametrize(
    ("data_from", "days"), [(dt.date(2020, 1, 1), 365), (dt.date(2026, 7, 3), 30), (dt.date(2026, 9, 30), 0)]
)
def test_a_third_of_the_time_known_is_held_out_and_at_most_a_year(data_from: dt.date, days: int) -> None:
    as_of = dt.date(2026, 10, 1)
    assert (as_of - holdout_start(as_of, data_from)).days == days


def contracts(alpha: float, beta: float, *, many: int, renewals: int, cohort: int = 2023) -> pd.DataFrame:
    """Contracts that began together, each with a chance of its own to end at a renewal, after so many."""
    random = np.random.default_rng(7)
    ends = random.geometric(random.beta(alpha, beta, many)) - 1
    frame = pd.DataFrame({"renewals": np.minimum(ends, renewals), "ended": (ends < renewals).astype(int)})
    return frame.value_counts().rename("contracts").reset_index().assign(cohort=cohort)


def test_contracts_that_differ_have_a_next_renewal_above_the_share_so_far():
    alpha, beta, lived = 0.7, 3.8, 6
    (row,) = retention_by_cohort(contracts(alpha, beta, many=20_000, renewals=lived), rate=0.1).to_dict("records")
    truth = (beta + lived) / (alpha + beta + lived)
    assert row["next_low"] < truth < row["next_high"] and row["next"] > row["renewed_high"]
    assert row["renewed_low"] < row["renewed"] < row["renewed_high"]
    assert row["to_come_low"] < row["to_come"] < row["to_come_high"]
    assert row["contracts"] == 20_000 and row["why"] == ""
    (few,) = retention_by_cohort(contracts(alpha, beta, many=20_000, renewals=lived), rate=0.0, horizon=2).to_dict(
        "records"
    )
    assert truth < few["to_come"] < 2


def test_contracts_that_do_not_differ_have_a_share_and_a_reason():
    rows = contracts(300.0, 2_700.0, many=3_000, renewals=10)
    (row,) = retention_by_cohort(rows, rate=0.1).to_dict("records")
    assert row["why"] and row["next"] is None and row["renewed_low"] < 0.9 < row["renewed_high"]


def test_contracts_without_a_renewal_say_so_and_no_contracts_are_no_rows():
    fresh = pd.DataFrame({"cohort": [2026], "renewals": [0], "ended": [0], "contracts": [40]})
    (row,) = retention_by_cohort(fresh, rate=0.1).to_dict("records")
    assert row["due"] == 0 and row["renewed"] is None and row["why"] == NONE_DUE.format(n=40)
    assert retention_by_cohort(fresh.head(0), rate=math.log(1.1)).empty
