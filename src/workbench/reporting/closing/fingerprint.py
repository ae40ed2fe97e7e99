"""What a month's report depends on, as a flat table of name and hash.

Two runs with the same table give the same report, so a month whose table has not changed
is not run again, and when it has changed the names that differ are the reason.
"""

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import workbench

PACKAGES = ("duckdb", "numpy", "pandas", "scipy", "scikit-learn", "plotly", "nbclient", "papermill", "ipykernel")

Part = Literal["chapters", "page"]


def versions() -> dict[str, str]:
    """Versions of Python, of the workbench and of the packages that numbers depend on."""
    return {
        "python": platform.python_version(),
        "workbench": workbench.__version__,
        **{name: version(name) for name in PACKAGES},
    }


def package_hash(part: Part, folder: Path = Path(workbench.__file__).parent) -> str:
    """The hash of a part of a package's source files: what its notebooks' results depend on, or all the rest.

    Args:
        part: "chapters" for the code and queries of the bricks that notebooks use, "page" for what
            only decides how results are run, laid out and told: reporting, templates, styles, languages.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        inside = path.relative_to(folder)
        if (part == "chapters") == _is_of_chapters(inside):
            digest.update(inside.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _is_of_chapters(inside: Path) -> bool:
    brick = inside.parts[0] if len(inside.parts) > 1 else ""
    return inside.suffix in (".py", ".sql") and brick in ("", "memory", "analysis", "show")


def file_hash(path: Path) -> str:
    """The hash of a file; empty if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def text_hash(values: object) -> str:
    """The hash of plain values.

    >>> text_hash({"a": 1, "b": 2}) == text_hash({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def notebook_hashes(notebooks: Iterable[Path]) -> dict[str, str]:
    """A line of the table for each notebook."""
    return {f"notebook {path.stem}": file_hash(path) for path in notebooks}


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names whose hash is not what it was, in order.

    >>> changed({"data": "1", "notebook 01": "x"}, {"data": "2", "notebook 02": "y"})
    ['data', 'notebook 01', 'notebook 02']
    """
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def commit(folder: Path) -> str:
    """The git commit a folder stands at, with ``+changes`` if files differ from it; empty outside git."""
    try:
        head = _git(folder, "rev-parse", "HEAD")
        changes = _git(folder, "status", "--porcelain", "--untracked-files=no")
    except (FileNotFoundError, subprocess.CalledProcessError):  # no git here, or no repository
        return ""
    return head + ("+changes" if changes else "")


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(("git", "-C", str(folder), *words), capture_output=True, text=True, check=True)
    return done.stdout.strip()
