"""What stands behind a source that a block names: a query or a function of the memory, or one of the analysis.

One line for a reader who opens a number, from where it is written anyway: the header of the
query's file, the docstring of the function. The analysis is read as text, not imported, as
notebooks are known by their paths.
"""

import ast
import inspect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from workbench import memory
from workbench.memory.queries import library


class Origin(NamedTuple):
    """A source: its name, whether it is a "query" or a "function", and one line about it."""

    name: str
    kind: str
    about: str


def of(blocks: Iterable[Mapping[str, Any]]) -> list[Origin]:
    """The sources that the blocks of a report name, by name; what nobody describes has an empty line."""
    return [described(name) for name in sorted({block["source"] for block in blocks if block.get("source")})]


@cache
def described(name: str) -> Origin:
    """A source by its name.

    >>> described("receivables").kind, described("equity.measure").about
    ('query', 'Customer equity at both dates and the return between them.')
    """
    if name in (*library.names(), *library.part_names()):
        return Origin(name, "query", _first_paragraph(library.load(name).doc))
    if name in memory.__all__:
        return Origin(name, "function", _first_paragraph(inspect.getdoc(getattr(memory, name)) or ""))
    module, _, function = name.rpartition(".")
    return Origin(name, "function", _docstring(module, function))


def _docstring(module: str, function: str) -> str:
    if not module:
        return ""
    file = resources.files("workbench").joinpath("analysis", *module.split(".")[:-1], f"{module.split('.')[-1]}.py")
    if not file.is_file():
        return ""
    body: Sequence[ast.stmt] = ast.parse(file.read_text(encoding="utf-8")).body
    named = (node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function)
    return _first_paragraph(next((ast.get_docstring(node) or "" for node in named), ""))


def _first_paragraph(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())
