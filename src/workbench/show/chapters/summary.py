"""Chapter 00: what the other chapters found, in its order of worth; what turned out; what could not be said.

It knows the other chapters only by what they handed over: the tidy frame of figures, a row
per number (columns month, chapter, block, kind, title, name, row, value, low, high, n, unit,
period, source, why, test, worth, do, tells, phrases). A chapter that is new tomorrow brings its own
findings without a change here. The numbers that matter are in `key_numbers`.
"""

import math
from typing import Any

import pandas as pd

from workbench.phrase import N_, Phrase, month, say
from workbench.show import blocks
from workbench.show.blocks import Block, Field, Finding, Note, Table
from workbench.show.chapters import hindsight as judged
from workbench.show.chapters import restatements as named
from workbench.show.chapters.key_numbers import (
    KEY_NUMBERS,
    OWN,
    key_numbers,
    key_rows,
    kpis_of,
    measured_again,
    number,
    of_chapters,
    records,
)
from workbench.show.chapters.words import listed

__all__ = ["KEY_NUMBERS", "OWN", "findings", "hindsight", "key_numbers", "key_rows", "ranked", "restatements", "unsaid"]

MOST_FINDINGS = 5

NO_FINDINGS = N_("No chapter found anything that its test supports.")
NO_HINDSIGHT = N_("No chapter says what became of what was said earlier.")
ALL_SAID = N_("Every chapter could say all it has to say.")
UNSAID = N_("{count} things could not be said, in {chapters}")
ONE_UNSAID = N_("One thing could not be said, in {chapters}")
A_PART = N_("a part of the chapter")

_SILENT = {"chapter": Field("Chapter"), "what": Field("What"), "why": Field("Why it is not shown")}


def ranked(figures: pd.DataFrame) -> pd.DataFrame:
    """The findings of all chapters, in rounds: every chapter's first, then every chapter's second, and so on.

    A chapter says first what matters most in it, so no chapter is crowded out by another's large sums.
    Within a round, what has changed comes before how things stand; among both, those of known worth
    lead, the largest first, and the others follow by strength: how far the interval lies from zero, in
    widths of the interval.
    """
    others = of_chapters(figures)
    found = others[others["kind"] == "finding"]
    order = found.assign(
        round=found.groupby("chapter").cumcount(),
        is_change=found["tells"] == "change",
        worth_size=found["worth"].abs(),
        strength=[_strength(row) for row in found.to_dict("records")],
    )
    keys = ["round", "is_change", "worth_size", "strength"]
    return order.sort_values(keys, ascending=[True, False, False, False], na_position="last", kind="stable")


def findings(figures: pd.DataFrame, most: int = MOST_FINDINGS) -> list[Block]:
    """The findings that matter most; a note if no chapter found anything that its test supports."""
    found: list[Block] = [_finding(row) for row in records(ranked(figures).head(most))]
    return found or [blocks.note("no_findings", NO_FINDINGS)]


def hindsight(figures: pd.DataFrame) -> list[Block]:
    """What was said earlier of today and how it turned out, as the chapter that said it judges it."""
    others = of_chapters(figures)
    said = records(others[(others["kind"] == "note") & (others["block"] == judged.SENTENCE)].head(1))
    sentence: list[Block] = [blocks.note(judged.SENTENCE, row["why"]) for row in said]
    return [*sentence, *kpis_of(figures, list(judged.NAMES))] or [blocks.note(judged.SENTENCE, NO_HINDSIGHT)]


def restatements(
    figures: pd.DataFrame, before: pd.DataFrame, known: named.Restated, *, last: str | Phrase, period: str | Phrase
) -> Table | Note:
    """The key numbers reported last month that are others now, from what to what and why.

    Args:
        figures: what the chapters handed over, their measures of last month among it.
        before: the figures of last month's report.
        known: what has become known of last month since.
        last: last month, YYYY-MM.
        period: the month of this report.
    """
    reported = pd.DataFrame(records(key_rows(before)), columns=list(before.columns), dtype=object)
    return named.restatements(reported, measured_again(figures, last), known, month=month(last), period=period)


def unsaid(figures: pd.DataFrame, *, period: str | Phrase) -> Table | Note:
    """What could not be said this month, and why: withheld numbers, missing data."""
    others = of_chapters(figures)
    withheld = others[(others["kind"] == "kpi") & others["value"].isna()]
    missing = others[(others["kind"] == "note") & (others["name"] == "missing")]
    rows = [
        {"chapter": _chapter(row["chapter"]), "what": row["title"] or A_PART, "why": row["why"]}
        for row in records(pd.concat([withheld, missing]).sort_values("chapter", kind="stable"))
    ]
    if not rows:
        return blocks.note("unsaid", ALL_SAID)
    chapters = listed(sorted({str(row["chapter"]) for row in rows}))
    title = say(ONE_UNSAID if len(rows) == 1 else UNSAID, count=len(rows), chapters=chapters)
    frame, about = pd.DataFrame(rows, dtype=object), {"period": period, "source": named.SOURCE}
    return blocks.table("unsaid", title, frame, _SILENT, n=len(rows), **about)


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        f"{row['chapter']}_{row['name']}",
        row["title"],
        row["period"],
        row["source"],
        unit=row["unit"],
        value=number(row["value"]),
        low=number(row["low"]),
        high=number(row["high"]),
        n=int(row["n"]),
        test=row["test"],
        worth=number(row["worth"]),
        do=row["do"],
        tells=row["tells"],
    )


def _strength(row: dict[Any, Any]) -> float:
    """How far an interval lies from zero, in its own widths; 0 if it holds zero or is unknown."""
    low, high = row["low"], row["high"]
    if not low * high > 0:
        return 0.0
    return float(min(abs(low), abs(high)) / (high - low)) if high > low else math.inf


def _chapter(name: str) -> str:
    """A notebook's name in words.

    >>> _chapter("03_satisfaction_drivers")
    'satisfaction drivers'
    """
    return name.partition("_")[2].replace("_", " ")
