"""The benchmark of the feature table, at a size that says nothing of speed: do both sides agree?"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_ours_and_pandas_find_the_same_and_each_peer_has_a_row() -> None:
    command = [sys.executable, "-m", "benchmarks.features", "300", "6000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["name"].split(": ")[1] for row in rows] == ["pandas", "bare group-by"]
    assert all(row["ours_s"] > 0 and row["ours_gb"] < 6 for row in rows)
