"""workbench status tells monitoring and a person the same facts."""

import pytest
from conftest import World
from scheduled import OCTOBER, Scheduled
from small_world import kpi
from typer.testing import CliRunner

from workbench.cli import app
from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.deliver.channels import Folder


@pytest.fixture
def scheduled(world: World) -> Scheduled:
    return Scheduled(world)


def words(scheduled: Scheduled, now: str = OCTOBER) -> str:
    return CliRunner().invoke(app, scheduled.words("status", "--store", str(scheduled.world.store), now=now)).output


def test_a_month_that_is_due_is_missing_until_it_is_closed(scheduled: Scheduled) -> None:
    scheduled.define(monthly='from = "2026-09"')
    code, state = scheduled.status()
    assert code == 1 and not state["ok"] and state["schema_version"] == 1
    [report] = state["reports"]
    [due] = report["due"]
    assert (due["month"], due["state"], due["exit_code"], report["last_run"]) == ("2026-09", "ready", 1, None)
    assert "2026-09 (ready)" in words(scheduled) and "Something that was due is missing." in words(scheduled)
    assert scheduled.run().exit_code == 0
    code, state = scheduled.status()
    assert code == 0 and state["ok"]
    [report] = state["reports"]
    assert report["closed"] == ["2026-09"] and report["due"] == []
    assert (report["last_run"]["outcome"], report["last_run"]["report"]) == ("done", "monthly")
    assert "All is well." in words(scheduled)


def test_a_failure_is_told_with_its_code_and_reason(scheduled: Scheduled) -> None:
    scheduled.define(monthly='from = "2026-09"')
    scheduled.world.write("01_base", "1 / 0", kpi("customers", 3))
    assert scheduled.run().exit_code == 4
    code, state = scheduled.status()
    [due] = state["reports"][0]["due"]
    assert code == due["exit_code"] == 4 and "notebook error" in due["why"] and "division by zero" in due["why"]
    assert "division by zero" in words(scheduled)


def test_without_reports_nothing_is_due(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world.folder)
    done = CliRunner().invoke(app, ["status", "--store", str(world.store)])
    assert done.exit_code == 0 and "none defined" in done.output and "2026-09" in done.output


def test_a_letter_that_does_not_arrive_is_told(scheduled: Scheduled) -> None:
    scheduled.define(monthly='from = "2027-01"')
    (scheduled.world.folder / "file").write_text("no folder")
    channel = Folder(kind="folder", path=scheduled.world.folder / "file")
    deliver.failure(Store(scheduled.world.store), "monthly", [channel], None, "no reason", "2026-09")
    code, state = scheduled.status()
    assert (code, state["outbox"]) == (0, {"waiting": 1, "overdue": 0, "refused": 0})
    code, state = scheduled.status(now="2030-01-01T00:00")
    assert state["outbox"]["overdue"] == 1 and code != 0
    assert "1 waiting, 1 of them overdue" in words(scheduled, now="2030-01-01T00:00")


def test_reports_that_cannot_be_read_are_an_error(scheduled: Scheduled) -> None:
    scheduled.file.write_text("[[report]]\n")
    done = CliRunner().invoke(app, scheduled.words("status", "--store", str(scheduled.world.store)))
    assert done.exit_code == 2 and "a key is missing" in done.output
