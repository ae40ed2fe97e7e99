"""What was said is set against what came, for the customers of whom it was said."""

import numpy as np
import pandas as pd

from workbench.analysis import hindsight
from workbench.analysis.hindsight import Hindsight
from workbench.analysis.results import Withheld

NONE = pd.DataFrame(columns=["kind", "name", "value", "low", "high"])
WHO = [f"c{number}" for number in range(200)]
CLOSED = pd.DataFrame({"customer_id": [*WHO, "prospect"], "churn_probability": [0.1] * 200 + [np.nan]})
OUTCOMES = pd.DataFrame({"customer_id": [*WHO, "stranger"], "churned": [1] * 30 + [0] * 170 + [1]})
FEATURES = pd.DataFrame({"customer_id": [*WHO, "stranger"], "contribution_12m": [100.0] * 200 + [9e9]})


def reported(**numbers: float) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"kind": "kpi", "name": name, "value": value, "low": value - 5, "high": value + 5}
            for name, value in numbers.items()
        ]
    )


def test_who_churned_is_counted_among_those_it_was_said_of() -> None:
    found = hindsight.judged(CLOSED, OUTCOMES, FEATURES, reported(expected_churn=21.0, value_at_risk=2_100.0))
    assert isinstance(found, Hindsight)
    assert (found.said.value, found.said.low) == (21.0, 16.0)
    assert (found.happened.value, found.happened.n) == (30.0, 200)
    assert found.money_said.value == 2_100.0 and found.money_happened == 3_000.0


def test_without_a_report_the_sum_of_the_chances_stands_for_what_was_said() -> None:
    found = hindsight.judged(CLOSED, OUTCOMES, FEATURES, NONE)
    assert round(found.said.value, 6) == 20.0 and found.money_said is None


def test_chance_alone_stays_in_its_range() -> None:
    rng = np.random.default_rng(1)
    held = []
    for _ in range(300):
        chances = rng.uniform(0.02, 0.5, 200)
        closed = pd.DataFrame({"customer_id": WHO, "churn_probability": chances})
        outcomes = pd.DataFrame({"customer_id": WHO, "churned": (rng.random(200) < chances).astype(int)})
        found = hindsight.judged(closed, outcomes, FEATURES, NONE)
        held.append(found.happened.low <= chances.sum() <= found.happened.high)
    assert np.mean(held) > 0.92


def test_a_month_never_closed_or_without_a_model_is_said() -> None:
    never = hindsight.judged(pd.DataFrame(columns=["customer_id"]), OUTCOMES, FEATURES, NONE)
    nobody = hindsight.judged(CLOSED.assign(churn_probability=np.nan), OUTCOMES, FEATURES, NONE)
    others = hindsight.judged(CLOSED.assign(customer_id="x"), OUTCOMES, FEATURES, NONE)
    assert all(isinstance(found, Withheld) and found.why for found in (never, nobody, others))
