"""Fetch the bundle for the installed plotly by npm: ``make vendor``, or ``python -m workbench.reporting.page.vendor``.

npm checks the package against the hash of its registry; that hash and the script's own are
written down beside it.
"""

import gzip
import hashlib
import json
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from plotly.offline import get_plotlyjs_version

from workbench.reporting.page.vendor import FACTS, PACKAGE, PACKED, SCRIPT, Bundle


def fetch(version: str, into: Path) -> Bundle:
    """Put the bundle of a version, its licence and its hashes into a folder."""
    with TemporaryDirectory() as folder:
        words = ["npm", "pack", "--json", f"{PACKAGE}@{version}"]
        answer = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout
        (about,) = json.loads(answer)
        with tarfile.open(Path(folder) / about["filename"]) as archive:
            archive.extractall(folder, filter="data")
        script = (Path(folder) / "package" / SCRIPT).read_bytes()
        licence = (Path(folder) / "package" / "LICENSE").read_bytes()
    found = Bundle(about["name"], about["version"], about["integrity"], hashlib.sha256(script).hexdigest())
    (into / PACKED).write_bytes(gzip.compress(script, compresslevel=9, mtime=0))
    (into / "LICENSE").write_bytes(licence)
    (into / FACTS).write_text(json.dumps(found._asdict(), indent=2) + "\n", encoding="utf-8")
    return found


if __name__ == "__main__":
    fetch(get_plotlyjs_version(), Path(__file__).parent)
