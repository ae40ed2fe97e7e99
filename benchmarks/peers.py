"""Libraries we are measured beside; they belong to the extra ``bench`` and to nothing else."""

import importlib
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 3


def peer(name: str) -> Any:
    """The library, or None with a sentence on how to get it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        print(f"{name} is not installed, so ours is measured alone; `make bench` installs it (extra 'bench')")
        return None


def fastest(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The seconds of the fastest of some rounds, and what it returned; one before that is not counted."""
    result = work()
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - began)
    return best, result


def row(name: str, ours: float, theirs: float | None, at_least: float | None = None) -> dict[str, Any]:
    """Ours beside a peer, in seconds, and whether ours is so many times faster, where that is a limit."""
    found: dict[str, Any] = {"name": name, "ours_s": round(ours, 4)}
    if theirs is not None:
        found |= {"peer_s": round(theirs, 3), "ratio": round(theirs / ours, 1)}
    if at_least is not None:
        met = "peer not installed" if theirs is None else theirs / ours >= at_least
        found |= {"limit": f"ratio >= {at_least:g}", "met": met}
    return found
