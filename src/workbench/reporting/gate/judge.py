"""The gate before publishing: a report with a fault is kept for the analyst and not published.

What is looked at, each with a sentence for every fault (``gate_checks``):

| check | held back if |
|---|---|
| fresh | the data end before the month does |
| rows | a table brought less than half of its leanest month of the last twelve, or lost a tenth of its rows |
| cells | a cell failed or was not run |
| blocks | a chapter shows nothing, or lost a block without a word though its code is the same |
| key numbers | one that the last report had is neither there nor withheld with a reason |
| stderr | a notebook wrote something that is not known to be harmless |
| numbers | one is not finite, outside its interval, or outside what its unit allows |
| size | the page is larger than can be sent |

Everything a run made stays in its folder then, with ``gate.json``; the last good report
stays where it is. An analyst who has looked may publish it nevertheless, with a reason
that the manifest keeps.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from workbench import memory
from workbench.errors import GateFailed
from workbench.reporting.closing import figures, publish
from workbench.reporting.closing.collect import Chapter
from workbench.reporting.closing.plan import Plan
from workbench.reporting.closing.runs import Run
from workbench.reporting.files import explained, write_whole
from workbench.reporting.gate import checks as gate_checks
from workbench.reporting.notebooks import chapters
from workbench.reporting.unattended import alerts

FILE = "gate.json"


@dataclass(frozen=True)
class Fault:
    """What is not as it should be: the check's name, and a sentence."""

    check: str
    says: str


def judge(plan: Plan, run: Run, said: list[Chapter]) -> None:
    """Let a staged report pass, and write into its manifests what was found.

    Raises GateFailed if a check found a fault and no reason was given to publish it nevertheless.
    """
    found = list(faults(plan, run, said))
    if found and not plan.request.override:
        _keep(run, found)
        first = f"{found[0].says}" + (f"; and {len(found) - 1} more" if len(found) > 1 else "")
        raise GateFailed(
            f"the report of {plan.month} is held back",
            where=str(run.folder / FILE),
            value=first,
            do="look at staged/report beside that file; mend what is wrong, or publish it"
            ' nevertheless with --override-gate "the reason"',
        )
    raised = alerts.raised(plan.request.alerts, said)
    _note(
        run,
        {
            "gate": {"faults": [asdict(fault) for fault in found], "override": plan.request.override if found else ""},
            "alerts": [asdict(alert) for alert in raised],
            "blocks": gate_checks.lasting(said),
        },
    )


def faults(plan: Plan, run: Run, said: list[Chapter]) -> Iterator[Fault]:
    """Every fault of a staged report."""
    limits, before = plan.request.limits, publish.manifest(plan.out.parent / str(plan.month - 1))
    report = publish.staging(run.folder, "report")
    executed = {path.stem: chapters.read(path) for path in sorted((report / "notebooks").glob("*.ipynb"))}
    pages = [path.stat().st_size for path in sorted(report.glob("*.html"))]
    required = (*limits.required, *(number["name"] for number in before.get("key_figures", [])))
    found = {
        "fresh": _fresh(plan),
        "rows": _rows(plan, before),
        "cells": gate_checks.cells_done(executed),
        "blocks": gate_checks.blocks_there(said, _comparable(plan, before)),
        "key numbers": gate_checks.key_numbers_there(said, dict.fromkeys(required)),
        "stderr": gate_checks.quiet(run.log.read_text(encoding="utf-8", errors="replace"), limits),
        "numbers": gate_checks.numbers_sane(figures.figures(str(plan.month), said), limits),
        "size": gate_checks.light_enough(max(pages), limits),
    }
    return (Fault(check, says) for check, sentences in found.items() for says in sentences)


def _fresh(plan: Plan) -> Iterator[str]:
    ends = plan.month.end - dt.timedelta(days=1)
    if plan.meta.data_to is None or plan.meta.data_to < ends:
        yield f"the data end on {plan.meta.data_to}, the month on {ends}"


def _rows(plan: Plan, before: dict[str, Any]) -> Iterator[str]:
    limits = plan.request.limits
    view = memory.open_month(str(plan.month), store=str(plan.store.folder), snapshot=plan.meta.id)
    try:
        yield from gate_checks.rows_near_usual(view.query("rows_by_month"), plan.month.start, limits)
    finally:
        view.snapshot.close()
    yield from gate_checks.rows_kept(plan.meta.rows, before.get("data", {}).get("rows", {}), limits)


def _comparable(plan: Plan, before: dict[str, Any]) -> dict[str, list[str]]:
    """The blocks of the last report, of chapters whose notebook and package are what they were."""
    then, now = before.get("fingerprint", {}), plan.fingerprint
    if not before or then.get("the chapters' code") != now["the chapters' code"]:
        return {}
    same = {name for name in now if name.startswith("notebook ") and then.get(name) == now[name]}
    blocks: dict[str, list[str]] = before.get("blocks", {})
    return {chapter: names for chapter, names in blocks.items() if f"notebook {chapter}" in same}


def _keep(run: Run, found: list[Fault]) -> None:
    with explained("cannot write what the gate found", run.folder):
        write_whole(run.folder / FILE, json.dumps([asdict(fault) for fault in found], indent=2, ensure_ascii=False))


def _note(run: Run, what: dict[str, Any]) -> None:
    """Add to both staged manifests what the gate and the alerts found."""
    for place in ("report", "memory"):
        path = publish.staging(run.folder, place) / publish.MANIFEST
        about = json.loads(path.read_text(encoding="utf-8"))
        with explained("cannot write the manifest", path):
            path.write_text(json.dumps({**about, **what}, indent=2), encoding="utf-8")
