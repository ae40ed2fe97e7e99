"""Alert rules speak when a number says so, or its test."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import BadParameter
from workbench.reporting.closing.collect import Chapter, Shown
from workbench.reporting.unattended import alerts


def speaks(rule: str, **kpi: Any) -> str:
    """Why the rule speaks; empty if it is silent."""
    block = {"block": "kpi", "name": "churn_rate", "value": 0.1, **kpi}
    found = alerts.raised([rule], [Chapter("04", "", (Shown({"block": "note", "name": "n"}), Shown(block)))])
    return found[0].why if found else ""


@pytest.mark.parametrize(
    ("rule", "expected"), [("<", False), ("<=", True), (">", False), (">=", True)], ids=["lt", "le", "gt", "ge"]
)
def test_a_value_is_compared(rule: str, expected: bool) -> None:
    assert bool(speaks(f"churn_rate {rule} 0.1")) == expected


@given(st.floats(-1e6, 1e6), st.decimals(-1000, 1000, places=3))
def test_a_rule_and_its_opposite_never_both_speak(value: float, limit: Any) -> None:
    assert bool(speaks(f"churn_rate < {limit}", value=value)) != bool(speaks(f"churn_rate>={limit}", value=value))


@pytest.mark.parametrize(
    ("verdict", "change", "rule", "expected"),
    [
        ("worse", 0.02, "rose", "it rose by 0.02, worse"),
        ("worse", 0.02, "fell", ""),
        ("better", -0.02, "fell", "it fell by 0.02, better"),
        ("no more than chance", 0.02, "rose", ""),
        ("not tested", 0.02, "rose", ""),
        ("higher", None, "rose", ""),
    ],
)
def test_a_number_moves_only_if_its_test_says_so(verdict: str, change: float, rule: str, expected: str) -> None:
    year = {"to": "the same month last year", "change": -1.0, "verdict": "better"}
    month = {"to": "last month", "then": 0.1, "change": change, "verdict": verdict}
    assert speaks(f"churn_rate {rule}", comparisons=[year, month]) == expected


def test_a_number_that_is_withheld_or_unknown_is_said() -> None:
    assert speaks("churn_rate > 0.2", value=None, why="too few answers") == "it is withheld: too few answers"
    assert speaks("roc < 0") == "the report shows no number roc; it shows churn_rate"
    assert speaks("churn_rate rose") == "", "not compared, so not risen"


@pytest.mark.parametrize("text", ["", "churn_rate", "churn_rate = 3", "churn_rate > x", "< 3", "churn_rate rises"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="not an alert rule"):
        alerts.parse(text)
