"""The published months of a folder, read from their manifests and from nothing else.

So the list can be made again at any time, a month that was removed leaves it, and a month that
another version published is listed with what is known of it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.phrase import unpack
from workbench.reporting.history import attempts

_NUMBER = {"name", "title", "value", "low", "high", "unit"}


@dataclass(frozen=True)
class Month:
    """A month of the list.

    Args:
        name: YYYY-MM.
        closed_at: ISO; empty if it was never published.
        snapshot: what it was made from.
        pages: the file of each language, the report's first language first; empty if it was never published.
        currency: ISO code of its amounts.
        numbers: its key figures: name, title, value, low, high, unit.
        findings: the sentences of its findings, in their order of worth.
        attempt: the latest run, if it failed after the publication: ``at`` and ``held_back``.
    """

    name: str
    closed_at: str = ""
    snapshot: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    numbers: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[str, ...] = ()
    attempt: Mapping[str, Any] = field(default_factory=dict)


def read(out: Path) -> list[Month]:
    """The months of a folder of reports, newest first; those too whose first run failed."""
    paths = out.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]/manifest.json")
    return months([json.loads(path.read_text(encoding="utf-8")) for path in paths], attempts.known(out))


def months(manifests: Sequence[Mapping[str, Any]], tried: Mapping[str, Mapping[str, Any]]) -> list[Month]:
    """The months from their manifests and from the attempts that failed since.

    >>> [month.name for month in months([{"month": "2026-09"}], {"2026-10": {"at": "2026-11-02", "held_back": True}})]
    ['2026-10', '2026-09']
    """
    published = {str(one["month"]): _month(one, tried.get(str(one["month"]), {})) for one in manifests}
    unpublished = {name: Month(name, attempt=attempt) for name, attempt in tried.items() if name not in published}
    return sorted((published | unpublished).values(), key=lambda month: month.name, reverse=True)


def languages(months: Sequence[Month]) -> list[str]:
    """The languages of the list: those of all reports, the first of the newest report first."""
    return list(dict.fromkeys(language for month in months for language in month.pages)) or ["en"]


def pasts(months: Sequence[Month]) -> list[dict[str, Any]]:
    """Each key number of the newest month as a kpi with its past, oldest first, as ``show.sparkline`` takes it."""
    known = [month for month in months if month.numbers]
    if not known:
        return []
    series = {
        number["name"]: [
            {"month": month.name, **_bounds(one)}
            for month in reversed(known[1:])
            for one in month.numbers
            if (one["name"], one["unit"], month.currency) == (number["name"], number["unit"], known[0].currency)
        ]
        for number in known[0].numbers
    }
    return [{**number, "past": series[number["name"]]} for number in known[0].numbers]


def _month(manifest: Mapping[str, Any], attempt: Mapping[str, Any]) -> Month:
    numbers = [unpack(one) for one in manifest.get("key_figures", ()) if one.keys() >= _NUMBER]
    return Month(
        name=str(manifest["month"]),
        closed_at=str(manifest.get("closed_at", "")),
        snapshot=str(manifest.get("snapshot", "")),
        pages=manifest.get("pages", {"en": "report.html"}),
        currency=str(manifest.get("currency", "")),
        numbers=tuple(numbers),
        findings=tuple(unpack(list(manifest.get("findings", ())))),
        attempt=attempt,
    )


def _bounds(number: Mapping[str, Any]) -> dict[str, Any]:
    return {name: number[name] for name in ("value", "low", "high")}
