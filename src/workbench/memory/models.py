"""The models behind a month's numbers, kept with the month as small records of numbers and texts.

A chapter leaves a record of the model it has fitted: its parameters and what it was fitted to. The runner
publishes the records of all chapters with the month, as ``memory/<month>/models.json``, so that what was
reported then can be computed again, and what is found later can be set beside it.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import BadParameter
from workbench.memory.month import Month
from workbench.memory.store import find

MODEL = "model.json"
MODELS = "models.json"
Record = dict[str, float | int | str]


def leave_model(output: str, chapter: str, record: Mapping[str, float | int | str]) -> None:
    """Leave the record of a chapter's model, as OUTPUT/<chapter>.model.json; nothing for an empty one.

    Args:
        output: the folder the runner gave; empty outside a run, and then nothing is written.
        chapter: the notebook's name, such as "05_return_on_customer".
        record: names with numbers and texts.

    Raises:
        BadParameter: a value is no finite number and no text.
    """
    for name, value in record.items():
        if not isinstance(value, str) and not _is_number(value):
            do = "hand over finite numbers and texts only"
            raise BadParameter(
                "a record of a model holds what cannot be kept", where=f"{chapter}, {name}", value=value, do=do
            )
    if output and record:
        text = json.dumps(dict(record), indent=2, allow_nan=False)
        (Path(output) / f"{chapter}.{MODEL}").write_text(text, encoding="utf-8")


def reported_models(store: str | Path, chapter: str, *, before: Month | str) -> dict[str, Record]:
    """The records a chapter left in the months closed before a month, by month (YYYY-MM), the earliest first.

    Args:
        store: the store's folder; empty for the usual one.
        chapter: the notebook's name.
        before: the month that asks.
    """
    place, asking = find(store), before if isinstance(before, Month) else Month.parse(before)
    months = [month for month in place.closed_months() if month < asking]
    found = {str(month): kept(place.month_folder(month)).get(chapter, {}) for month in sorted(months)}
    return {month: record for month, record in found.items() if record}


def kept(folder: Path) -> dict[str, Record]:
    """The records of a closed month by chapter; none if it left none.

    Raises:
        BadParameter: the file is damaged.
    """
    path = folder / MODELS
    if not path.exists():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        do = "close the month again with --force, or delete the file"
        raise BadParameter("the kept models of a month are damaged", where=str(path), value=error, do=do) from error


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
