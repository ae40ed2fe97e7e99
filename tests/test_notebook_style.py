"""House style of the notebooks: a question, parameters, prose before code, short cells, no logic."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMON = ("month", "store", "snapshot", "output")

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code_cells(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


def parameters_cell(path: Path) -> dict[str, Any]:
    found = [cell for cell in code_cells(path) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(found) == 1, "exactly one cell is tagged 'parameters'"
    return found[0]


def test_the_title_is_a_question(path: Path) -> None:
    title = source(cells(path)[0]).splitlines()[0]
    assert title.startswith("# ") and title.endswith("?")


def test_parameters_are_typed_and_explained(path: Path) -> None:
    text = source(parameters_cell(path))
    nodes = ast.parse(text).body
    assert all(isinstance(node, ast.AnnAssign) for node in nodes)
    assert [node.target.id for node in nodes][:4] == list(COMMON)
    assert all("  # " in line for line in text.splitlines() if line.strip())


def test_no_function_class_or_print_is_defined(path: Path) -> None:
    banned = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(source(cell))):
            assert not isinstance(node, banned), source(cell)
            assert not (isinstance(node, ast.Name) and node.id == "print"), source(cell)


def test_code_cells_are_short(path: Path) -> None:
    assert [source(cell) for cell in code_cells(path) if len(source(cell).splitlines()) > 12] == []


def test_prose_comes_before_three_code_cells_in_four(path: Path) -> None:
    sequence = [cell["cell_type"] for cell in cells(path)]
    code = [index for index, kind in enumerate(sequence) if kind == "code"]
    introduced = sum(1 for index in code if sequence[index - 1] == "markdown")
    assert introduced >= 0.75 * len(code), f"{introduced} of {len(code)} code cells follow prose"


def test_it_is_committed_without_outputs_and_with_its_kernel(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code_cells(path))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["kernelspec"]["language"] == "python"
    assert notebook["metadata"]["language_info"]["name"] == "python"
