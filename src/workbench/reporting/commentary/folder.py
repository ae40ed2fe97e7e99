"""Where an analyst says something to a month, in the analyst's own words: Markdown in the store.

    STORE/commentary/2026-09.md        in whatever language a report has none of its own
    STORE/commentary/2026-09.zh.md     for the Chinese report

The folder lies outside the closed months, so no run removes it; its files are part of what a report
depends on, so a changed comment is published by the next run.
"""

from collections.abc import Sequence
from pathlib import Path

from workbench.memory import store as stores
from workbench.memory.month import Month
from workbench.memory.store import Store
from workbench.reporting.closing import fingerprint
from workbench.reporting.files import explained
from workbench.reporting.notebooks import chapters
from workbench.show import languages

FOLDER = "commentary"
_HINTS = """author:

<!-- What you write here is shown in the report of {month}, as Markdown. Texts between these arrows are not.
Before the first heading: at the head of the report. Below a heading with the name of a chapter: in that
chapter. A heading of your own begins with ##. The chapters are:

{chapters}
-->
"""


def folder(store: Store) -> Path:
    """Where a store's commentary lies."""
    return store.folder / FOLDER


def files(store: Store, month: Month) -> list[Path]:
    """A month's files, one for each language that has its own; the plain one is among them."""
    return sorted((*folder(store).glob(f"{month}.md"), *folder(store).glob(f"{month}.*.md")))


def text_hash(store: Store, month: Month) -> str:
    """The hash of all that is said to a month; empty if nothing is."""
    said = {path.name: fingerprint.file_hash(path) for path in files(store, month)}
    return fingerprint.text_hash(said) if said else ""


def own_or_plain(store: Store, month: Month, language: str) -> Path | None:
    """The file for the report of a language: its own, else the plain one, else none."""
    paths = (folder(store) / name for name in (f"{month}.{language}.md", f"{month}.md"))
    return next((path for path in paths if path.exists()), None)


def named(month: str, language: str, store: str, notebooks: Path | None) -> Path:
    """As ``start``, from the words of a command line."""
    place = stores.find(store)
    meant = place.current().latest_full_month() if month == "latest" else Month.parse(month)
    if language:
        languages.require(language)
    return start(place, meant, language, [path.stem for path in chapters.find(notebooks)])


def start(store: Store, month: Month, language: str, names: Sequence[str]) -> Path:
    """The file to write a month's commentary in, made with a few hints if it is not there yet.

    Args:
        language: of which report; empty for all that have no file of their own.
        names: the chapters that headings may name.
    """
    path = folder(store) / (f"{month}.{language}.md" if language else f"{month}.md")
    with explained("cannot write the commentary", path):
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_text(_HINTS.format(month=month, chapters="\n".join(names)), encoding="utf-8")
    return path
