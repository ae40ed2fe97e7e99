"""Where first: a place is named only where its gain is told from nothing, with how sure the order is."""

from customer_results import Nothing
from survey_results import WINDOW, Improvement, improvement

from workbench.show.blocks import Chart, Finding, Note
from workbench.show.chapters import satisfaction

FIRST = "Improve call centre first: 5 points more there go with 1.4 points more satisfaction"


def test_the_first_place_is_the_title_of_the_map_and_the_finding() -> None:
    chart = satisfaction.improvement_map(improvement(), period=WINDOW)
    (finding,) = satisfaction.improvement_findings(improvement(), period=WINDOW)
    assert isinstance(chart, Chart) and isinstance(finding, Finding)
    assert chart.title == finding.title == FIRST
    assert (finding.name, finding.value, finding.low, finding.high) == ("improve_first", 1.4, 0.5, 2.3)
    assert (finding.unit, finding.tells, finding.worth) == ("points", "state", None)
    assert "among the 3 that gain most is 97%" in finding.test
    assert "gains most is 80%" in finding.do and "not yet proof" in finding.do
    assert [row["driver"] for row in chart.rows] == ["call centre", "web"]
    assert chart.options["highlight"] == ["call centre"]


def test_with_few_drivers_only_the_first_is_told() -> None:
    (finding,) = satisfaction.improvement_findings(improvement(k=1), period=WINDOW)
    assert isinstance(finding, Finding)
    assert finding.test.endswith("gains most is 80%")


def test_a_probability_is_never_called_certain() -> None:
    (finding,) = satisfaction.improvement_findings(improvement(first=0.999), period=WINDOW)
    assert "gains most is more than 99%" in finding.do


def test_where_others_may_gain_as_much_none_is_called_the_first() -> None:
    (finding,) = satisfaction.improvement_findings(improvement(first=0.4), period=WINDOW)
    assert finding.title.startswith("Call centre is among the best places to begin")


def test_without_a_gain_beyond_chance_no_place_is_named() -> None:
    assert satisfaction.improvement_findings(improvement(low=-0.2), period=WINDOW) == []
    chart = satisfaction.improvement_map(improvement(low=-0.2), period=WINDOW)
    assert chart.title.startswith("Nowhere can a gain in satisfaction be told from chance")
    assert isinstance(chart, Chart) and chart.options["highlight"] == []


def test_what_cannot_be_said_has_its_reason() -> None:
    empty = Improvement(improvement().rows.head(0))
    for found, reason in ((Nothing("there are no answers"), "there are no answers"), (empty, "no place to begin")):
        note = satisfaction.improvement_map(found, period=WINDOW)
        assert isinstance(note, Note)
        assert reason in note.text
        assert satisfaction.improvement_findings(found, period=WINDOW) == []
