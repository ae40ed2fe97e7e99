"""``reports.toml``: which reports there are, when they are due, what is in them, who gets them.

The file is found by --reports, else it is the nearest one at or above the working
directory. A folder written in it is meant from the file's own folder, so that a scheduler,
whose working directory is another, finds the same.

    [[report]]
    name = "monthly"
    from = "2026-09"

All else has a default; ``workbench schedule example`` prints a whole file with comments.
"""

import json
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from workbench.errors import BadParameter
from workbench.memory import store
from workbench.memory.month import Month
from workbench.reporting.closing.plan import Request
from workbench.reporting.deliver.channels import Channel
from workbench.reporting.gate.limits import Limits
from workbench.reporting.unattended import alerts

FILE = "reports.toml"


def _month(text: str) -> str:
    return str(_said(Month.parse, text))


def _rule(text: str) -> str:
    return str(_said(alerts.parse, text).text)


def _said(parse: Any, text: str) -> Any:
    """A parser's result; its BadParameter as pydantic understands it."""
    try:
        return parse(text)
    except BadParameter as error:
        raise ValueError(f"{error.what}; {error.do}") from error


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("this machine knows no such time zone") from error
    return text


MonthText = Annotated[str, AfterValidator(_month)]


class Definition(BaseModel):
    """A report that is due every month; frozen. Folders are absolute, as ``read`` makes them.

    >>> Definition(name="monthly", begin="2026-09").day
    3
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True)

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", description="a name of small letters, digits, - and _, such as monthly"
    )
    begin: MonthText = Field(alias="from", description="the first month to close, YYYY-MM; earlier ones are left alone")
    skip: tuple[MonthText, ...] = Field((), description="months not to close, such as one in which nothing happened")
    day: int = Field(3, ge=1, le=28, description="day of the next month on which a month is due, 1 to 28")
    time: str = Field("06:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="time of that day, HH:MM")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "UTC", description="time zone of that time, such as Europe/Amsterdam"
    )
    patience_days: int = Field(
        0, ge=0, le=60, description="days for which data that are late are waited for without complaint, 0 to 60"
    )
    store: str = Field("", description="folder of the store; empty for $WORKBENCH_STORE, else the nearest data/store")
    notebooks: str = Field("", description="folder of the notebooks; empty for the nearest")
    out: str = Field("reports", description="folder of the published reports")
    remember: bool = Field(
        True, description="true if it closes the month of the store; false for a further report on the same store"
    )
    parameters: dict[str, str | int | float | bool] = Field({}, description="values of the notebooks' own parameters")
    targets: dict[str, float] = Field({}, description="name of a key number = its target, such as churn_rate = 0.05")
    languages: tuple[str, ...] = Field(("en",), min_length=1, description='languages of the report, such as ["en"]')
    timeout: float = Field(1800, ge=1, description="seconds that one notebook may take, 1 or more")
    wait: float = Field(600, ge=0, description="seconds to wait for another report on the same store, 0 or more")
    passphrase_env: str = Field(
        "", description="environment variable with the passphrase of a locked copy beside the report; empty: no copy"
    )
    alerts: tuple[Annotated[str, AfterValidator(_rule)], ...] = Field(
        (), description='rules such as "satisfaction_index < 70" or "churn_rate rose"'
    )
    deliver: tuple[Channel, ...] = Field((), description="channels by which readers get the report")
    analyst: tuple[Channel, ...] = Field((), description="channels by which an analyst is told of failures")
    gate: Limits = Field(Limits(), description="what the gate before publishing allows")

    @property
    def first(self) -> Month:
        """The first month to close."""
        return Month.parse(self.begin)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the time at which it is due."""
        return ZoneInfo(self.timezone)

    @property
    def values(self) -> dict[str, str]:
        """What the notebooks are given, as texts; the targets as one of them."""
        given = {
            name: json.dumps(value) if isinstance(value, bool) else str(value)
            for name, value in self.parameters.items()
        }
        told = ", ".join(f"{name}={value:g}" for name, value in self.targets.items())
        return given | ({"targets": told} if told else {})

    def request(self, month: Month, override: str = "") -> Request:
        """The request that closes a month of it."""
        return Request(
            month=str(month),
            store=self.store,
            out=Path(self.out),
            notebooks=Path(self.notebooks) if self.notebooks else None,
            parameters=self.values,
            timeout=self.timeout,
            wait=self.wait,
            report=self.name,
            override=override,
            limits=self.gate,
            alerts=self.alerts,
            remember=self.remember,
            languages=self.languages,
            passphrase_env=self.passphrase_env,
        )


