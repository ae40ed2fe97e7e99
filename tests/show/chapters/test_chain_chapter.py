"""The chain: drawn with what must not be believed left open, and its proofs beside it."""

from customer_results import Nothing
from survey_results import WINDOW, Chain

from workbench.show.blocks import Chart, Note
from workbench.show.chapters import satisfaction


def test_the_strongest_route_makes_the_title() -> None:
    chart = satisfaction.chain_diagram(Chain(), "satisfaction", period=WINDOW)
    assert isinstance(chart, Chart)
    assert chart.title == "One point more quality goes with 0.56 points more satisfaction, by all routes"
    assert (chart.name, chart.n) == ("chain", 900)


def test_a_route_within_chance_is_not_claimed() -> None:
    chart = satisfaction.chain_diagram(Chain(low=-0.1), "satisfaction", period=WINDOW)
    assert chart.title == "Nothing in the chain goes with satisfaction beyond chance"


def test_a_path_that_must_not_be_believed_keeps_its_reason_and_an_index_without_one_is_open() -> None:
    chart = satisfaction.chain_diagram(Chain(), "satisfaction", period=WINDOW)
    assert isinstance(chart, Chart)
    assert [(row["path"], row["why"]) for row in chart.rows] == [(0.5, ""), (0.5, ""), (None, "twins")]
    assert dict(chart.options["levels"]) == {"quality": 72.0, "value": None, "satisfaction": 70.0}


def test_proofs_are_tables_and_lost_replicates_are_said() -> None:
    blocks = satisfaction.chain_proofs(Chain(), "satisfaction", period=WINDOW)
    assert [block.name for block in blocks] == ["chain_map", "chain_items", "chain_reliability", "chain_apart"]
    apart = blocks[-1]
    assert apart.rows[0]["htmt"] == 0.95 and "0.90" in apart.title
    (*_, note) = satisfaction.chain_proofs(Chain(dropped=3), "satisfaction", period=WINDOW)
    assert isinstance(note, Note)
    assert "no solution in 3 cases" in note.text


def test_without_a_model_there_is_a_reason_and_no_table() -> None:
    note = satisfaction.chain_diagram(Nothing("nobody was asked about quality"), "satisfaction", period=WINDOW)
    assert isinstance(note, Note) and note.level == "missing"
    assert "nobody was asked about quality" in note.text
    assert satisfaction.chain_proofs(Nothing("none"), "satisfaction", period=WINDOW) == []
