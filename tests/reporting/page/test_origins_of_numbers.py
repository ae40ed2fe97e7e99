"""Every source that a chapter names is described where it is written: nobody opens a number and finds a bare name."""

import json
import re
from pathlib import Path

import pytest

from workbench.reporting.page import origins

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"""(?:\b(?:SOURCE|MODEL) = |\bsource ?= ?(?:[^\n"']*, )?|"source": )\\?["']([\w.]+)\\?["']""")


def sources() -> list[str]:
    """Every source named in a chapter of the package or in a notebook."""
    chapters = [path.read_text() for path in (ROOT / "src/workbench/show/chapters").rglob("*.py")]
    notebooks = [json.loads(path.read_text())["cells"] for path in (ROOT / "notebooks").glob("*.ipynb")]
    code = ["".join(cell["source"]) for cells in notebooks for cell in cells if cell["cell_type"] == "code"]
    return sorted({name for text in (*chapters, *code) for name in NAMED.findall(text)})


@pytest.mark.parametrize("name", sources())
def test_a_source_is_described_in_a_line(name: str) -> None:
    origin = origins.described(name)
    assert origin.about.endswith(".") and "\n" not in origin.about


def test_a_source_that_nobody_describes_is_only_named() -> None:
    assert origins.described("analysts.own").about == ""
    assert origins.described("own").about == ""


def test_each_source_of_a_report_is_listed_once() -> None:
    blocks = [{"source": "ledger"}, {"source": ""}, {"block": "note"}, {"source": "coverage"}, {"source": "ledger"}]
    assert [origin.name for origin in origins.of(blocks)] == ["coverage", "ledger"]
