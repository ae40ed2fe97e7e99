"""The manifest of a closed month: what it was made of, how long it took, how to make it again."""

import datetime as dt
import shlex
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.reporting import fingerprint
from workbench.reporting.plan import Plan
from workbench.reporting.runs import Run
from workbench.show import format
from workbench.show.chapters import summary


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
        "key_figures": key_figures(figures, plan.store.settings.currency),
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


def key_figures(figures: pd.DataFrame, currency: str) -> list[dict[str, str]]:
    """The numbers that matter, in words, for the list of months: name, title, value, interval."""
    return [_in_words(row, currency) for row in summary.key_rows(figures).to_dict("records") if pd.notna(row["value"])]


def _in_words(row: dict[Hashable, Any], currency: str) -> dict[str, str]:
    value, low, high, unit = (row[key] for key in ("value", "low", "high", "unit"))
    counted = pd.isna(low) or low == high
    return {
        "name": str(row["name"]),
        "title": str(row["title"]),
        "value": format.value(value, unit, currency=currency),
        "interval": "" if counted else format.interval(low, high, unit, like=value, currency=currency),
    }


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
    return {"name": name, "sha256": sha256, "seconds": record.seconds, "outcome": record.outcome}
