"""A query's header as Markdown, for the page ``docs/queries.md``."""

import re

from workbench.memory.queries.library import compose, load
from workbench.memory.queries.query import Given, Parameter


def header(name: str) -> str:
    """What a query's header says, as Markdown: the rule, what it takes, what it gives.

    >>> print(header("receivables").splitlines()[0])
    A row is a band of lateness: the invoices open as of a date.
    """
    query = load(name)
    made_of = ", ".join(f"`{part}`" for part in query.needs)
    parts = [
        _prose(query.doc),
        f"Made of {made_of}." if made_of else "",
        _table(("parameter", "type", "meaning"), [_taken(taken) for taken in compose(name).takes.values()]),
        _table(("column", "unit", "meaning"), [_column(given) for given in query.gives]),
    ]
    return "\n\n".join(part for part in parts if part)


def _prose(doc: str) -> str:
    """The comment's text; its indented lines become a list."""
    text = re.sub(r"\n {3,}(?=\S)", " ", doc)
    text = re.sub(r"^ {2}(\S+(?: \S+)*?) {2,}", r"- **\1**: ", text, flags=re.MULTILINE)
    text = re.sub(r"(?<=\S)\n(?=- )", "\n\n", text, count=1)
    return re.sub(r"(\n- .*)\n(?!- )", r"\1\n\n", text)


def _taken(taken: Parameter) -> tuple[str, str, str]:
    usual = "" if taken.default is None else f", usually {taken.default}"
    return taken.name, f"{taken.type}{usual}", taken.doc


def _column(given: Given) -> tuple[str, str, str]:
    return given.name, given.unit, given.doc


def _table(head: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> str:
    if not rows:
        return ""
    lines = [f"| `{name}` | {kind} | {doc} |" for name, kind, doc in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|---|---|---|", *lines])
