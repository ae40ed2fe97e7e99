"""What was said and what came: set side by side, judged by their intervals, or said when it can be."""

from dataclasses import dataclass

import pytest
from customer_results import Nothing, Number

from workbench.show.blocks import Kpi, Note
from workbench.show.chapters import hindsight
from workbench.show.digits import SPACE

WHEN = {"then": "2026-06", "later": "2026-12", "months": 3, "is_said": True, "period": "3 months to September 2026"}


SAID = Number(212.0, 180.0, 244.0)
HAPPENED = Number(230.0, 208.0, 252.0, n=1800)
MONEY_SAID = Number(80_000.0, 70_000.0, 90_000.0)


@dataclass(frozen=True)
class Judged:
    said: Number = SAID
    happened: Number = HAPPENED
    money_said: Number | None = MONEY_SAID
    money_happened: float = 95_000.0


@pytest.mark.parametrize(
    ("happened", "words", "verdict"),
    [
        (230.0, "no further off than chance allows", "no more than chance"),
        (290.0, "more than was said", "higher"),
        (150.0, "fewer than was said", "lower"),
    ],
)
def test_the_sentence_follows_the_two_intervals(happened: float, words: str, verdict: str) -> None:
    judged = Judged(happened=Number(happened, happened - 22, happened + 22, n=1800))
    note, churned, money = hindsight.outcome(judged, is_closed=True, **WHEN)
    assert isinstance(note, Note) and isinstance(churned, Kpi) and isinstance(money, Kpi)
    assert note.text.startswith(f"Of June 2026, 212 customers were expected to churn and {happened:.0f} did")
    assert words in note.text
    (one,) = churned.comparisons
    assert (one["to"], one["then"], one["verdict"]) == ("what was said then", 212.0, verdict)
    assert churned.title.replace(SPACE, " ") == "Churned within 3 months, of the customers of June 2026"


def test_money_is_counted_and_compared_with_the_interval_it_was_said_with() -> None:
    _, _, money = hindsight.outcome(Judged(), is_closed=True, **WHEN)
    assert (money.value, money.counted, money.comparisons[0]["verdict"]) == (95_000.0, True, "higher")
    _, _, alone = hindsight.outcome(Judged(money_said=None), is_closed=True, **WHEN)
    assert alone.comparisons == []


def test_what_cannot_be_judged_yet_says_when_it_can() -> None:
    never = Nothing("nobody was given a chance to churn then")
    (note,) = hindsight.outcome(never, is_closed=False, **WHEN)
    assert note.text == (
        "What was said 3 months ago cannot be judged: June 2026 has not been closed. What this report says of the "
        "customers at risk is judged in the report of December 2026."
    )
    (note,) = hindsight.outcome(never, is_closed=True, **WHEN)
    assert never.why in note.text


def test_a_report_that_says_nothing_of_risk_promises_no_judgement() -> None:
    never = Nothing("nobody was given a chance to churn then")
    (note,) = hindsight.outcome(never, is_closed=True, **WHEN | {"is_said": False})
    assert note.text == "Nobody was given a chance to churn then."
