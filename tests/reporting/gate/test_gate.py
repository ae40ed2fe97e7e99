"""A report with a fault is kept for the analyst; the last good one stays; whoever looked may publish it."""

import json

import pytest
from conftest import World
from scheduled import Scheduled
from small_world import kpi

from workbench.reporting.closing import publish

LOUD = "import sys; print('all at sea', file=sys.stderr)"
FAULTS = {
    "a number that cannot be": ([kpi("customers", -3)], "customers in customers of 01_base is -3"),
    "stderr": ([LOUD, kpi("customers", 3)], "1 unexpected line on stderr, the first: all at sea"),
    "a chapter that shows nothing": (["pass"], "chapter 01_base shows nothing"),
    "a cell that may raise": (["%%script false\n1", kpi("customers", 3)], "failed: "),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_report_with_a_fault_is_held_back_and_kept(world: World, case: str) -> None:
    cells, said = FAULTS[case]
    published = world.published()
    world.write("01_base", *cells)
    path = world.notebooks / "01_base.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["source"].startswith("%%script"):
            cell["metadata"]["tags"] = ["raises-exception"]
    path.write_text(json.dumps(notebook))
    done = world.report()
    assert done.exit_code == 8, done.output
    assert said in done.output.replace("\n", " ") and "--override-gate" in done.output
    assert world.published() == published, "the last good one stays"
    record = world.last_run()
    assert (record.status, record.outcome, record.exit_code) == ("failed", "held back", 8)
    kept = world.store / "runs" / record.id
    assert any(said in fault["says"] for fault in json.loads((kept / "gate.json").read_text()))
    there = {str(path.relative_to(kept / "staged")) for path in (kept / "staged").rglob("*") if path.is_file()}
    wanted = {"report/report.html", "report/manifest.json", "report/notebooks/01_base.ipynb", "memory/figures.parquet"}
    assert wanted <= there


def test_who_has_looked_may_publish_it_with_a_reason_that_stays(world: World) -> None:
    world.write("01_base", kpi("customers", -3))
    assert world.report().exit_code == 8
    done = world.report("--override-gate", "a test shop lends customers")
    assert done.exit_code == 0, done.output
    for place in (world.out / "2026-09", world.store / "memory" / "2026-09"):
        gate = publish.manifest(place)["gate"]
        assert gate["override"] == "a test shop lends customers"
        assert [fault["check"] for fault in gate["faults"]] == ["numbers"]


def test_a_sound_report_says_so_and_needs_no_reason(world: World) -> None:
    world.write("01_base", kpi("customers", 4))
    assert world.report("--override-gate", "just in case").exit_code == 0
    about = publish.manifest(world.out / "2026-09")
    assert about["gate"] == {"faults": [], "override": ""} and about["blocks"] == {"01_base": ["customers"]}


def test_a_later_month_must_show_what_the_one_before_did(world: World) -> None:
    only = "from IPython.display import display\nif month != '2026-09':\n    "
    shown = kpi("arrivals", 1).replace("from IPython.display import display\n", "")
    world.write("01_base", kpi("churn_rate", 0.1, unit="percent"), only + shown)
    assert world.report("--month", "2026-08").exit_code == 0
    done = world.report("--month", "2026-09", "--force")
    assert done.exit_code == 8 and "chapter 01_base no longer shows arrivals" in done.output.replace("\n", " ")


def test_a_key_number_of_last_month_is_asked_for_even_if_the_notebook_was_changed(world: World) -> None:
    world.write("01_base", kpi("churn_rate", 0.1, unit="percent"), kpi("other", 1))
    assert world.report("--month", "2026-08").exit_code == 0
    world.write("01_base", kpi("arrivals", 1))
    done = world.report("--month", "2026-09")
    assert done.exit_code == 8, done.output
    faults = json.loads(next((world.store / "runs" / world.last_run().id).glob("gate.json")).read_text())
    assert [fault["check"] for fault in faults] == ["key numbers"]


def test_limits_of_the_company_hold_a_report_back_and_the_scheduler_runs_it_only_once(world: World) -> None:
    scheduled = Scheduled(world)
    scheduled.define(monthly='from = "2026-08"\n[report.gate]\nrequired = ["roc"]')
    done = scheduled.run()
    assert done.exit_code == 8 and "the number roc is not there" in done.stderr, done.output
    done = scheduled.run()
    assert done.exit_code == 8 and "still failing" in done.stderr and len(scheduled.records()) == 1
    assert scheduled.status()[0] == 8
    done = scheduled.run("monthly", "--override-gate", "the board knows")
    assert done.exit_code == 8, "the reason is for the oldest month only"
    assert scheduled.closed() == ["2026-08"]
    about = publish.manifest(world.folder / "monthly" / "2026-08")
    assert about["gate"]["override"] == "the board knows"
    scheduled.define(monthly='from = "2026-08"')
    assert scheduled.run().exit_code == 0, "other limits are a reason to try again"


def test_alerts_are_in_the_manifest(world: World) -> None:
    world.write("01_base", kpi("customers", 3), kpi("churn_rate", 0.1, unit="percent"))
    scheduled = Scheduled(world)
    scheduled.define(monthly='from = "2026-09"\nalerts = ["churn_rate > 0.08", "customers < 2", "roc < 0"]')
    assert scheduled.run().exit_code == 0
    found = publish.manifest(world.folder / "monthly" / "2026-09")["alerts"]
    assert [(alert["rule"], alert["why"].split(";")[0]) for alert in found] == [
        ("churn_rate > 0.08", "it is 0.1"),
        ("roc < 0", "the report shows no number roc"),
    ]
