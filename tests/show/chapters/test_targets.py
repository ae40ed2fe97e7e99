"""Targets are read before anything is shown, and stand beside their numbers."""

import pytest

from workbench.errors import BadParameter
from workbench.show.blocks import Kpi
from workbench.show.chapters import targets


def kpi(name: str, value: float | None, half: float = 0.0) -> Kpi:
    low, high = (None, None) if value is None else (value - half, value + half)
    return Kpi(name, name, unit="number", value=value, low=low, high=high)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", {}),
        ("satisfaction_index=75, roc=0.05", {"satisfaction_index": 75.0, "roc": 0.05}),
        (" churn_rate : 12% ,", {"churn_rate": 0.12}),
        ("net_arrivals=-3", {"net_arrivals": -3.0}),
    ],
)
def test_targets_are_read(text: str, read: dict[str, float]) -> None:
    assert targets.read(text) == read


@pytest.mark.parametrize(
    "text", ["rco=0.05", "roc", "roc=", "roc=high", "roc=nan", "roc=inf%", "roc=1,000", "roc=1, roc=2", "=3"]
)
def test_what_is_no_target_is_refused_with_advice(text: str) -> None:
    with pytest.raises(BadParameter) as caught:
        targets.read(text)
    assert "targets" in str(caught.value) and "do:" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "half", "verdict", "word"),
    [
        ("satisfaction_index", 78.0, 2.0, "met", "whole interval"),
        ("satisfaction_index", 76.0, 2.0, "met", "may be chance"),
        ("satisfaction_index", 74.0, 0.5, "missed", "whole interval"),
        ("churn_rate", 74.0, 0.5, "met", "whole interval"),
        ("customers", 75.0, 0.0, "met", "counted"),
    ],
)
def test_a_target_is_met_or_missed(name: str, value: float, half: float, verdict: str, word: str) -> None:
    (one,) = targets.against(kpi(name, value, half), {name: 75.0}).comparisons
    assert (one["to"], one["then"], one["verdict"]) == ("the target", 75.0, verdict)
    assert word in one["test"]


def test_a_number_without_a_target_or_a_value_stays_as_it_is() -> None:
    assert targets.against(kpi("roc", 0.1), {"customers": 5.0}).comparisons == []
    assert targets.against(kpi("roc", None), {"roc": 5.0}).comparisons == []
