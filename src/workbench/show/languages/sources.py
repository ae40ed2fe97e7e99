"""The lines that say where a number comes from: the header of each query, the docstring of each function named.

Both are written for who reads the code, and a report opens them for who reads the number.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FUNCTION = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def messages(package: Path) -> Iterator[tuple[str, str]]:
    """Each line and its file.

    Args:
        package: the folder of the package, in which the queries, the analysis and the chapters are read as text.
    """
    for path in sorted(package.glob("memory/queries/*.sql")):
        yield header(path.read_text(encoding="utf-8")), path.relative_to(package).as_posix()
    for *folders, module, function in sorted(_named(package)):
        path = package.joinpath("analysis", *folders, f"{module}.py")
        for node in _tree(path).body if path.is_file() else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function:
                yield _first_paragraph(ast.get_docstring(node) or ""), path.relative_to(package).as_posix()


def header(query: str) -> str:
    """The first paragraph of the comment that a query begins with.

    >>> header("-- A row is a\\n-- month.\\n--\\n-- with: steps\\nSELECT 1")
    'A row is a month.'
    """
    lines = [line.removeprefix("--").strip() for line in query.splitlines() if line.startswith("--")]
    return _first_paragraph("\n".join(lines))


def _named(package: Path) -> set[tuple[str, ...]]:
    """The functions that chapters name as sources."""
    constants = (
        node.value
        for path in package.glob("show/chapters/**/*.py")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {tuple(text.split(".")) for text in constants if FUNCTION.fullmatch(text)}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _first_paragraph(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())
