"""The manifest of a closed month: what it was made of, how long it took, how to make it again."""

import datetime as dt
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.phrase import pack
from workbench.reporting.closing import fingerprint
from workbench.reporting.closing.plan import Plan, pages
from workbench.reporting.closing.runs import Run
from workbench.show.chapters import key_numbers, summary


def describe(plan: Plan, run: Run, figures: pd.DataFrame) -> dict[str, Any]:
    """Everything a reader may ask about where the numbers come from, as plain JSON values.

    It lies beside the published page, so it holds no folder of this machine and no row of a customer.
    """
    return {
        "month": str(plan.month),
        "as_of": plan.month.end.isoformat(),
        "run": run.record.id,
        "closed_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "snapshot": plan.meta.id,
        "data": _data(plan),
        "languages": list(plan.request.languages),
        "parameters": dict(plan.request.parameters),
        "command": command(plan),
        "versions": fingerprint.versions(),
        "commit": fingerprint.commit(plan.notebooks[0].parent),
        "notebooks": [_notebook(plan, run, name) for name in (notebook.stem for notebook in plan.notebooks)],
        "pages": pages(plan.request.languages),
        "currency": plan.store.settings.currency,
        "key_figures": key_figures(figures),
        "findings": _findings(figures),
        "figures": fingerprint.text_hash(figures.to_csv(index=False)),
        "fingerprint": plan.fingerprint,
    }


def command(plan: Plan) -> str:
    """The command that makes this report again from the same snapshot."""
    words = ["workbench", "report", "--month", str(plan.month), "--snapshot", plan.meta.id, "--force"]
    if plan.request.languages != ("en",):
        words += ["--lang", ",".join(plan.request.languages)]
    for name, value in plan.request.parameters.items():
        words += ["-p", f"{name}={value}"]
    return shlex.join(words)


def key_figures(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """The numbers that matter, for the list of months: name, title, value, low, high, unit.

    Their titles are kept as the phrases they are, so that the list can be written in another language.
    """
    rows = (row for row in key_numbers.records(key_numbers.key_rows(figures)) if pd.notna(row["value"]))
    return [_packed(row) for row in rows]


def _packed(row: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {name: None if pd.isna(row[name]) else float(row[name]) for name in ("value", "low", "high")}
    return {"name": row["name"], "title": pack(row["title"]), **bounds, "unit": row["unit"]}


def _findings(figures: pd.DataFrame) -> list[Any]:
    """The sentences of the findings that matter most, as phrases."""
    return [pack(row["title"]) for row in key_numbers.records(summary.ranked(figures).head(summary.MOST_FINDINGS))]


def _data(plan: Plan) -> dict[str, Any]:
    meta = plan.meta
    return {
        "source": Path(meta.source).name,
        "content_hash": meta.content_hash,
        "rows": meta.rows,
        "rejected": meta.rejected,
        "from": meta.data_from and meta.data_from.isoformat(),
        "to": meta.data_to and meta.data_to.isoformat(),
    }


def _notebook(plan: Plan, run: Run, name: str) -> dict[str, Any]:
    record = next(notebook for notebook in run.record.notebooks if notebook.name == name)
    sha256 = plan.fingerprint[f"notebook {name}"]
    made = {"seconds": record.seconds, "outcome": record.outcome, "run": record.kept_from or run.record.id}
    return {"name": name, "sha256": sha256, **made}
