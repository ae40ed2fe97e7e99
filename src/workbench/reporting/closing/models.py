"""The records of models that chapters left, as one file of the month."""

import json
from pathlib import Path

from workbench.memory.models import MODEL


def join(output: Path, target: Path) -> None:
    """Join all records below ``output`` into ``target``; nothing is written if no chapter left one."""
    left = sorted(output.glob(f"*.{MODEL}"))
    records = {path.name.removesuffix(f".{MODEL}"): json.loads(path.read_text(encoding="utf-8")) for path in left}
    if records:
        target.write_text(json.dumps(records, indent=2), encoding="utf-8")
