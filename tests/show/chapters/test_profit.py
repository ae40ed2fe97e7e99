"""The sentence on concentration follows its numbers."""

from dataclasses import dataclass, field

import pandas as pd
import pytest

from workbench.show.blocks import Chart, Finding, Kpi, Note
from workbench.show.chapters.profit import concentration

PERIOD = "September 2026"


@dataclass(frozen=True)
class Number:
    value: float
    n: int = 1000

    @property
    def low(self) -> float:
        return self.value

    @property
    def high(self) -> float:
        return self.value


@dataclass(frozen=True)
class Silence:
    why: str
    n: int = 0


@dataclass(frozen=True)
class Spread:
    worst: Number
    worst_total: float
    best: Number = Number(0.84)
    gini: Number | Silence = Silence("customers who brought a loss: 3")
    customers: int = 1000
    curve: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"customers": [0.0, 0.2, 0.7, 1.0], "share": [0.0, 0.84, 1.12, 1.0]})
    )


@dataclass(frozen=True)
class Known:
    measure: str
    known: float


PROFIT, REVENUE = Known("profit", 1.0), Known("revenue", 0.0)
LOSING = Spread(Number(-0.12), -1200.0)
EARNING = Spread(Number(0.03), 300.0, gini=Number(0.7))


@pytest.mark.parametrize(
    ("spread", "costs", "sentence"),
    [
        (LOSING, PROFIT, "The best 20% of customers bring 84% of profit; the worst 30% cost 12%"),
        (EARNING, PROFIT, "The best 20% of customers bring 84% of profit; the last 30% bring 3%"),
        (EARNING, REVENUE, "The best 20% of customers bring 84% of revenue; the last 30% bring 3%"),
    ],
)
def test_the_curve_and_the_finding_say_the_same(spread: Spread, costs: Known, sentence: str) -> None:
    blocks = concentration(spread, costs, period=PERIOD)
    (curve,) = [block for block in blocks if isinstance(block, Chart)]
    (finding,) = [block for block in blocks if isinstance(block, Finding)]
    assert curve.title == finding.title == sentence.replace(" %", "\u00a0%")


def test_the_finding_is_worth_what_the_worst_customers_cost() -> None:
    for spread, worth in ((LOSING, 1200.0), (EARNING, None)):
        (finding,) = [b for b in concentration(spread, PROFIT, period=PERIOD) if isinstance(b, Finding)]
        assert finding.worth == worth


def test_the_kpis_have_the_names_other_chapters_look_for() -> None:
    numbers = [block for block in concentration(EARNING, PROFIT, period=PERIOD) if isinstance(block, Kpi)]
    assert [kpi.name for kpi in numbers] == ["share_best_20", "share_worst_30", "gini"]


def test_gini_is_left_out_where_customers_bring_losses() -> None:
    numbers = [block for block in concentration(LOSING, PROFIT, period=PERIOD) if isinstance(block, Kpi)]
    assert [kpi.name for kpi in numbers] == ["share_best_20", "share_worst_30"]


def test_without_costs_a_note_says_that_it_is_revenue() -> None:
    assert not [b for b in concentration(LOSING, PROFIT, period=PERIOD) if isinstance(b, Note)]
    (note,) = [b for b in concentration(EARNING, REVENUE, period=PERIOD) if isinstance(b, Note)]
    assert note.level == "missing" and note.text.startswith("No direct costs are recorded, so this is revenue.")


def test_half_known_costs_are_said() -> None:
    (note,) = [b for b in concentration(LOSING, Known("profit", 0.6), period=PERIOD) if isinstance(b, Note)]
    assert note.text.replace("\u00a0", " ").startswith("Direct costs are recorded for 60% of revenue;")


def test_a_withheld_concentration_is_its_reason() -> None:
    (note,) = concentration(
        Silence("the base is 40; a tenth of it must be at least 10 customers"), PROFIT, period=PERIOD
    )
    assert isinstance(note, Note)
    assert note.text == "Concentration is not shown: the base is 40; a tenth of it must be at least 10 customers."
