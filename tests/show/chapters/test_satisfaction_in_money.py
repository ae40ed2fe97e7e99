"""The month's change of satisfaction in money: only a change beyond chance, and with every doubt said."""

from dataclasses import dataclass, field

from customer_results import Nothing, Number

from workbench.show.blocks import Kpi, Note
from workbench.show.chapters import satisfaction_in_money as chapter

PERIOD = "September 2026"
FALL = Number(-2.6, -4.0, -1.2, 773)


@dataclass(frozen=True)
class Worth:
    change: Number | Nothing = field(default=Number(-801_000.0, -1_300_000.0, -350_000.0, 20_000))


def test_a_fall_beyond_chance_is_put_in_money() -> None:
    kpi, note = chapter.change_in_money(Worth(), FALL, period=PERIOD)
    assert isinstance(kpi, Kpi) and isinstance(note, Note)
    assert (kpi.name, kpi.value, kpi.low, kpi.unit) == ("satisfaction_worth", -801_000.0, -1_300_000.0, "money")
    assert kpi.title == "Customer equity that goes with the change of satisfaction, if it lasts"
    assert note.text.replace("\u2212", "-").startswith("Satisfaction changed by -2.6 (-4.0 to -1.2) points.")


def test_a_change_within_chance_is_worth_no_number() -> None:
    (note,) = chapter.change_in_money(Worth(), Number(-0.5, -2.0, 1.0), period=PERIOD)
    assert isinstance(note, Note) and note.text == chapter.NO_CHANGE and note.level == "info"


def test_a_month_without_answers_says_why() -> None:
    (note,) = chapter.change_in_money(Worth(), Nothing("there is no such number of that month"), period=PERIOD)
    assert isinstance(note, Note) and note.text.endswith("there is no such number of that month.")


def test_a_change_that_cannot_be_valued_has_its_reason() -> None:
    for found in (Nothing("too few"), Worth(Nothing("too few"))):
        (kpi,) = chapter.change_in_money(found, FALL, period=PERIOD)
        assert isinstance(kpi, Kpi) and kpi.why == "too few" and kpi.value is None
