"""The month's pack: our ``report`` against papermill and nbconvert, one notebook after the other.

Both run the same notebooks on the same store, in turns within one run, and the faster of two
rounds counts. The peer is what a scheduler would otherwise call: ``papermill`` and then
``jupyter nbconvert --to html`` for each notebook. It ends with a page per notebook, without a
summary that knows the other chapters, and a killed kernel counts as a success there.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
BIN = Path(sys.executable).parent
CUSTOMERS, MONTHS, ROUNDS = 20_000, 36, 2
MB = 1024**2


def run(customers: int = CUSTOMERS) -> list[dict[str, Any]]:
    """Measure, and return a row for a whole month and one for a month in which nothing has changed."""
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as folder:
        place = Path(folder)
        _call("workbench", "demo", "--customers", customers, "--months", MONTHS, "--store", place / "store")
        rounds = [(_seconds(_ours, place), _seconds(_peer, place)) for _ in range(ROUNDS)]
        unchanged = _seconds(_ours_again, place)
        ours_mb = (place / "out" / _month(place) / "report.html").stat().st_size / MB
        peer_mb = sum(path.stat().st_size for path in (place / "peer").glob("*.html")) / MB
    ours, peer = (min(seconds) for seconds in zip(*rounds, strict=True))
    sizes = {"ours_mb": round(ours_mb, 2), "peer_mb": round(peer_mb, 2)}
    whole = f"month's pack, {len(NOTEBOOKS)} notebooks, {customers:,} customers: papermill + nbconvert in a row"
    return [_row(whole, ours, peer, **sizes), _row("the same month again, nothing changed", unchanged, peer)]


def _row(name: str, ours: float, peer: float, **more: float) -> dict[str, Any]:
    return {"name": name, "ours_s": round(ours, 2), "peer_s": round(peer, 2), "ratio": round(peer / ours, 2), **more}


def _ours(place: Path) -> None:
    _ours_again(place, "--force")


def _ours_again(place: Path, *more: str) -> None:
    _call(
        "workbench",
        "report",
        "--store",
        place / "store",
        "--out",
        place / "out",
        "--notebooks",
        NOTEBOOKS[0].parent,
        *more,
    )


def _peer(place: Path) -> None:
    (place / "peer").mkdir(exist_ok=True)
    for notebook in NOTEBOOKS:
        executed = place / "peer" / notebook.name
        _call("papermill", notebook, executed, "-p", "store", place / "store", "--no-progress-bar")
        _call("jupyter", "nbconvert", "--to", "html", executed)


def _seconds(work: Callable[[Path], None], place: Path) -> float:
    began = time.perf_counter()
    work(place)
    return time.perf_counter() - began


def _call(program: str, *words: object) -> None:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    command = [str(BIN / program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": path})
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _month(place: Path) -> str:
    return next(path.name for path in (place / "out").iterdir() if path.is_dir())
