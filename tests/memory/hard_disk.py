"""Loads on a disk that is full or read-only, told as JSON; run in a namespace of its own.

    python hard_disk.py full|read-only|limited FOLDER

``full`` puts a file system of 16 MB at FOLDER, ``read-only`` makes it read-only after the
first load, ``limited`` lets no file grow beyond 8 MB, which needs no namespace.
"""

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from small_source import good_source, load, rows_of, tree, write_source

from workbench.errors import WorkbenchError
from workbench.memory import Snapshot
from workbench.memory.store import Store

LARGE = """
SELECT range AS transaction_id, 'C1' AS customer_id, TIMESTAMP '2024-02-01' AS occurred_at, 1 AS revenue,
       md5(CAST(range AS VARCHAR)) || md5(CAST(-range AS VARCHAR)) AS category
FROM range(300000)
"""


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def harden(kind: str, store: Path) -> None:
    if kind == "limited":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * 2**20, resource.RLIM_INFINITY))
    if kind == "read-only":
        mount("--bind", str(store), str(store))
        mount("-o", "remount,ro,bind", str(store))


def main(kind: str, folder: Path) -> dict[str, Any]:
    store = folder / "store"
    store.mkdir(parents=True)
    if kind == "full":
        mount("-t", "tmpfs", "-o", "size=16m", "tmpfs", str(store))
    load(good_source(folder / "first"), store)
    before, files = Store(store).current_id(), tree(store)
    large = write_source(folder / "large")
    (large / "transactions.sql").write_text(LARGE)
    harden(kind, store)
    try:
        load(large, store)
    except WorkbenchError as error:
        told = {"what": error.what, "where": error.where, "value": error.value, "code": error.exit_code}
    with Snapshot.open(store) as snapshot:
        rows = int(snapshot.sql("SELECT count(*) AS rows FROM transactions")["rows"].item())
    same = (Store(store).current_id(), tree(store)) == (before, files)
    if kind != "read-only":
        load(write_source(folder / "small", customers=[{"customer_id": "C9"}]), store)
    return {**told, "rows": rows, "same": same, "after": rows_of(store, "SELECT count(*) FROM customers")[0][0]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
