"""Why: who leads is said only where the lead is told from chance, and who shifted only where the shift is."""

import pytest
from customer_results import Nothing
from survey_results import CLEAR, TIED, WINDOW, Drivers, fitted, plain, ranked, shifts

from workbench.show.blocks import Chart, Finding, Kpi, Note, Table
from workbench.show.chapters import satisfaction


def test_the_strongest_effect_makes_the_title() -> None:
    block = satisfaction.driver_effects(fitted(), period=WINDOW)
    assert isinstance(block, Chart)
    assert block.title == "One point more for call centre goes with 0.31 points of satisfaction"
    assert [row["driver"] for row in block.rows] == ["call centre", "product core"]
    assert block.columns["effect"].label == "Points of satisfaction for one point more"
    assert (block.n, block.period) == (900, WINDOW)


def test_effects_within_chance_are_not_claimed() -> None:
    block = satisfaction.driver_effects(fitted(low=-0.1), period=WINDOW)
    assert block.title == "No driver's link with satisfaction can be told from chance"


def test_a_clear_lead_is_claimed_with_its_test() -> None:
    block = satisfaction.driver_shares(ranked(CLEAR), period=WINDOW)
    (finding,) = satisfaction.driver_findings(ranked(CLEAR), period=WINDOW)
    assert isinstance(block, Chart) and isinstance(finding, Finding)
    assert block.title == finding.title
    assert finding.title.startswith("Call centre matters most: 60")
    assert (finding.name, finding.value, finding.unit, finding.worth) == ("strongest_driver", 0.6, "percent", None)
    assert "is above zero" in finding.test
    assert finding.do == "Watch call centre most closely."


def test_a_lead_within_chance_is_not_claimed() -> None:
    (finding,) = satisfaction.driver_findings(ranked(TIED), period=WINDOW)
    assert isinstance(finding, Finding)
    assert finding.title == "No driver of satisfaction is clearly ahead; call centre comes first, product core second"
    assert "could be zero" in finding.test
    assert finding.do == "Watch call centre and product core most closely."


def test_a_single_driver_leads_nobody() -> None:
    alone = Drivers(ranked(CLEAR).rows.head(1))
    block = satisfaction.driver_shares(alone, period=WINDOW)
    assert block.title == "Call centre is the only driver of satisfaction that was asked about"
    assert satisfaction.driver_findings(alone, period=WINDOW) == []


def test_how_much_is_explained_is_a_key_number() -> None:
    block = satisfaction.explained_kpi(fitted(), "loyalty", period=WINDOW)
    assert isinstance(block, Kpi)
    assert (block.name, block.unit, block.value) == ("explained", "percent", 0.5)
    assert block.title == "Differences in loyalty that go with the drivers"


@pytest.mark.parametrize("found", [Nothing("there are no answers"), Drivers(fitted().rows.head(0))])
def test_what_cannot_be_weighed_is_a_note(found: Nothing | Drivers) -> None:
    for block in (satisfaction.driver_effects(found, period=WINDOW), satisfaction.driver_shares(found, period=WINDOW)):
        assert isinstance(block, Note)
        assert block.text.startswith("Drivers cannot be weighed:")
    assert block.level == "missing"  # of both, only the shares are missed on the first screen


def test_a_withheld_analysis_gives_a_silent_number_and_no_finding() -> None:
    withheld = Nothing("there are no answers")
    block = satisfaction.explained_kpi(withheld, "satisfaction", period=WINDOW)
    assert isinstance(block, Kpi)
    assert block.why == "there are no answers"
    assert satisfaction.driver_findings(withheld, period=WINDOW) == []


@pytest.mark.parametrize(("size", "word"), [(0.2, "more"), (-0.2, "less")])
def test_a_shift_that_is_believed_is_a_finding_of_a_change(size: float, word: str) -> None:
    found = satisfaction.driver_shift(shifts("quality: web", size=size), period=WINDOW)
    assert isinstance(found, Finding)
    assert found.title.startswith(f"Web matters {word} than in the months before: ")
    assert (found.tells, found.value, found.n) == ("change", size, 300)


def test_without_a_shift_it_is_said_what_could_have_been_seen() -> None:
    note = satisfaction.driver_shift(shifts(), period=WINDOW)
    assert isinstance(note, Note)
    assert "less than 14.0 percentage points could not have been seen" in plain(note.text)


def test_with_too_few_answers_no_shift_is_denied() -> None:
    note = satisfaction.driver_shift(shifts().assign(detectable=1.14), period=WINDOW)
    assert isinstance(note, Note) and "could not have been seen at this number" in note.text


def test_windows_that_cannot_be_compared_say_why() -> None:
    note = satisfaction.driver_shift(Nothing("there are no answers"), period=WINDOW)
    assert isinstance(note, Note) and note.text.endswith("cannot be said: there are no answers.")
    assert satisfaction.driver_shifts(Nothing("there are no answers"), period=WINDOW) == []


def test_the_analyst_sees_every_shift() -> None:
    (table,) = satisfaction.driver_shifts(shifts(), period=WINDOW)
    assert isinstance(table, Table)
    assert [row["driver"] for row in table.rows] == ["web", "shop"]
