"""Chapter 05 on companies that nobody would wish for: a statement that foots, or a sentence that says why not."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from hostile_bases import BASES, store_of
from papermill.exceptions import PapermillExecutionError

from workbench.memory import open_month
from workbench.show.blocks import MIME

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "05_return_on_customer.ipynb"
FEWER = {"months_back": 1}  # to be quick
NO_TEXT = re.compile(r"\b[Nn]a[Nn]\b|\bNone\b(?! of)|\binf\b|n = 0\b|Traceback|– of it")
pytestmark = pytest.mark.slow

UNDEFINED = "a return is undefined here"
VALUED = {"usual", "refunds", "losses", "no acquisition costs", "cents", "doubled", "one outweighs", "contracts only"}
WHY = {
    "bought once": "neither profit nor loss after the month in which they were won",
    "nobody bought": "6 months with customers before its opening",
    "one customer": "too few customers before the opening for an interval",
    "one day": "all customers were lost before",
    "no margin": "neither profit nor loss after the month in which they were won",
    "two months": "6 months with customers before its opening",
}
RETURN_WITHHELD = {"refunds", "losses"}


@dataclass(frozen=True)
class Ran:
    """What the chapter says of a base."""

    blocks: dict[str, dict[str, Any]] = field(repr=False)
    streams: list[str]
    cash: float

    def why(self, name: str) -> str:
        """Why a number or a block is not shown; empty where it is."""
        block = self.blocks[name]
        told = block["why"] if block["block"] == "kpi" else block.get("text", "")
        return told if isinstance(told, str) else str(told["text"])

    def value(self, name: str) -> float:
        """A number that is shown."""
        return float(self.blocks[name]["value"])

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return list(self.blocks[name]["rows"])


def run(store: Path, folder: Path, **parameters: Any) -> Ran:
    """Run the chapter by papermill alone."""
    done = folder / "done.ipynb"
    given = {"store": str(store), **FEWER, **parameters}
    papermill.execute_notebook(NOTEBOOK, done, parameters=given, progress_bar=False)
    outputs = [each for cell in nbformat.read(done, 4).cells for each in cell.get("outputs", [])]
    found = [output.data[MIME] for output in outputs if MIME in output.get("data", {})]
    streams = [output.text for output in outputs if output.output_type == "stream"]
    seen = open_month(store=str(store))
    with seen.snapshot:
        booked = seen.query("cash_flow", start=(seen.month - 3).end)
    return Ran({block["name"]: block for block in found}, streams, float(booked["contribution"].astype(float).sum()))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of("usual", tmp_path_factory.mktemp("usual"))


@pytest.fixture(scope="module", params=BASES)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Ran]:
    folder = tmp_path_factory.mktemp("hostile")
    return request.param, run(store_of(request.param, folder), folder)


def texts(told: Any) -> Iterator[str]:
    """All texts of a block, however deep; and its numbers, which must be numbers."""
    if isinstance(told, dict):
        for each in told.values():
            yield from texts(each)
    elif isinstance(told, list):
        for each in told:
            yield from texts(each)
    elif isinstance(told, float):
        assert math.isfinite(told)
    elif isinstance(told, str):
        yield told


def test_nothing_is_printed_and_no_text_holds_a_number_that_is_none(ran: tuple[str, Ran]) -> None:
    _, found = ran
    assert found.streams == []
    assert [text for block in found.blocks.values() for text in texts(block) if NO_TEXT.search(text)] == []


def test_every_number_is_there_or_says_why_not(ran: tuple[str, Ran]) -> None:
    name, found = ran
    assert bool(found.why("customer_equity")) == (name in WHY)
    assert bool(found.why("roc")) == (name in WHY or name in RETURN_WITHHELD)
    for block in found.blocks.values():
        if block["block"] == "kpi":
            assert (block["value"] is None) == bool(block["why"]), block["name"]


def test_what_cannot_be_valued_says_why(ran: tuple[str, Ran]) -> None:
    name, found = ran
    if name in VALUED:
        assert (UNDEFINED in found.why("roc")) == (name in RETURN_WITHHELD)
        return
    assert WHY[name] in found.why("customer_equity") and WHY[name] in found.why("roc")
    assert found.blocks["equity_statement"]["block"] == "note"


def test_the_statement_foots_and_its_cash_is_what_was_booked(ran: tuple[str, Ran]) -> None:
    name, found = ran
    if name not in VALUED:
        return
    lines = found.rows("equity_statement_lines")
    for column in [column for column, value in lines[0].items() if isinstance(value, float)]:
        cents = [round(100 * line[column]) for line in lines]
        assert sum(cents[:-1]) == cents[-1], column
    cash = [round(100 * line["amount"]) for line in found.rows("cash_statement")]
    assert sum(cash[:-1]) == cash[-1] == round(100 * found.cash)


def test_what_the_reader_must_know_is_said(ran: tuple[str, Ran]) -> None:
    name, found = ran
    if name not in VALUED:
        return
    assert ("valued_by_states" in found.blocks) == (name == "contracts only")
    assert "costs_missing" not in found.blocks
    if name == "no acquisition costs":
        assert "this is gross" in found.why("new_customers")
    if name == "doubled":
        new = {line["line"]: line["amount"] for line in found.rows("equity_statement")}["new customers"]
        assert new > 0.3 * found.value("customer_equity")
    if name in ("refunds", "losses"):
        assert found.value("customer_equity") < 0
    if name == "one outweighs":  # with or without one customer it is another company
        equity = found.blocks["customer_equity"]
        assert equity["high"] - equity["low"] > equity["value"]


def test_cents_change_no_return(usual: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    ours = run(usual, tmp_path / "plain")
    theirs = run(store_of("cents", tmp_path), tmp_path)
    assert theirs.value("roc") == pytest.approx(ours.value("roc"), rel=1e-5)
    for money in ("customer_equity", "value_created"):
        assert theirs.value(money) == pytest.approx(100 * ours.value(money), rel=1e-5)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period_months": 1}, "over 1 month"),
        ({"period_months": 12, "horizon_months": 12}, "over 12 months"),
        ({"discount_rate": 0, "horizon_months": 12}, "over 3 months"),
        ({"annualised": True, "months_back": 0}, "over 3 months"),
        ({"leaving_per_point": -0.01, "spend_per_point": 0.02}, "over 3 months"),
    ],
)
def test_whatever_is_asked_it_foots(usual: Path, tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    found = run(usual, tmp_path, **asked)
    title = found.blocks["roc"]["title"]
    assert words in (title if isinstance(title, str) else title["text"])
    assert [text for block in found.blocks.values() for text in texts(block) if NO_TEXT.search(text)] == []
    cents = [round(100 * line["whole"]) for line in found.rows("equity_statement_lines")]
    assert sum(cents[:-1]) == cents[-1]
    unwind = {line["line"]: line["amount"] for line in found.rows("equity_statement")}["unwind of the discount"]
    assert (unwind == 0) == (asked.get("discount_rate") == 0)


@pytest.mark.parametrize("asked", [{"discount_rate": 0}, {"discount_rate": -0.1}, {"discount_rate": 1.5}])
def test_a_rate_that_ends_no_sum_or_is_no_fraction_is_refused(
    usual: Path, tmp_path: Path, asked: dict[str, Any]
) -> None:
    with pytest.raises(PapermillExecutionError, match="a discount rate is a fraction from 0 to below 1"):
        run(usual, tmp_path, **asked)
