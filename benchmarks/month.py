"""The month's pack: our ``report`` against papermill and nbconvert, one notebook after the other.

Both run the same notebooks on the same store, in turns within one run, and the faster of two
rounds counts. The peer is what a scheduler would otherwise call: ``papermill`` and then
``jupyter nbconvert --to html`` for each notebook. It ends with a page per notebook, without a
summary that knows the other chapters, and a killed kernel counts as a success there.

Two further rows say what a second run of the month costs: after a change in one notebook, which
runs that one, and after no change at all. The peer knows no such thing and runs everything.

Notebooks and package are copied first, so that editing meanwhile changes nothing that is
measured; which notebooks ran is read from the manifest, so that a row cannot claim what did
not happen.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CUSTOMERS, MONTHS, ROUNDS = 20_000, 36, 2
CHANGED = "03_satisfaction_drivers"
MB = 1024**2


def run(customers: int = CUSTOMERS, rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """Measure, and return a row for a whole month, one for a changed notebook and one for no change."""
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as folder:
        place = Path(folder)
        _copy(place)
        _call(place, "workbench", "demo", "--customers", customers, "--months", MONTHS, "--store", place / "store")
        pairs = [(_seconds(_ours, place), _seconds(_peer, place)) for _ in range(rounds)]
        all_ran = _ran(place)
        _change(place / "notebooks" / f"{CHANGED}.ipynb")
        changed = _seconds(_ours_again, place)
        ran = _ran(place)
        unchanged = _seconds(_ours_again, place)
        if not ran < all_ran or _ran(place) != ran:
            sys.exit(f"a changed notebook should run itself, and no change nothing: {sorted(ran)} ran")
        sizes = _sizes(place)
    ours, peer = (min(seconds) for seconds in zip(*pairs, strict=True))
    whole = f"month's pack, {len(all_ran)} notebooks, {customers:,} customers: papermill + nbconvert in a row"
    return [
        _row(whole, ours, peer, **sizes),
        _row(f"the same month after a change in one notebook, {len(ran)} run", changed, peer),
        _row("the same month again, nothing changed", unchanged, peer),
    ]


def _copy(place: Path) -> None:
    shutil.copytree(ROOT / "notebooks", place / "notebooks")
    shutil.copytree(ROOT / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__"))
    # Compiled once, as an installed package is; neither side should pay for it.
    subprocess.run([sys.executable, "-m", "compileall", "-q", place / "src"], check=True)


def _change(notebook: Path) -> None:
    """Add a remark to a notebook: other code, the same figures."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    last = [cell for cell in content["cells"] if cell["cell_type"] == "code"][-1]
    last["source"] = "".join(last["source"]) + "\n# a remark"
    notebook.write_text(json.dumps(content), encoding="utf-8")


def _ran(place: Path) -> set[str]:
    """The notebooks that the published report's own run has run."""
    about = json.loads((_report(place) / "manifest.json").read_text(encoding="utf-8"))
    return {notebook["name"] for notebook in about["notebooks"] if notebook["run"] == about["run"]}


def _sizes(place: Path) -> dict[str, float]:
    peer = sum(path.stat().st_size for path in (place / "peer").glob("*.html"))
    return {"ours_mb": round((_report(place) / "report.html").stat().st_size / MB, 2), "peer_mb": round(peer / MB, 2)}


def _row(name: str, ours: float, peer: float, **more: float) -> dict[str, Any]:
    return {"name": name, "ours_s": round(ours, 2), "peer_s": round(peer, 2), "ratio": round(peer / ours, 2), **more}


def _ours(place: Path) -> None:
    _ours_again(place, "--force")


def _ours_again(place: Path, *more: str) -> None:
    places = ["--store", place / "store", "--out", place / "out", "--notebooks", place / "notebooks"]
    _call(place, "workbench", "report", *places, *more)


def _peer(place: Path) -> None:
    (place / "peer").mkdir(exist_ok=True)
    for notebook in sorted((place / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        executed = place / "peer" / notebook.name
        _call(place, "papermill", notebook, executed, "-p", "store", place / "store", "--no-progress-bar")
        _call(place, "jupyter", "nbconvert", "--to", "html", executed)


def _seconds(work: Callable[[Path], None], place: Path) -> float:
    began = time.perf_counter()
    work(place)
    return time.perf_counter() - began


def _call(place: Path, program: str, *words: object) -> None:
    """Run a program on the copied package."""
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(place / "src")}
    command = [str(BIN / program), *map(str, words)]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, env={**os.environ, **path})
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _report(place: Path) -> Path:
    return next(path for path in (place / "out").iterdir() if path.is_dir())
