"""A small table as plain text, which reads the same on a terminal, in a log and in an e-mail."""

from collections.abc import Iterable, Sequence


def grid(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns aligned under their names, numbers to the right.

    >>> print(grid(["table", "rows"], [["customers", 20000], ["feedback", 7]]))
    table        rows
    customers  20,000
    feedback        7
    """
    body = list(rows)
    texts = [list(header), *([_text(cell) for cell in row] for row in body)]
    widths = [max(len(row[place]) for row in texts) for place in range(len(header))]
    right = [bool(body) and all(isinstance(row[place], int) for row in body) for place in range(len(header))]
    return "\n".join(_line(row, widths, right) for row in texts)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    aligned = (
        cell.rjust(width) if is_number else cell.ljust(width)
        for cell, width, is_number in zip(cells, widths, right, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _text(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
