"""The chapter on drivers: who leads is said only where the lead is told from chance."""

from dataclasses import dataclass, field

import pandas as pd
import pytest

from workbench.show.blocks import Chart, Finding, Kpi, Note
from workbench.show.chapters import drivers

PERIOD = "12 months to September 2026"


@dataclass(frozen=True)
class Number:
    """A number with its doubt, as an analysis hands it over."""

    value: float
    low: float
    high: float
    n: int = 900


@dataclass(frozen=True)
class Nothing:
    """A number withheld."""

    why: str
    n: int = 0


@dataclass(frozen=True)
class Lead:
    """The first driver against the second."""

    driver: str
    runner_up: str
    share: Number
    margin: Number


@dataclass(frozen=True)
class Found:
    """Drivers of an outcome, as `regression` and `importance` hand them over."""

    rows: pd.DataFrame
    leader: Lead | Nothing = field(default_factory=lambda: Nothing("one driver"))
    outcome: str = "satisfaction"
    n: int = 900
    r2: Number | Nothing = field(default_factory=lambda: Number(0.5, 0.45, 0.55))

    def frame(self) -> pd.DataFrame:
        return self.rows

    def lead(self) -> Lead | Nothing:
        return self.leader


def fitted(low: float = 0.2) -> Found:
    rows = [
        {"driver": "quality: call centre", "effect": 0.31, "low": low, "high": 0.42, "mean": 64.0, "vif": 1.4},
        {"driver": "product core", "effect": 0.12, "low": -0.02, "high": 0.26, "mean": 76.0, "vif": 1.9},
    ]
    return Found(pd.DataFrame(rows))


def ranked(margin: Number) -> Found:
    rows = [
        {"driver": "quality: call centre", "share": 0.6, "low": 0.5, "high": 0.7, "part": 0.3},
        {"driver": "product core", "share": 0.4, "low": 0.3, "high": 0.5, "part": 0.2},
    ]
    return Found(pd.DataFrame(rows), Lead("quality: call centre", "product core", Number(0.6, 0.5, 0.7), margin))


CLEAR, TIED = Number(0.2, 0.05, 0.35), Number(0.2, -0.05, 0.45)


def test_the_strongest_effect_makes_the_title() -> None:
    block = drivers.driver_effects(fitted(), period=PERIOD)
    assert isinstance(block, Chart)
    assert block.title == "One point more for call centre goes with 0.31 points of satisfaction"
    assert [row["driver"] for row in block.rows] == ["call centre", "product core"]
    assert block.columns["effect"].label == "Points of satisfaction for one point more"
    assert (block.n, block.period) == (900, PERIOD)


def test_effects_within_chance_are_not_claimed() -> None:
    block = drivers.driver_effects(fitted(low=-0.1), period=PERIOD)
    assert block.title == "No driver's link with satisfaction can be told from chance"


def test_a_clear_lead_is_claimed_with_its_test() -> None:
    block = drivers.driver_shares(ranked(CLEAR), period=PERIOD)
    (finding,) = drivers.driver_findings(ranked(CLEAR), period=PERIOD)
    assert isinstance(block, Chart) and isinstance(finding, Finding)
    assert block.title == finding.title
    assert finding.title.startswith("Call centre matters most: 60")
    assert (finding.name, finding.value, finding.unit, finding.worth) == ("strongest_driver", 0.6, "percent", None)
    assert "is above zero" in finding.test
    assert finding.do == "Improve call centre first."


def test_a_lead_within_chance_is_not_claimed() -> None:
    (finding,) = drivers.driver_findings(ranked(TIED), period=PERIOD)
    assert isinstance(finding, Finding)
    assert finding.title == "No driver of satisfaction is clearly ahead; call centre comes first, product core second"
    assert "could be zero" in finding.test
    assert finding.do == "Look at call centre and product core together."


def test_a_single_driver_leads_nobody() -> None:
    alone = Found(ranked(CLEAR).rows.head(1))
    block = drivers.driver_shares(alone, period=PERIOD)
    assert block.title == "Call centre is the only driver of satisfaction that was asked about"
    assert drivers.driver_findings(alone, period=PERIOD) == []


def test_how_much_is_explained_is_a_key_number() -> None:
    block = drivers.explained_kpi(fitted(), period=PERIOD)
    assert isinstance(block, Kpi)
    assert (block.name, block.unit, block.value) == ("explained", "percent", 0.5)


@pytest.mark.parametrize("found", [Nothing("there are no answers"), Found(fitted().rows.head(0))])
def test_what_cannot_be_weighed_is_a_note(found: Nothing | Found) -> None:
    for block in (drivers.driver_effects(found, period=PERIOD), drivers.driver_shares(found, period=PERIOD)):
        assert isinstance(block, Note)
        assert block.level == "missing"
        assert block.text.startswith("Drivers cannot be weighed:")


def test_a_withheld_analysis_gives_a_silent_number_and_no_finding() -> None:
    withheld = Nothing("there are no answers")
    block = drivers.explained_kpi(withheld, period=PERIOD)
    assert isinstance(block, Kpi)
    assert block.why == "there are no answers"
    assert drivers.driver_findings(withheld, period=PERIOD) == []
