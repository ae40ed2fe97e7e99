"""The bricks do not know each other: the import table of docs/architecture.md, held by a test."""

import ast
import json
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "workbench"

MAY_IMPORT = {
    "memory": {"memory"},
    "analysis": {"analysis"},
    "show": {"show"},
    "reporting": {"reporting", "show", "memory"},
    "synthetic": {"synthetic", "memory.schema"},
    "cli": {"cli", "memory", "reporting", "synthetic"},
    "notebooks": {"memory", "analysis", "show"},
    "errors": set(),
    "phrase": set(),
}
NEVER = {
    "memory": {"plotly", "sklearn", "ipywidgets", "papermill"},
    "analysis": {"duckdb", "plotly", "ipywidgets", "papermill"},
    "show": {"duckdb", "papermill"},
    "notebooks": {"duckdb"},
}
WRITES = {"ingest", "sources", "checks", "merge", "migrate", "lock"}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(source: str) -> set[str]:
    """Every module a source imports, anywhere in it, with ``from x import y`` as ``x.y``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(names: set[str]) -> set[str]:
    return {name.removeprefix("workbench.") for name in names if name.startswith("workbench.")}


def notebook_code(path: Path) -> str:
    cells = json.loads(path.read_text())["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def allowed(brick: str, name: str) -> bool:
    free = ("errors", "phrase", "__version__")
    return any(name == rule or name.startswith(rule + ".") for rule in (*MAY_IMPORT[brick], *free))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_what_its_brick_may(path: Path) -> None:
    brick = module_name(path).split(".")[0]
    names = imports(path.read_text())
    assert [name for name in ours(names) if not allowed(brick, name)] == []
    assert {name.split(".")[0] for name in names} & NEVER.get(brick, set()) == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_only_what_notebooks_may(path: Path) -> None:
    names = imports(notebook_code(path))
    assert [name for name in ours(names) if not allowed("notebooks", name)] == []
    assert {name.split(".")[0] for name in names} & NEVER["notebooks"] == set()
    assert {name for name in ours(names) if name.split(".")[-1] in WRITES} == set(), "notebooks only read the memory"


def test_no_module_is_part_of_an_import_cycle() -> None:
    known = {module_name(path) for path in MODULES}
    graph = {}
    for path in MODULES:
        reached = ours(imports(path.read_text()))
        targets = {name if name in known else name.rpartition(".")[0] for name in reached}
        graph[module_name(path)] = (targets & known) - {module_name(path)}
    list(TopologicalSorter(graph).static_order())  # raises CycleError naming the cycle


def test_importing_the_package_has_no_side_effect() -> None:
    body = ast.parse((PACKAGE / "__init__.py").read_text()).body
    assert [type(node).__name__ for node in body] == ["Expr", "Assign"]
