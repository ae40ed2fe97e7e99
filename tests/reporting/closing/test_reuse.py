"""What did not change is not run again; what did is run, and the reason is said."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import World
from small_world import PARAMETERS, fill, kpi

from workbench import memory
from workbench.reporting.closing import fingerprint, kept, plan
from workbench.reporting.closing.kept import FOLDER, RECORD

SCORES = """import pandas
from workbench.memory import leave_customers
leave_customers(output, "02_scores", pandas.DataFrame({"customer_id": ["a", "b"], "score": [0.1, 0.2]}))"""
FOUND = """import pandas, os
found = pandas.read_parquet(os.path.join(output, "figures.parquet"))["value"].sum()"""


@pytest.fixture(scope="module")
def _closed(_published: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("closed") / "world")
    shutil.copytree(_published.folder, world.folder)
    world.write("02_scores", SCORES, kpi("scored", 2), parameters=PARAMETERS + "\nhorizon: int = 3  # months")
    world.write("00_summary", FOUND, kpi("all", 5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprint, "package_hash", lambda _part: "at rest")
        done = world.report()
    assert done.exit_code == 0, done.output
    return world


@pytest.fixture
def closed(_closed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """September closed with two chapters and a summary."""
    monkeypatch.setattr(fingerprint, "package_hash", lambda _part: "at rest")
    shutil.copytree(_closed.folder, tmp_path / "world")
    return World(tmp_path / "world")


def ran(world: World) -> dict[str, bool]:
    """Whether each notebook was run by the run whose report is published."""
    about = json.loads((world.out / "2026-09" / "manifest.json").read_text())
    return {one["name"]: one["run"] == about["run"] for one in about["notebooks"]}


def chapters(world: World) -> Path:
    return world.store / "memory" / "2026-09" / FOLDER


def test_a_change_in_one_notebook_runs_that_one_and_says_why(closed: World) -> None:
    closed.write("01_base", kpi("customers", 3), "# another comment")
    done = closed.report()
    assert done.exit_code == 0, done.output
    assert "01_base runs again: its notebook changed. 1 chapter as before." in done.output
    assert "00_summary: as before" in done.output, "the figures are the same"
    assert ran(closed) == {"00_summary": False, "01_base": True, "02_scores": False}


def test_the_summary_runs_again_if_the_figures_changed(closed: World) -> None:
    closed.write("01_base", kpi("customers", 4))
    assert closed.report().exit_code == 0
    assert ran(closed) == {"00_summary": True, "01_base": True, "02_scores": False}


def test_what_was_kept_hands_over_what_it_did_when_it_ran(closed: World) -> None:
    closed.write("01_base", kpi("customers", 4))
    assert closed.report().exit_code == 0
    customers = pd.read_parquet(closed.store / "memory" / "2026-09" / "customers.parquet")
    assert customers.to_dict("list") == {"customer_id": ["a", "b"], "score": [0.1, 0.2]}
    assert "Scored" in (closed.out / "2026-09" / "report.html").read_text()
    assert (closed.out / "2026-09" / "notebooks" / "02_scores.ipynb").exists()
    assert closed.report().output.startswith("2026-09 is unchanged")


def test_a_result_is_kept_over_many_runs_and_names_the_one_that_made_it(closed: World) -> None:
    first = closed.published()[0]
    for value in (4, 5):
        closed.write("01_base", kpi("customers", value))
        assert closed.report().exit_code == 0
    about = json.loads((closed.out / "2026-09" / "manifest.json").read_text())
    assert {one["name"]: one["run"] for one in about["notebooks"]}["02_scores"] == first


def test_a_parameter_runs_those_that_have_it(closed: World) -> None:
    done = closed.report("-p", "horizon=6")
    assert done.exit_code == 0 and "02_scores runs again: its parameters changed. 1 chapter as before." in done.output
    assert ran(closed) == {"00_summary": False, "01_base": False, "02_scores": True}


@pytest.mark.parametrize("part", ["page", "chapters"])
def test_code_of_the_page_runs_no_chapter_and_code_of_chapters_all(
    closed: World, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "package_hash", lambda asked: "edited" if asked == part else "at rest")
    done = closed.report()
    assert done.exit_code == 0 and f"the {part.removesuffix('s')}" in done.output.replace("chapters'", "chapter's")
    assert set(ran(closed).values()) == {part == "chapters"}
    assert ("2 chapters as before." in done.output) == (part == "page")


def test_other_data_or_settings_run_all(closed: World) -> None:
    with (closed.store / "workbench.toml").open("a") as settings:
        settings.write("\n# a remark\n")
    assert closed.report().exit_code == 0 and all(ran(closed).values())
    fill(closed.store, revenue=20.0)
    assert closed.report().exit_code == 0 and all(ran(closed).values())


def test_force_runs_all(closed: World) -> None:
    assert closed.report("--force").exit_code == 0
    assert all(ran(closed).values())


def test_a_report_that_was_lost_is_written_again_without_running_anything(closed: World) -> None:
    (closed.out / "2026-09" / "report.html").unlink()
    done = closed.report()
    assert done.exit_code == 0 and "it has no report there yet. 2 chapters as before." in done.output
    assert not any(ran(closed).values())


def test_a_result_that_was_tampered_with_is_not_used(closed: World) -> None:
    with (chapters(closed) / "02_scores.ipynb").open("a") as file:
        file.write(" ")
    closed.write("01_base", kpi("customers", 4))
    done = closed.report()
    assert "02_scores runs again: its kept result is damaged." in done.output
    assert ran(closed)["02_scores"] is True


def test_half_a_record_is_not_used(closed: World) -> None:
    record = chapters(closed) / RECORD
    record.write_bytes(record.read_bytes()[:-20])
    closed.write("01_base", kpi("customers", 4))
    assert closed.report().exit_code == 0 and all(ran(closed).values())


def test_nothing_is_taken_from_a_run_that_failed(closed: World) -> None:
    before = closed.published()[0]
    closed.write("01_base", kpi("customers", 4))
    closed.write("02_scores", "1 / 0")
    assert closed.report().exit_code == 4
    closed.write("02_scores", SCORES, kpi("scored", 3))
    assert closed.report().exit_code == 0
    assert set(ran(closed).values()) == {True} and closed.published()[0] != before


def test_who_asks_for_earlier_months_runs_again_when_one_was_closed_anew(closed: World) -> None:
    asks = "from workbench.memory import reported_figures\nreported_figures(store, '2026-08')"
    closed.write("01_base", asks, kpi("customers", 3))
    assert closed.report().exit_code == 0
    assert closed.report("--month", "2026-08").exit_code == 0
    done = closed.report()
    assert "01_base runs again: earlier months changed. 1 chapter as before." in done.output, done.output
    assert ran(closed) == {"00_summary": False, "01_base": True, "02_scores": False}


def test_all_that_reads_an_earlier_month_is_known() -> None:
    of_this_month = {"Month", "MonthView", "Snapshot", "Store", "leave_customers", "leave_model", "open_month"}
    assert set(memory.__all__) - of_this_month == set(kept.OF_EARLIER_MONTHS)


def test_results_are_kept_of_the_months_closed_last(closed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert closed.report("--month", "2026-08").exit_code == 0
    os.utime(closed.store / "memory" / "2026-09", (0, 0))
    kept.prune(memory.Store(closed.store), months=1)
    assert not chapters(closed).exists()
    assert (closed.store / "memory" / "2026-08" / FOLDER).exists()
    assert (closed.store / "memory" / "2026-09" / "figures.parquet").exists()
    assert closed.report().exit_code == 0 and all(ran(closed).values()), "it only takes longer"


def test_what_a_chapter_depends_on_is_named(closed: World) -> None:
    request = plan.Request(store=str(closed.store), notebooks=closed.notebooks, parameters={"horizon": "6"})
    made = plan.make(request)
    [_summary, base, scores] = made.notebooks
    assert set(kept.depends(made, base)) > {"its notebook", "its parameters", "data", "settings", "the chapters' code"}
    one, two = (kept.depends(made, notebook) for notebook in (base, scores))
    assert {name for name in one if one[name] != two[name]} == {"its notebook", "its parameters"}
