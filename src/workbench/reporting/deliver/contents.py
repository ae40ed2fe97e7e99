"""What a letter says of a published month: its key figures, its findings, its alerts.

They are read from the notebooks that lie beside the published page, from the blocks of the
summary (of all chapters, if there is none): the numbers of the letter are those of the
page, and their sentences can be written in the language of the letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.phrase import unpack
from workbench.reporting.closing import collect, publish
from workbench.reporting.notebooks import chapters

NOTEBOOKS = "notebooks"
MOST_FIGURES = 10
MOST_FINDINGS = 5

Block = dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """A published month in short.

    Args:
        definition: the name of the report.
        manifest: what it was made of.
        figures: the key figures, as blocks; withheld ones too.
        findings: the findings in their order of worth, as blocks.
        alerts: the sentences of the alert rules that speak.
    """

    definition: str
    manifest: dict[str, Any]
    figures: tuple[Block, ...] = ()
    findings: tuple[Block, ...] = ()
    alerts: tuple[str, ...] = ()

    @property
    def month(self) -> str:
        """The month reported, YYYY-MM."""
        return str(self.manifest["month"])

    @property
    def currency(self) -> str:
        """The currency of its amounts; empty if it has none."""
        return next((str(block["currency"]) for block in self.figures if block.get("currency")), "")


def read(definition: str, published: Path, manifest: dict[str, Any], alerts: Sequence[str] = ()) -> Contents:
    """The contents of a published month from its folder."""
    notebooks = sorted((published / NOTEBOOKS).glob("*.ipynb"))
    summaries = [path for path in notebooks if chapters.is_summary(path)]
    blocks = [block for path in summaries or notebooks for block in _blocks(path)]
    figures = [block for block in blocks if block["block"] == "kpi"][:MOST_FIGURES]
    findings = [block for block in blocks if block["block"] == "finding"][:MOST_FINDINGS]
    return Contents(definition, manifest, tuple(figures), tuple(findings), tuple(alerts))


def page(published: Path, language: str) -> Path:
    """The published page in a language; the first one, if there is none in that language."""
    own = published / f"report.{language}.html"
    return own if own.exists() else published / publish.REPORT


def link(base: str, published: Path, page: Path) -> str:
    """The address of a page below the address of the folder of reports; empty without one.

    >>> link("https://example.org/reports/", Path("out/2026-09"), Path("report.html"))
    'https://example.org/reports/2026-09/report.html'
    """
    return f"{base.rstrip('/')}/{published.name}/{page.name}" if base else ""


def _blocks(notebook: Path) -> list[Block]:
    return [unpack(block) for block in collect.chapter(notebook.stem, chapters.read(notebook)).blocks]
