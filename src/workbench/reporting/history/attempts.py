"""Runs that did not come to a report, as those who read reports are told: a sentence, never a traceback.

    OUT/.status/2026-10.json

It stands beside the reports it is about, so the list of months is made from what lies in its own
folder. A month's next publication takes it away.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from workbench.errors import GateFailed, WorkbenchError
from workbench.reporting.files import write_whole

FOLDER = ".status"


def note(out: Path, month: str, error: WorkbenchError) -> None:
    """Keep that the latest run of a month failed, and whether it was held back by the gate."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    held_back = isinstance(error, GateFailed)
    write_whole(folder / f"{month}.json", json.dumps({"month": month, "at": at, "held_back": held_back}))


def known(out: Path) -> dict[str, dict[str, Any]]:
    """The latest attempt of each month that has not been published since, by month: ``at`` and ``held_back``."""
    return {path.stem: dict(json.loads(path.read_text(encoding="utf-8"))) for path in (out / FOLDER).glob("*.json")}


def forget(out: Path, month: str) -> None:
    """The month is published: what went before is no longer told."""
    (out / FOLDER / f"{month}.json").unlink(missing_ok=True)
