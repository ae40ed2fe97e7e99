"""The plotly.js of reports is the one the installed plotly draws for, and the one its publisher published."""

import gzip
import hashlib
import re

import pytest
from plotly.offline import get_plotlyjs_version

from workbench.errors import WorkbenchError
from workbench.reporting.page import vendor


def test_the_bundle_has_the_version_of_the_installed_plotly() -> None:
    assert vendor.bundle().version == get_plotlyjs_version(), "plotly was upgraded: run `make vendor`"


def test_the_script_is_the_one_whose_hash_is_recorded_and_says_its_version() -> None:
    script = gzip.decompress(vendor.packed())
    assert hashlib.sha256(script).hexdigest() == vendor.bundle().sha256
    assert f"(cartesian - minified) v{vendor.bundle().version}".encode() in script[:200]
    assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", vendor.bundle().integrity)


def test_a_plotly_of_another_generation_is_refused_with_advice() -> None:
    with pytest.raises(WorkbenchError, match=r"has outrun(.|\n)*4\.1\.1(.|\n)*5\.0\.0(.|\n)*make vendor"):
        vendor.require_generation("4.1.1", "5.0.0")
