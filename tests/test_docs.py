"""Docs that cannot lie: generated pages are current, and everything users meet is mentioned."""

import json
import re
import runpy
from pathlib import Path

import pytest
import typer.main

from workbench import cli
from workbench.memory.schema import TABLES

ROOT = Path(__file__).parents[1]
PAGES = runpy.run_path(str(ROOT / "docs" / "__main__.py"))["pages"]()
COMMANDS = sorted(typer.main.get_command(cli.app).commands)
PROSE = {path: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]}


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_mentioned(command: str) -> None:
    assert f"workbench {command}" in PROSE[ROOT / "docs" / "cli.md"]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_the_dictionary(table: str) -> None:
    section = PROSE[ROOT / "docs" / "data-dictionary.md"].split(f"### `{table}`")[1].split("###")[0]
    assert [name for name in TABLES[table].names if f"| `{name}` |" not in section] == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_readme_has_every_notebook_with_its_question(path: Path) -> None:
    question = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"][0].removeprefix("# ").strip()
    assert f"| `{path.stem}` | {question} |" in PROSE[ROOT / "README.md"]


def test_every_make_target_the_docs_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    for path, text in PROSE.items():
        named = set(re.findall(r"`make ([a-z]+)", text)) | set(re.findall(r"^make ([a-z]+)", text, flags=re.MULTILINE))
        assert named <= targets, path.name


def test_every_file_the_docs_link_to_exists() -> None:
    for path, text in PROSE.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_workbench_command_shown_exists() -> None:
    for path, text in PROSE.items():
        shown = set(re.findall(r"^(?:\.venv/bin/)?workbench ([a-z]+)", text, flags=re.MULTILINE))
        assert shown <= set(COMMANDS), path.name


def test_every_source_has_a_readme_and_is_mentioned() -> None:
    for folder in sorted(path for path in (ROOT / "data" / "sources").iterdir() if path.is_dir()):
        assert (folder / "README.md").exists(), folder.name
        assert folder.name in PROSE[ROOT / "README.md"], folder.name
