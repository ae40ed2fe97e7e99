"""Filling the draft of a new snapshot from a source, table by table, customers first.

Each file goes through staging (texts), checks (sound rows and faults), quarantine (the
faults) and merge (the sound rows: appended, unchanged or corrected).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from workbench.errors import NotReady
from workbench.memory import checks, merge, quarantine, sources
from workbench.memory.load_report import Rejection, TableLoad
from workbench.memory.schema import Table
from workbench.memory.sources import Source, SourceFile
from workbench.memory.workspace import number

Say = Callable[[str], None]


@dataclass
class Filling:
    """A draft being filled, and what became of the rows so far.

    Args:
        connection: the workspace with the draft attached.
        source: where the rows come from.
        today: the last day an event may have.
        scratch: a file name that may be used meanwhile.
        say: told each step as it begins.
    """

    connection: duckdb.DuckDBPyConnection
    source: Source
    today: dt.date
    scratch: Path
    say: Say
    loads: list[TableLoad] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)

    def fill(self) -> None:
        """Load every file of the source into the draft.

        Raises:
            BadParameter: a file cannot be read, or its columns are not its table's.
            NotReady: there are no customers, neither in the source nor in the draft.
        """
        quarantine.begin(self.connection)
        if self.source.files[0].table.name != "customers":
            self._require_customers()
        for file in self.source.files:
            self._load(file)
            self._require_customers()

    def _load(self, file: SourceFile) -> None:
        table = file.table
        self.say(f"reading {file.path.name}")
        staged = sources.stage(self.connection, file, self.source.data, self.scratch)
        self.say(f"checking {table.name}")
        checks.check(self.connection, table, self.today)
        rejected, counted = self._reject(file)
        self._drop("staged", "faults", table=table)
        self.say(f"adding {table.name}")
        merged = asdict(merge.merge(self.connection, table, staged.columns))
        counts = {**merged, "rejected": rejected, "counted": counted}
        self.loads.append(TableLoad(table.name, file.label, staged.rows, **counts))
        self._drop("typed", table=table)

    def _drop(self, *stages: str, table: Table) -> None:
        for stage in stages:
            self.connection.execute(f"DROP TABLE {stage}_{table.name}")

    def _reject(self, file: SourceFile) -> tuple[int, int]:
        """Note the faults; return how many rows have one, and how many have one that counts."""
        found = quarantine.reasons(self.connection, file.table)
        about = self.source.declaration.source
        excused = [one for one in found if about.excuses(one.table, one.column, one.reason)]
        quarantine.note(self.connection, file)
        self.rejections += found
        rejected = quarantine.count_rows(self.connection, file.table)
        return rejected, quarantine.count_rows(self.connection, file.table, excused) if excused else rejected

    def _require_customers(self) -> None:
        """Refuse to go on without a single customer: every other row would be rejected for that."""
        if number(self.connection, "SELECT count(*) FROM draft.customers"):
            return
        examples = "".join(f"\n  - {rejection}" for rejection in self.rejections)
        raise NotReady(
            f"there are no customers, neither in the source nor in the store{examples}",
            where=str(self.source.folder),
            do="add a file customers.csv, .parquet, .xlsx or .sql with at least the column customer_id",
        )
