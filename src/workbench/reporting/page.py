"""The month's report as one HTML file that needs nothing but itself.

The page holds the prose and the blocks of every chapter, the data behind each chart as a
table, and plotly.js once, packed; it runs from a mail attachment without a network. Its
content-security policy allows exactly two scripts, each by its hash: ours and plotly's.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workbench.memory.month import Month
from workbench.reporting import page_charts, page_prose
from workbench.reporting.collect import Chapter, Prose, Shown
from workbench.reporting.index import month_in_words
from workbench.show import format, theme
from workbench.show import render as show

Parts = list[dict[str, Any]]


def render(month: Month, chapters: Sequence[Chapter], about: Mapping[str, Any]) -> str:
    """The whole page.

    Args:
        month: the month reported.
        chapters: the executed chapters, in the order they are read; the summary first.
        about: the manifest: snapshot, data, parameters, versions, commit, command.
    """
    script = _asset("report.js")
    library = page_charts.library()
    charts = page_charts.Charts()
    shown = [_chapter(chapter, charts) for chapter in chapters]
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=month_in_words(month),
            chapters=shown,
            about=about,
            rows={table: count for table, count in about["data"]["rows"].items() if count},
            policy=_policy(page_charts.digest(script), library.digest),
            css=Markup(theme.css() + _asset("report.css")),
            script=Markup(script),
            charts=charts.figures,
            shared=page_charts.as_json({"template": page_charts.template(), "swaps": theme.swaps()}),
            library=library.packed,
            day=format.day,
            count=lambda number: format.value(number, "count"),
        )
    )


def slug(name: str) -> str:
    """A chapter's or block's name as part of an address.

    >>> slug("03_satisfaction_drivers"), slug('a "b"')
    ('satisfaction-drivers', 'a-b')
    """
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "-".join(words[1:] if len(words) > 1 and words[0].isdigit() else words)


def _chapter(chapter: Chapter, charts: page_charts.Charts) -> dict[str, Any]:
    place = slug(chapter.name)
    story = [cell for cell in chapter.cells if not cell.is_method]
    method = [cell for cell in chapter.cells if cell.is_method]
    return {
        "id": place,
        "label": place.replace("-", " ").capitalize(),
        "title": chapter.title,
        "parts": _parts(story, place, charts),
        "method": _parts(method, place, charts),
    }


def _parts(cells: Iterable[Prose | Shown], place: str, charts: page_charts.Charts) -> Parts:
    """The cells as HTML in runs of one kind, so that numbers that follow each other share a row."""
    prose = page_prose.Renderer()
    drawn = [(_kind(cell), _cell(cell, place, charts, prose)) for cell in cells]
    return [{"kind": kind, "html": [html for _, html in run]} for kind, run in groupby(drawn, key=lambda pair: pair[0])]


def _kind(cell: Prose | Shown) -> str:
    return "prose" if isinstance(cell, Prose) else str(cell.fields["block"])


def _cell(cell: Prose | Shown, place: str, charts: page_charts.Charts, prose: page_prose.Renderer) -> Markup:
    if isinstance(cell, Prose):
        return prose.html(cell.text)
    anchor = f"{place}-{slug(cell.fields['name'])}"
    picture = charts.place(anchor, cell.figure, cell.fields["says"]) if cell.figure else Markup("")
    return show.block(cell.fields, picture=picture, anchor=anchor)


def _policy(*scripts: str) -> str:
    """Nothing from outside. Plotly sets style from its script, so inline style has to be allowed."""
    allowed = " ".join(f"'{script}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("workbench.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    return resources.files("workbench.reporting").joinpath(f"templates/{name}").read_text(encoding="utf-8")
