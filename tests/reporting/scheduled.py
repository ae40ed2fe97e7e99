"""A world with a reports.toml, and commands of a scheduler on it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import Result
from conftest import World
from small_world import kpi
from typer.testing import CliRunner

from workbench.cli import app
from workbench.reporting.closing import runs
from workbench.reporting.closing.runs import RunRecord

# The data of the small world reach from May to September 2026.
OCTOBER = "2026-10-05T12:00"


@dataclass(frozen=True)
class Scheduled:
    """Two reports on one store: ``board`` goes wherever, ``monthly`` closes the store's months."""

    world: World

    @property
    def file(self) -> Path:
        return self.world.folder / "reports.toml"

    def define(self, **reports: str) -> None:
        """Write reports.toml: a report's name, and further lines of its table."""
        heads = [
            f'[[report]]\nname = "{name}"\nstore = "store"\nout = "{name}"\nnotebooks = "notebooks"\n{lines}\n'
            for name, lines in reports.items()
        ]
        self.file.write_text("\n".join(heads))

    def words(self, command: str, *more: str, now: str = OCTOBER) -> list[str]:
        return [command, *more, "--reports", str(self.file), "--now", now]

    def run(self, *more: str, now: str = OCTOBER) -> Result:
        return CliRunner().invoke(app, self.words("run", *more, now=now))

    def status(self, now: str = OCTOBER) -> tuple[int, dict[str, Any]]:
        done = CliRunner().invoke(app, self.words("status", "--json", "--store", str(self.world.store), now=now))
        return done.exit_code, json.loads(done.stdout)

    def closed(self, report: str = "monthly") -> list[str]:
        return sorted(path.parent.name for path in (self.world.folder / report).glob("*/manifest.json"))

    def records(self, report: str = "monthly") -> list[RunRecord]:
        """Its runs, oldest first."""
        return [one for one in reversed(runs.read_all(self.world.store / "runs")) if one.report == report]


def fails_in(month: str) -> str:
    """A cell that shows a number, and raises in one month."""
    return f"assert month != {month!r}, 'not this month'\n" + kpi("customers", 3)
