"""Which notebooks make a report."""

from pathlib import Path

import pytest
from small_world import PARAMETERS, write_notebook

from workbench.errors import BadParameter
from workbench.reporting.notebooks import chapters
from workbench.reporting.notebooks.parameters import signature


def test_numbered_notebooks_are_found_in_their_order(tmp_path: Path) -> None:
    for name in ("02_b", "00_summary", "01_a", "scratch"):
        write_notebook(tmp_path, name)
    assert [path.stem for path in chapters.find(tmp_path)] == ["00_summary", "01_a", "02_b"]


def test_the_nearest_folder_is_found_from_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notebook(tmp_path / "notebooks", "01_a")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    assert chapters.find()[0].parent == tmp_path / "notebooks"


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="no numbered notebook"):
        chapters.find(tmp_path)
    with pytest.raises(BadParameter, match="no folder of notebooks"):
        chapters.find(tmp_path / "none")


@pytest.mark.parametrize("name", ["03_satisfaction", "03", "03_satisfaction.ipynb"])
def test_a_chapter_is_selected_by_its_name_or_its_beginning(name: str) -> None:
    notebooks = (
        [Path("03_satisfaction.ipynb"), Path("03_satisfaction_more.ipynb")]
        if len(name) > 2
        else [Path("03_satisfaction.ipynb")]
    )
    assert chapters.select(notebooks, name).stem == "03_satisfaction"


@pytest.mark.parametrize(("name", "choices"), [("0", "01_a, 02_b"), ("segments", "01_a, 02_b")])
def test_a_name_that_fits_none_or_several_names_the_choices(name: str, choices: str) -> None:
    with pytest.raises(BadParameter, match=choices):
        chapters.select([Path("01_a.ipynb"), Path("02_b.ipynb")], name)


def test_a_notebook_that_cannot_be_pinned_is_refused(tmp_path: Path) -> None:
    chapters.require_pinned("01_a", signature(write_notebook(tmp_path, "01_a", parameters=PARAMETERS)))
    with pytest.raises(BadParameter, match="snapshot, output"):
        bare = 'month: str = "latest"  # month\nstore: str = ""  # store'
        chapters.require_pinned("01_a", signature(write_notebook(tmp_path, "01_a", parameters=bare)))


def test_a_published_notebook_names_no_folder_of_the_machine() -> None:
    injected = '# Parameters\nmonth = "2026-09"\nstore = "/home/a/store"\nsnapshot = "s1"\noutput = "/home/a/out"\n'
    tags = {"tags": ["injected-parameters"]}
    notebook = {
        "cells": [{"cell_type": "code", "source": injected, "metadata": tags}],
        "metadata": {"kernelspec": {"name": "python3"}, "papermill": {"input_path": "/home/a/x.ipynb"}},
    }
    found = chapters.neutral(notebook)
    assert "/home" not in str(found)
    assert found["cells"][0]["source"] == '# Parameters\nmonth = "2026-09"\nsnapshot = "s1"'
    assert found["metadata"] == {"kernelspec": {"name": "python3"}}
