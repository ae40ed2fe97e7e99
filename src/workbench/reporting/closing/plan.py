"""What a report run is going to read, settled before anything runs.

The snapshot is named once, here, so that every chapter reads the same one even if a load
moves the pointer meanwhile. From the names and hashes of all it depends on comes the
fingerprint; a month whose fingerprint is that of its published report is unchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from workbench.memory import settings, store
from workbench.memory.month import Month
from workbench.memory.store import SnapshotMeta, Store
from workbench.reporting.closing import fingerprint, publish
from workbench.reporting.commentary import folder as commentary_folder
from workbench.reporting.gate.limits import Limits
from workbench.reporting.notebooks import chapters
from workbench.show import languages


@dataclass(frozen=True)
class Request:
    """What is asked for.

    Args:
        month: YYYY-MM, or "latest" for the latest full month of the data.
        store: the store's folder; empty for the nearest.
        snapshot: the snapshot to read; empty for the one in force.
        out: the folder of the published reports.
        notebooks: their folder; None for the nearest.
        parameters: values for the notebooks' own parameters, by name.
        timeout: seconds that one notebook may take.
        wait: seconds to wait for another report on the same store.
        force: run even if nothing has changed.
        report: the name of the report's definition; empty for a report asked for by hand.
        override: why the report is published whatever the gate finds; empty to let the gate decide.
        limits: what the gate allows.
        alerts: rules of which the report says whether they speak.
        languages: the languages of its pages; the first one's is ``report.html``.
        remember: whether the month becomes the customer memory of the store, or is only a report.
        passphrase_env: the environment variable with the passphrase of locked copies; empty: no copies.
    """

    month: str = "latest"
    store: str = ""
    snapshot: str = ""
    out: Path = Path("reports")
    notebooks: Path | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    timeout: float | None = None
    wait: float = 0.0
    force: bool = False
    report: str = ""
    override: str = ""
    limits: Limits = field(default_factory=Limits)
    alerts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    remember: bool = True
    passphrase_env: str = ""


@dataclass(frozen=True)
class Plan:
    """What will be read, by name."""

    request: Request
    store: Store
    meta: SnapshotMeta
    month: Month
    notebooks: list[Path]

    @property
    def out(self) -> Path:
        """Where the month is published."""
        return self.request.out.absolute() / str(self.month)

    @property
    def places(self) -> tuple[str, ...]:
        """Where it goes: to the customer memory and the reports, or to the reports only."""
        return publish.PLACES if self.request.remember else ("report",)

    @property
    def whole_fingerprint(self) -> str:
        """All that decides how its run ends, as one hash: the fingerprint, and what the gate allows."""
        return fingerprint.text_hash([self.fingerprint, self.request.limits.model_dump()])

    @cached_property
    def fingerprint(self) -> dict[str, str]:
        """All the report depends on: name and hash."""
        return {
            "data": fingerprint.text_hash(self._data()),
            "settings": fingerprint.file_hash(self.store.folder / settings.FILE),
            "parameters": fingerprint.text_hash(self.request.parameters),
            "languages": fingerprint.text_hash(self.request.languages),
            "commentary": commentary_folder.text_hash(self.store, self.month),
            "earlier months": fingerprint.text_hash(self._earlier_months()),
            "the chapters' code": fingerprint.package_hash("chapters"),
            "the page's code": fingerprint.package_hash("page"),
            **fingerprint.notebook_hashes(self.notebooks),
            **fingerprint.versions(),
        }

    def _data(self) -> list[str]:
        meta = self.meta
        return [meta.content_hash, meta.quarantine_hash, str(meta.data_from), str(meta.data_to)]

    def _earlier_months(self) -> dict[str, list[str]]:
        """What a notebook can read of each month closed before this one: it may ask for any of them."""
        months = [month for month in self.store.closed_months() if month < self.month]
        found = {month: publish.manifest(self.store.month_folder(month)) for month in months}
        told = ("figures", "customers", "models", "snapshot")
        return {
            str(month): [*(str(about.get(name)) for name in told), str(about.get("fingerprint", {}).get("settings"))]
            for month, about in found.items()
        }

    def published(self) -> dict[str, Any]:
        """The manifest of this month's report if it is whole in its places, else nothing."""
        memory = self.store.month_folder(self.month) if self.request.remember else None
        return publish.published(self.out, memory)

    def why(self) -> str:
        """Why the month has to be run, in words; empty if its report is there and nothing has changed."""
        published = self.published()
        if not published:
            return "it has no report there yet"
        names = fingerprint.changed(published["fingerprint"], self.fingerprint)
        if names:
            return f"changed since its last report: {', '.join(names)}"
        return "asked for by --force" if self.request.force else ""


def make(request: Request) -> Plan:
    """Settle what is read.

    Raises BadParameter or NotReady for a month, store, snapshot, language or folder that cannot be used.
    """
    for language in request.languages:
        languages.require(language)
    place = store.find(request.store)
    meta = place.meta(request.snapshot) if request.snapshot else place.current()
    store.require_readable(meta, place)
    month = meta.latest_full_month() if request.month == "latest" else Month.parse(request.month)
    return Plan(request, place, meta, month, chapters.find(request.notebooks))


def pages(names: Sequence[str]) -> dict[str, str]:
    """The file of each language's page: the first is the report, the others name their language.

    >>> pages(["en", "zh"])
    {'en': 'report.html', 'zh': 'report.zh.html'}
    """
    return {name: f"report.{name}.html" if place else publish.REPORT for place, name in enumerate(names)}
