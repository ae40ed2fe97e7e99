"""Bring every catalogue up to date with what the package, its pages and the notebooks say.

    python -m workbench.show.languages.collect

Messages are the templates of ``say``, ``N_`` and ``Field`` in the code, of ``_`` in the pages,
what is said of the sources of numbers, and the prose of the notebooks by its elements. What is
new is added without a translation, what is said no more is kept as obsolete at the end, and the
order is that of the sources, so that a change of one sentence is a change of one entry. A new
language begins as an empty file.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from workbench.errors import BadParameter
from workbench.show import languages
from workbench.show.languages import prose, sources

PACKAGE = languages.FOLDER.parents[1]
CALLS = {"workbench.phrase": {"say", "N_"}, "workbench.show.blocks": {"Field"}, "workbench.show.fields": {"Field"}}
HEADER = "# {name} messages of the workbench; `make catalogue` keeps them up to date with what is said."
Message = tuple[str, str]  # what is said, and where


def collected(notebooks: Path) -> list[Message]:
    """Every message with its first source, in the order of the sources; each once.

    Args:
        notebooks: the folder of the notebooks.
    """
    found: dict[str, str] = {}
    for text, source in (*_code(), *_pages(), *sources.messages(PACKAGE), *_notebooks(notebooks)):
        found.setdefault(text, source)
    return list(found.items())


def update(path: Path, messages: Iterable[Message]) -> None:
    """Write a catalogue again with these messages; translations stay."""
    language = path.stem
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    template = Catalog(locale=language, creation_date=catalog.creation_date)
    for text, source in messages:
        template.add(text, locations=[(source, 0)])
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.project, catalog.version, catalog.msgid_bugs_address = "workbench", "1", ""
    catalog.last_translator, catalog.language_team, catalog.revision_date = "", language, catalog.creation_date
    catalog.header_comment, catalog.fuzzy = "", False
    written = BytesIO()
    write_po(written, catalog, width=110, include_lineno=False)
    path.write_bytes(_head(path).encode() + b"\n" + written.getvalue().lstrip())


def _head(path: Path) -> str:
    """What stands above the messages, as a translator left it: which word stands for which, for example."""
    lines = takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines())
    return "\n".join(lines) or HEADER.format(name=languages.Manner(path.stem).locale.english_name)


def main(notebooks: Path = Path("notebooks")) -> None:
    """Update all catalogues and say what each still lacks."""
    if not notebooks.is_dir():
        do = "run it in the project's folder, or name the notebooks' folder"
        raise BadParameter("no folder of notebooks", where=str(notebooks.resolve()), do=do)
    messages = collected(notebooks)
    for path in sorted(languages.FOLDER.glob("*.po")):
        update(path, messages)
        with path.open("rb") as file:
            lacking = sum(1 for one in read_po(file, locale=path.stem) if one.id and not one.string)
        sys.stdout.write(f"{path.name}: {len(messages)} messages, {lacking} without a translation\n")


def said(source: str) -> Iterator[str]:
    """The messages of Python code: what ``say``, ``N_`` and ``Field`` are called with, if it is a literal.

    >>> list(said("from workbench.phrase import say\\nsay('{n} left', n=3)"))
    ['{n} left']
    """
    tree = ast.parse(source)
    names = _names(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        first = call.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and ast.unparse(call.func) in names:
            yield first.value


def _names(tree: ast.Module) -> set[str]:
    """How this code calls what takes messages: ``say`` where it is imported, ``phrase.say`` where its module is."""
    names = set()
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)):
        for alias in node.names:
            own, called = alias.asname or alias.name, CALLS.get(f"{node.module}.{alias.name}", set())
            names |= {f"{own}.{name}" for name in called}
            names |= {own} if alias.name in CALLS.get(node.module or "", ()) else set()
    return names


def _code() -> Iterator[Message]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for text in said(path.read_text(encoding="utf-8")):
            yield text, path.relative_to(PACKAGE).as_posix()


def _pages() -> Iterator[Message]:
    for path in sorted(PACKAGE.rglob("templates/*.html")):
        with path.open("rb") as file:
            for _, _, text, _ in babel_extract(file, ["_"], [], {}):
                if isinstance(text, str):  # what is looked up by a variable has its message elsewhere
                    yield text, path.relative_to(PACKAGE).as_posix()


def _notebooks(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        yield re.sub(r"^\d+_", "", path.stem).replace("_", " ").capitalize(), path.name
        texts: dict[str, list[str]] = {"markdown": [], "code": [], "raw": []}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            texts[cell["cell_type"]].append("".join(cell["source"]))
        for message in (*prose.messages("\n\n".join(texts["markdown"])), *said("\n".join(texts["code"]))):
            yield message, path.name


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
