"""The parameters cell is the signature, and what is given is checked against it."""

from pathlib import Path

import pytest
from small_world import PARAMETERS, write_notebook

from workbench.errors import BadParameter
from workbench.reporting.notebooks.parameters import Parameter, Value, check, pairs, read, signature

OWN = PARAMETERS + '\nhorizon_months: int = 3  # months to look ahead\nregion: str = ""  # only this region'
KINDS = {
    "text": Parameter("text", "str", "", "any text"),
    "whole": Parameter("whole", "int", 1, "a count"),
    "share": Parameter("share", "float", 0.5, "a share"),
    "on": Parameter("on", "bool", False, "whether"),
}


def test_name_type_default_and_help_come_from_the_cell(tmp_path: Path) -> None:
    found = signature(write_notebook(tmp_path, "04_churn", parameters=OWN))
    assert list(found) == ["month", "store", "snapshot", "output", "horizon_months", "region"]
    assert found["horizon_months"] == Parameter("horizon_months", "int", 3, "months to look ahead")


def test_a_type_is_taken_from_the_default_when_the_cell_names_none(tmp_path: Path) -> None:
    assert (
        signature(write_notebook(tmp_path, "04_churn", parameters="level = 0.95  # of the interval"))["level"].type
        == "float"
    )


def test_none_as_default_leaves_every_number_to_be_asked_for(tmp_path: Path) -> None:
    line = "rate: float = None  # a fraction; None: the company's"
    rate = signature(write_notebook(tmp_path, "05_return", parameters=line))["rate"]
    assert rate == Parameter("rate", "float", None, "a fraction; None: the company's")
    assert read(rate, "0") == 0.0
    with pytest.raises(BadParameter, match="must be a number"):
        read(rate, "none")


@pytest.mark.parametrize(
    "line",
    ["when: date = None", "anything = None", "pairs: dict = {}", "several: list[str] = ['a']", "count: int = 'x'"],
)
def test_a_parameter_without_a_plain_type_is_the_notebooks_fault(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadParameter, match="no plain type"):
        signature(write_notebook(tmp_path, "04_churn", parameters=line))


@pytest.mark.parametrize("line", ["import os", "region: str = 'a = b'  # a text", "a, b = 1, 2"])
def test_a_line_that_papermill_would_skip_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadParameter, match="no parameter"):
        signature(write_notebook(tmp_path, "04_churn", parameters=f"{PARAMETERS}\n{line}"))


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("text", "0012", "0012"),
        ("text", "2026-09", "2026-09"),
        ("text", "", ""),
        ("whole", "12", 12),
        ("whole", -3, -3),
        ("share", "0.25", 0.25),
        ("share", 1, 1.0),
        ("on", "True", True),
        ("on", "false", False),
    ],
)
def test_a_value_is_read_as_the_declared_type(name: str, given: Value, value: Value) -> None:
    found = read(KINDS[name], given)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("whole", "12.5", "a whole number"),
        ("whole", "twelve", "a whole number"),
        ("whole", True, "a whole number"),
        ("whole", 1.0, "a whole number"),
        ("share", "nan", "a number"),
        ("share", "1,5", "a number"),
        ("on", "1", "true or false"),
        ("text", 12, "a text"),
    ],
)
def test_an_ill_typed_value_says_the_type_and_the_default(name: str, given: Value, words: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read(KINDS[name], given)
    assert f"must be {words}" in caught.value.what and "the default is" in caught.value.do


def test_an_unknown_parameter_names_the_choices_and_the_nearest() -> None:
    with pytest.raises(BadParameter) as caught:
        check({"shar": "1"}, {"01": {"share": KINDS["share"]}, "02": {"whole": KINDS["whole"]}})
    assert "did you mean 'share'" in caught.value.what
    assert "share (float): a share; whole (int): a count" in caught.value.do


def test_each_notebook_gets_what_it_declares() -> None:
    given = check({"share": "0.1"}, {"01": {"share": KINDS["share"]}, "02": {"whole": KINDS["whole"]}})
    assert given == {"01": {"share": 0.1}, "02": {}}


@pytest.mark.parametrize("text", ["month", "=x", "a b=1", "1a=2"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="name=value"):
        pairs([text])
