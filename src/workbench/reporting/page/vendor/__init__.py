"""plotly.js as it goes into a page: the bundle with cartesian charts only, a third of the whole.

plotly.py carries all of plotly.js, maps and 3D included, which would be two thirds of a
report. Here lies the smaller bundle of the same version, packed; ``bundle.json`` says which.
``make vendor`` fetches it again after plotly was upgraded, and a test says when that is due.
"""

import gzip
import hashlib
import json
from functools import cache
from importlib import resources
from typing import NamedTuple

from plotly.offline import get_plotlyjs_version

from workbench.errors import WorkbenchError

PACKAGE = "plotly.js-cartesian-dist-min"
SCRIPT = "plotly-cartesian.min.js"
PACKED = f"{SCRIPT}.gz"
FACTS = "bundle.json"


class Bundle(NamedTuple):
    """What is vendored.

    Args:
        name: the npm package.
        version: its version, that of the plotly.js which plotly.py carries.
        integrity: the hash of the package as npm writes it.
        sha256: the hash of the script, unpacked.
    """

    name: str
    version: str
    integrity: str
    sha256: str


def bundle() -> Bundle:
    """What is vendored, from ``bundle.json``."""
    return Bundle(**json.loads(_folder().joinpath(FACTS).read_text(encoding="utf-8")))


@cache
def packed() -> bytes:
    """The script as gzip.

    Raises WorkbenchError if it is not the script that was vendored, or if the installed plotly
    draws for another generation of plotly.js.
    """
    facts, content = bundle(), _folder().joinpath(PACKED).read_bytes()
    require_generation(facts.version, get_plotlyjs_version())
    if hashlib.sha256(gzip.decompress(content)).hexdigest() != facts.sha256:
        raise WorkbenchError(
            "plotly.js in this package is not the one that was vendored", where=PACKED, do="install the workbench again"
        )
    return content


def require_generation(vendored: str, installed: str) -> None:
    """Refuse to draw figures of one major version of plotly.js with another.

    >>> require_generation("4.1.1", "4.2.0")
    """
    if vendored.split(".")[0] != installed.split(".")[0]:
        raise WorkbenchError(
            "the plotly that is installed has outrun the plotly.js that goes into reports",
            where=f"{PACKAGE} {vendored}",
            value=f"plotly.js {installed}",
            do="fetch its bundle by `make vendor`, or install the versions of requirements.lock",
        )


def _folder() -> resources.abc.Traversable:
    return resources.files(__name__)
