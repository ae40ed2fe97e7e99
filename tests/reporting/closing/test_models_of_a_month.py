"""Records of models go through the closing: published with the month, kept with a chapter's result, read later."""

import json
from pathlib import Path

import pytest
from conftest import World
from small_world import kpi

from workbench import memory
from workbench.reporting.closing import models, publish

LEAVE = """from workbench.memory import leave_model
leave_model(output, "01_base", {"r": 0.5, "as_of": "2026-10-01"})"""
LEFT = {"01_base": {"r": 0.5, "as_of": "2026-10-01"}}


def test_records_of_all_chapters_are_one_file(tmp_path: Path) -> None:
    models.join(tmp_path, tmp_path / "models.json")
    assert not (tmp_path / "models.json").exists(), "no chapter left a record"
    for chapter, value in {"01_base": 1.0, "02_more": 2.0}.items():
        memory.leave_model(str(tmp_path), chapter, {"r": value})
    models.join(tmp_path, tmp_path / "models.json")
    assert json.loads((tmp_path / "models.json").read_text()) == {"01_base": {"r": 1.0}, "02_more": {"r": 2.0}}


def test_a_record_is_published_with_the_month_and_stays_when_its_chapter_is_not_run_again(world: World) -> None:
    world.write("01_base", LEAVE, kpi("customers", 3))
    world.write("02_more", kpi("more", 1))
    assert world.report().exit_code == 0
    kept = world.store / "memory" / "2026-09" / "models.json"
    assert json.loads(kept.read_text()) == LEFT
    world.write("02_more", kpi("more", 2))
    done = world.report()
    assert "01_base: as before" in done.output or "1 chapter as before" in done.output, done.output
    assert json.loads(kept.read_text()) == LEFT
    assert memory.reported_models(world.store, "01_base", before="2026-10") == {"2026-09": LEFT["01_base"]}
    assert not list(world.out.rglob("models.json")), "the report is for readers"


def test_a_crash_leaves_the_models_of_the_month_that_stands(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are swapped with the month's folder: never those of one run beside the figures of another."""
    world.write("01_base", LEAVE, kpi("customers", 3))
    assert world.report().exit_code == 0
    world.write("01_base", LEAVE.replace("0.5", "0.7"), kpi("customers", 4))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publish, "swap", die)
        world.report()
    place = memory.Store(world.store)
    folder = world.store / "memory" / "2026-09"
    assert json.loads((folder / "models.json").read_text()) == LEFT
    assert publish.repair(place) == ["2026-09"]
    assert json.loads((folder / "models.json").read_text())["01_base"]["r"] == 0.7
