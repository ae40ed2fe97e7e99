"""A month that is published once, and copied for each test that needs one; and a browser."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from playwright.sync_api import Browser
from reader import launched
from small_world import fill, kpi, write_notebook
from typer.testing import CliRunner

from workbench.cli import app
from workbench.reporting.closing import fingerprint, publish, runs
from workbench.reporting.closing.runs import RunRecord


@dataclass(frozen=True)
class World:
    """A store, notebooks and published reports in one folder."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def notebooks(self) -> Path:
        return self.folder / "notebooks"

    def words(self, *more: str) -> list[str]:
        """The words of a report command on this world."""
        places = {"--store": self.store, "--out": self.out, "--notebooks": self.notebooks}
        return ["report", *(str(word) for pair in places.items() for word in pair), *more]

    def report(self, *more: str) -> Result:
        """Run a report command in this process."""
        return CliRunner().invoke(app, self.words(*more))

    def write(self, name: str, *cells: str, **more: str) -> Path:
        return write_notebook(self.notebooks, name, *cells, **more)

    def published(self) -> tuple[str, str]:
        """The runs whose report stands in the store and in the folder of reports."""
        places = self.store / "memory" / "2026-09", self.out / "2026-09"
        return tuple(publish.manifest(place).get("run", "") for place in places)

    def last_run(self) -> RunRecord:
        return runs.read_all(self.store / "runs")[0]


def _rest(patch: pytest.MonkeyPatch) -> None:
    """The package's own source may be under edit while its tests run; it does not change for them."""
    patch.setattr(fingerprint, "package_hash", lambda _part: "at rest")


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("published"))
    fill(world.store)
    world.write("01_base", kpi("customers", 3))
    with pytest.MonkeyPatch.context() as patch:
        _rest(patch)
        done = world.report()
    assert done.exit_code == 0, done.output
    return world


@pytest.fixture
def world(_published: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A store whose September 2026 is published with one chapter, ``01_base``."""
    _rest(monkeypatch)
    shutil.copytree(_published.folder, tmp_path / "world")
    return World(tmp_path / "world")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once a module."""
    yield from launched()
