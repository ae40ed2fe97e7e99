"""What a webhook gets: one JSON object, whose form is versioned and described in docs/delivery.md.

A field may be added to a version; none is removed or changes its meaning within it.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from workbench.reporting.deliver.contents import Block, Contents


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Part):
    """A number of the report."""

    name: str = Field(description="what the number is called, the same every month")
    title: str = Field(description="its title in English")
    value: float | None = Field(description="the number in `unit`; null if it is withheld")
    low: float | None = Field(description="lower bound of its interval; null if it has none")
    high: float | None = Field(description="upper bound of its interval; null if it has none")
    n: int = Field(description="how many customers or answers it rests on")
    unit: str = Field(description="count, number, money, percent (a fraction), points, ratio, days or months")
    why: str = Field(description="why it is withheld; empty if it is not")


class Finding(_Part):
    """Something that was found, with the test behind it."""

    name: str = Field(description="its name, the same every month")
    title: str = Field(description="the sentence, in English")
    value: float | None = Field(description="how much, in `unit`")
    low: float | None = Field(description="lower bound of its interval")
    high: float | None = Field(description="upper bound of its interval")
    unit: str = Field(description="as above")
    test: str = Field(description="the test behind it")
    worth: float | None = Field(description="what it is worth in money; null if unknown")
    do: str = Field(description="what to do about it")


class ReportMessage(_Part):
    """A month was published."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    form: str = Field("workbench.report/1", alias="schema", description="the form of this object and its version")
    id: str = Field(description="the letter's id; the same if it comes twice")
    status: str = Field("published", description="always `published`")
    report: str = Field(description="the name of the report's definition")
    month: str = Field(description="YYYY-MM")
    run: str = Field(description="the run that made it")
    snapshot: str = Field(description="the snapshot it was made of")
    currency: str = Field(description="ISO code of all money; empty if there is none")
    figures: list[Figure] = Field(description="the key figures")
    findings: list[Finding] = Field(description="the findings, the one that matters most first")
    alerts: list[str] = Field(description="the alert rules that speak, in English")
    link: str = Field(description="where the page can be opened; empty if unknown")


class FailureMessage(_Part):
    """A month that was due was not published, or a letter does not arrive."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    form: str = Field("workbench.failure/1", alias="schema", description="the form of this object and its version")
    id: str = Field(description="the letter's id; the same if it comes twice")
    status: str = Field("failed", description="always `failed`")
    report: str = Field(description="the name of the report's definition")
    month: str = Field(description="YYYY-MM; empty if none was reached")
    run: str = Field(description="the run; empty if none was begun")
    outcome: str = Field(description="how it ended, in a word, such as `notebook error`")
    reason: str = Field(description="what went wrong, where, with which value, and what to do")
    notebook: str = Field(description="the notebook that failed; empty if none did")
    cell: int = Field(description="position of its failed cell, from 1; 0 if none failed")
    source: str = Field(description="the cell's source")
    log: list[str] = Field(description="the last lines of the run's log")


def report(id: str, said: Contents, link: str) -> bytes:
    """The body that tells of a published month."""
    message = ReportMessage(
        id=id,
        report=said.definition,
        month=said.month,
        run=str(said.manifest.get("run", "")),
        snapshot=str(said.manifest.get("snapshot", "")),
        currency=said.currency,
        figures=[Figure(**_picked(block, Figure)) for block in said.figures],
        findings=[Finding(**_picked(block, Finding)) for block in said.findings],
        alerts=list(said.alerts),
        link=link,
    )
    return as_json(message)


def as_json(message: BaseModel) -> bytes:
    """A message as it is posted."""
    return message.model_dump_json(by_alias=True, indent=2).encode()


def _picked(block: Block, part: type[_Part]) -> dict[str, Any]:
    """The fields of a block that a part has; a text that is absent is empty."""
    texts = {name for name, field in part.model_fields.items() if field.annotation is str}
    return {name: str(block.get(name) or "") if name in texts else block.get(name) for name in part.model_fields}
