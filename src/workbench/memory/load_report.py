"""What a load did, as small frozen values."""

from dataclasses import dataclass

from workbench.errors import shorten
from workbench.memory.grid import grid


@dataclass(frozen=True)
class TableLoad:
    """What became of one file's rows.

    Args:
        table, file: the table and the file that brought it.
        rows: rows in the file.
        appended, unchanged, corrected: accepted rows, by whether their key was new, known with
            the same content, or known with other content.
        rejected: rows in quarantine.
        counted: those of them that count against the limit.
    """

    table: str
    file: str
    rows: int
    appended: int
    unchanged: int
    corrected: int
    rejected: int
    counted: int

    @property
    def accepted(self) -> int:
        """Rows that kept the contract."""
        return self.rows - self.rejected


@dataclass(frozen=True)
class Rejection:
    """The rows of one table rejected for one reason, with the first as an example.

    >>> str(Rejection("transactions", "revenue", "a decimal comma: write 1234.50", 12, 5, "1,5"))
    "transactions.revenue: a decimal comma: write 1234.50 (12 rows, such as row 5 with '1,5')"
    """

    table: str
    column: str
    reason: str
    rows: int
    first_row: int
    value: str

    def __str__(self) -> str:
        rows = "1 row, row" if self.rows == 1 else f"{self.rows:,} rows, such as row"
        value = f" with {shorten(self.value, 40)!r}" if self.value else ""
        return f"{self.table}.{self.column}: {self.reason} ({rows} {self.first_row}{value})"


@dataclass(frozen=True)
class LoadReport:
    """What a load did.

    Args:
        snapshot: the snapshot in force after it.
        is_new: whether the load made it; False if the source brought nothing new.
        source: the source's folder.
        tables: what became of each file's rows.
        rejections: why rows were rejected.
    """

    snapshot: str
    is_new: bool
    source: str
    tables: tuple[TableLoad, ...]
    rejections: tuple[Rejection, ...]

    @property
    def rejected(self) -> int:
        """Rows in quarantine, over all tables."""
        return sum(load.rejected for load in self.tables)


def summary(report: LoadReport) -> str:
    """The load in words: what was accepted and rejected, per table and reason."""
    header = ["table", "rows", "accepted", "new", "unchanged", "corrected", "rejected"]
    rows = [
        [load.table, load.rows, load.accepted, load.appended, load.unchanged, load.corrected, load.rejected]
        for load in report.tables
    ]
    parts = [grid(header, rows)]
    empty = [load.file for load in report.tables if not load.rows]
    if empty:
        parts.append(f"Without a single row: {', '.join(empty)}.")
    if report.rejections:
        reasons = "\n".join(f"  {rejection}" for rejection in report.rejections)
        parts.append(f"Rejected, and kept in the snapshot's table `quarantine`:\n{reasons}")
    if report.is_new:
        parts.append(f"Snapshot {report.snapshot} is in force.")
    else:
        parts.append(f"Nothing new: snapshot {report.snapshot} stays in force.")
    return "\n\n".join(parts)
