"""How a kernel ended, in words: too little memory is told from a kill as far as the system lets us.

A cell that asks for more than a limit allows gets a ``MemoryError`` (the database has its own)
and lives; when the whole machine is out of memory, Linux ends a process by SIGKILL, which
looks like anybody's kill but is counted in ``/proc/vmstat``.
"""

import re
import signal
from pathlib import Path

_OUT_OF_MEMORY = ("MemoryError", "_ArrayMemoryError", "OutOfMemoryException")
_ADVICE = "fewer notebooks at once, a machine with more memory or a smaller question will do"
_COUNTS = Path("/proc/vmstat")


def error_text(name: str, text: str) -> str:
    """What a cell's error says; if memory was too little, with what helps.

    >>> error_text("ZeroDivisionError", "division by zero")
    'division by zero'
    >>> error_text("MemoryError", "")
    'memory ran out in this cell; fewer notebooks at once, a machine with more memory or a smaller question will do'
    """
    if name not in _OUT_OF_MEMORY:
        return text
    said = f" ({text})" if text else ""
    return f"memory ran out in this cell{said}; {_ADVICE}"


def out_of_memory_kills(counts: Path = _COUNTS) -> int | None:
    """How often Linux has ended a process for want of memory; None where that is not counted."""
    if not counts.exists():
        return None
    found = re.search(r"^oom_kill (\d+)$", counts.read_text(), flags=re.MULTILINE)
    return int(found[1]) if found else None


def exit_text(code: int | None, kills_before: int | None = None, kills_after: int | None = None) -> str:
    """How a process ended, in words.

    Args:
        code: its exit code; minus the signal that ended it; None if it does not answer.
        kills_before, kills_after: ``out_of_memory_kills`` when it started and when it had ended.

    >>> exit_text(3)
    'the kernel ended by itself with exit code 3'
    >>> exit_text(-9, 4, 5)[:71]
    'the kernel was ended by SIGKILL: memory ran out on this machine, and it'
    """
    if code is None:
        return "the kernel does not answer any more"
    if code >= 0:
        return f"the kernel ended by itself with exit code {code}"
    ended = f"the kernel was ended by {signal.Signals(-code).name}"
    if ended.endswith("SIGKILL"):
        return f"{ended}{_who(kills_before, kills_after)}"
    return ended


def _who(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "; often the system's answer to too little memory"
    if after > before:
        return f": memory ran out on this machine, and its system ended a process meanwhile; {_ADVICE}"
    return "; the system did not end it for want of memory, so a person, a program or a container's limit did"
