"""What a number is compared with is said in words, with the change, its interval and its test to be opened."""

from typing import Any

from workbench.phrase import SPACE
from workbench.show.comparisons import comparisons
from workbench.show.languages import writing

MONTH = {"to": "last month", "then": 75.1, "change": -2.1, "low": -4.0, "high": -0.2}


def one(unit: str = "points", **changes: Any) -> dict[str, str]:
    (told,) = comparisons({"unit": unit, "comparisons": [{**MONTH, "verdict": "worse", **changes}]}, "EUR")
    return {name: text.replace(SPACE, " ") for name, text in told.items()}


def test_a_change_is_told_with_its_sign_its_verdict_and_its_interval() -> None:
    assert one(test="jackknife") == {
        "to": "last month",
        "change": "−2.1 points",
        "verdict": "worse",
        "tone": "bad",
        "detail": "Compared with last month, 75.1: a change of −2.1 points (−4.0 to −0.2). Test: jackknife.",
    }


def test_shares_differ_by_percentage_points() -> None:
    share = {"then": 0.33, "change": 0.013, "low": None, "high": None}
    assert one("percent", **share)["change"] == "+1.3 pts"
    with writing("zh"):
        assert one("percent", **share)["change"] == "+1.3个百分点"


def test_money_is_in_its_currency() -> None:
    assert one("money", then=8e5, change=1.2e4, low=1e3, high=2e4)["change"] == "+€12,000"


def test_a_target_is_shown_itself_and_met_or_missed() -> None:
    told = one(to="the target", then=75.0, change=None, verdict="missed")
    assert (told["change"], told["verdict"], told["tone"]) == ("75.0", "missed", "bad")
    assert told["detail"] == "Compared with the target, 75.0."


def test_what_was_not_tested_has_no_colour() -> None:
    told = one(verdict="not tested", low=None, high=None)
    assert told["tone"] == "none" and told["detail"].endswith("a change of −2.1 points.")