class Definitions(BaseModel):
    """The whole file; frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    report: tuple[Definition, ...] = Field(min_length=1, description="one table [[report]] or more")

    @model_validator(mode="after")
    def _apart(self) -> "Definitions":
        names = [one.name for one in self.report]
        outs = [one.out for one in self.report]
        memories = [one.store for one in self.report if one.remember]
        for what, found in (("name", names), ("folder out", outs)):
            if double := next((one for one in found if found.count(one) > 1), None):
                raise ValueError(f"two reports have the same {what}: {double}")
        if any(memories.count(one) > 1 for one in memories):
            raise ValueError("two reports close the months of one store; set remember = false in all but one of them")
        return self

    def named(self, name: str) -> "Definitions":
        """Only the report of that name, or all if it is empty; BadParameter if there is none."""
        found = tuple(one for one in self.report if name in ("", one.name))
        if not found:
            choices = ", ".join(one.name for one in self.report)
            raise BadParameter("no report of that name", where=FILE, value=name, do=f"choose from: {choices}")
        return self.model_copy(update={"report": found})


def find(path: Path | None = None) -> Path | None:
    """The file that is meant: the one named, else the nearest; None if none is near.

    Raises BadParameter if one is named that does not exist.
    """
    if path is None:
        here = Path.cwd()
        return next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    if not path.is_file():
        raise BadParameter("no such file of reports", where="--reports", value=path, do=f"name a {FILE}")
    return path.absolute()


def require(path: Path | None = None) -> Path:
    """As ``find``; BadParameter if there is none."""
    found = find(path)
    if found is None:
        do = f"write one, beginning with `workbench schedule example > {FILE}`, or name it with --reports"
        raise BadParameter(f"no {FILE} here", where=f"at or above {Path.cwd()}", do=do)
    return found


def read(path: Path) -> Definitions:
    """The reports that a file defines, their folders absolute.

    Raises BadParameter naming the file, the report, the key, its value and what is allowed.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadParameter("not a TOML file", where=str(path), value=error, do="mend that line") from error
    for table in values["report"] if isinstance(values.get("report"), list) else []:
        if isinstance(table, dict):
            table.update(_absolute(table, path.absolute().parent))
    try:  # as JSON, in which a list stands for a tuple even where types are taken at their word
        return Definitions.model_validate_json(json.dumps(values, default=_plain))
    except ValidationError as error:
        raise _explained(error.errors()[0], values, path) from error


def _absolute(table: dict[str, Any], home: Path) -> dict[str, Any]:
    """Folders as they are meant from the file's own folder; what is no text is left for the check."""
    meant = {"store": os.environ.get(store.ENVIRONMENT) or _nearest(store.USUAL, home), "out": "reports"}
    meant |= {"notebooks": _nearest(Path("notebooks"), home)}
    given = {key: table.get(key) or default for key, default in meant.items()}
    return {key: str(home / value) if isinstance(value, str) and value else value for key, value in given.items()}


def _nearest(name: Path, home: Path) -> str:
    return next((str(folder / name) for folder in (home, *home.parents) if (folder / name).is_dir()), "")


def _plain(value: Any) -> str:
    """TOML's dates and times as texts; a time of the day without its seconds."""
    return str(value.isoformat(timespec="minutes") if hasattr(value, "hour") else value.isoformat())


def _explained(problem: ErrorDetails, values: dict[str, Any], path: Path) -> BadParameter:
    steps = [step for step in problem["loc"] if not (isinstance(step, str) and step in ("email", "webhook", "folder"))]
    report, keys = "", [str(step) for step in steps]
    if len(steps) > 1 and isinstance(steps[1], int):
        report = f", report {values['report'][steps[1]].get('name', steps[1] + 1)!r}"
        keys = keys[2:]
    where = f"{path}{report}{', ' * bool(keys)}{'.'.join(keys)}"
    said = problem["msg"].removeprefix("Value error, ")
    if not keys or problem["type"] == "missing":
        missing = {"missing": "a key is missing"}.get(problem["type"], said)
        return BadParameter(missing, where=where, do=f"{_allowed(steps) or 'change one of them'}")
    if problem["type"] == "extra_forbidden":
        known = ", ".join(_known(steps))
        return BadParameter("unknown key", where=where, value=keys[-1], do=f"remove it; the keys are {known}")
    value = json.dumps(problem["input"], default=str)
    do = f"allowed is: {_allowed(steps)}" if _allowed(steps) else said
    return BadParameter(f"a value is not allowed: {said}", where=where, value=value, do=do)


def _allowed(steps: list[Any]) -> str:
    """The description of the deepest key that has one."""
    model: Any = Definitions
    said = ""
    for step in steps:
        fields = {field.alias or name: field for name, field in getattr(model, "model_fields", {}).items()}
        if step in fields:
            said = fields[step].description or said
            kind = fields[step].annotation
            model = next((one for one in (kind, *get_args(kind)) if hasattr(one, "model_fields")), None)
    return said


def _known(steps: list[Any]) -> list[str]:
    model: type[BaseModel] = Limits if "gate" in steps else Definition if len(steps) > 1 else Definitions
    return [field.alias or name for name, field in model.model_fields.items()]
