"""The month's report as one HTML file that needs nothing but itself.

The page holds the prose and the blocks of every chapter, the data behind each chart as a
table, and plotly.js once, packed; it runs from a mail attachment without a network. Its
content-security policy allows exactly two scripts, each by its hash: ours and plotly's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from workbench.memory.month import Month
from workbench.reporting.closing.collect import Chapter, Prose, Shown
from workbench.reporting.commentary.placed import Remark
from workbench.reporting.page import charts as page_charts
from workbench.reporting.page import origins
from workbench.reporting.page import prose as page_prose
from workbench.reporting.page import remark as page_remark
from workbench.reporting.page.files import asset, environment
from workbench.show import format, languages, theme
from workbench.show import render as show
from workbench.show.languages import again, lookup


def render(
    month: Month, chapters: Sequence[Chapter], about: Mapping[str, Any], language: str = languages.ENGLISH
) -> str:
    """The whole page, in a language.

    Args:
        month: the month reported.
        chapters: the executed chapters, in the order they are read; the summary first.
        about: the manifest: snapshot, data, parameters, versions, commit, command.
        language: its code, such as "zh".

    Raises BadParameter for a language without a catalogue.
    """
    with languages.writing(language):
        return _written(month, chapters, about)


def _written(month: Month, chapters: Sequence[Chapter], about: Mapping[str, Any]) -> str:
    script = asset("report.js")
    library = page_charts.library()
    charts = page_charts.Charts()
    proofs, snapshot = _proofs(chapters), about["snapshot"]
    writers = [_Writer(chapter, charts, snapshot, {} if place else proofs) for place, chapter in enumerate(chapters)]
    shown = [writer.written() for writer in writers]
    return (
        environment()
        .get_template("report.html")
        .render(
            language=languages.manner().language.replace("_", "-"),
            title=format.month(str(month)),
            chapters=shown,
            about=about,
            origins=origins.of(block for chapter in chapters for block in chapter.blocks),
            rows={table: count for table, count in about["data"]["rows"].items() if count},
            policy=_policy(page_charts.digest(script), library.digest),
            css=Markup(theme.css() + asset("report.css")),
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


def _proofs(chapters: Sequence[Chapter]) -> dict[str, str]:
    """Where what the first chapter repeats is proved, by its name there: a finding by its chapter's and its own."""
    return {
        (f"{chapter.name}_{block['name']}" if block["block"] == "finding" else block["name"]): (
            f"#{_anchor(chapter.name, block)}"
        )
        for chapter in reversed(chapters[1:])  # of two with one name, the first is the one repeated
        for block in chapter.blocks
        if block["block"] in ("finding", "kpi")
    }


def _anchor(chapter: str, block: Mapping[str, Any]) -> str:
    return f"{slug(chapter)}-{slug(block['name'])}"


@dataclass
class _Writer:
    """Writes the cells of one chapter; what it has said as a title it does not say again."""

    chapter: Chapter
    charts: page_charts.Charts
    snapshot: str
    proofs: Mapping[str, str]
    prose: page_prose.Renderer = field(default_factory=page_prose.Renderer)
    titles: set[str] = field(default_factory=set)

    def written(self) -> dict[str, Any]:
        """The chapter as the template wants it: what is told, and what is folded for the analyst."""
        told = [cell for cell in self.chapter.cells if not cell.is_method]
        method = [cell for cell in self.chapter.cells if cell.is_method]
        place = slug(self.chapter.name)
        label = lookup(place.replace("-", " ").capitalize())
        parts = {"parts": self._runs(told), "method": self._runs(method)}
        return {"id": place, "label": label, "title": lookup(self.chapter.title), **parts}

    def _runs(self, cells: Iterable[Prose | Shown]) -> list[dict[str, Any]]:
        """The cells as HTML in runs of one kind, so that numbers that follow each other share a row."""
        runs = groupby(cells, key=_kind)
        return [{"kind": kind, "html": [*map(self._cell, run)]} for kind, run in runs]

    def _cell(self, cell: Prose | Shown) -> Markup:
        if isinstance(cell, Remark):
            return page_remark.html(cell, self.prose)
        if isinstance(cell, Prose):
            return self.prose.html(cell.text)
        fields, anchor = cell.fields, _anchor(self.chapter.name, cell.fields)
        title = fields["title"]
        if fields["block"] == "finding" and title in self.titles:
            fields = {**fields, "title": ""}
        self.titles.add(title)
        figure = page_charts.drawn(cell)
        picture = self.charts.place(anchor, figure, again(fields["says"])) if figure else Markup("")
        link = self.proofs.get(fields.get("name", ""), "")
        return show.block(fields, picture=picture, anchor=anchor, link=link, snapshot=self.snapshot)


def _kind(cell: Prose | Shown) -> str:
    if isinstance(cell, Remark):
        return "remark"
    return "prose" if isinstance(cell, Prose) else str(cell.fields["block"])


def _policy(*scripts: str) -> str:
    """Nothing from outside. Plotly sets style from its script, so inline style has to be allowed."""
    allowed = " ".join(f"'{script}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
