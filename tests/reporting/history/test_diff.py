"""What differs between two closed months: figures, parameters, data, code."""

import json
import shutil
from typing import Any

import pandas as pd
import pytest
from conftest import World
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from workbench.cli import app
from workbench.memory.store import Store
from workbench.reporting.closing import publish
from workbench.reporting.history import diff, diff_words
from workbench.reporting.history.diff import Closed

ROW = {"chapter": "01_base", "kind": "kpi", "unit": "count", "row": ""}
OPPOSITE = {
    "changed": "changed",
    "appeared": "disappeared",
    "disappeared": "appeared",
    "withheld": "no longer withheld",
    "no longer withheld": "withheld",
}


def row(name: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {**ROW, "block": name, "name": name, "title": name.title(), "value": value, **more}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(row("any", 1.0))).astype({"value": float})


def month(name: str, *rows: dict[str, Any], **manifest: Any) -> Closed:
    return Closed({"month": name, "snapshot": "s1", **manifest}, frame(*rows))


def table(name: str, label: str, value: float | None, **more: Any) -> dict[str, Any]:
    return row(name if value is not None else "", value, kind="table", block="ledger", row=label, **more)


def states(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(one.row, one.name): one.state for one in diff.figures(frame(*before), frame(*after))}


def test_key_numbers_come_first_in_their_order_with_both_differences() -> None:
    before = [table("profit", "North", 2.0), row("answers", 5.0), row("roc", 0.1), row("customers", 100.0)]
    after = [table("profit", "North", 3.0), row("answers", 4.0), row("roc", 0.05), row("customers", 110.0)]
    found = diff.figures(frame(*before), frame(*after))
    assert [figure.name for figure in found] == ["customers", "roc", "answers", "profit"]
    assert [figure.is_key for figure in found] == [True, True, False, False]
    assert (found[0].absolute, found[0].relative) == (10.0, 0.1)
    assert found[1].relative == pytest.approx(-0.5)


def test_figures_appear_disappear_and_are_withheld() -> None:
    before = [row("old", 1.0), row("hidden", 1.0), row("shown", None), table("profit", "North", 1.0)]
    after = [row("new", 1.0), row("hidden", None), row("shown", 1.0), table("profit", "North", None)]
    assert states(before, after) == {
        ("", "new"): "appeared",
        ("", "shown"): "no longer withheld",
        ("", "old"): "disappeared",
        ("", "hidden"): "withheld",
        ("North", "profit"): "withheld",
    }


def test_figures_of_one_name_are_told_apart_by_their_place() -> None:
    assert states([row("x", 1.0), row("x", 2.0)], [row("x", 1.0), row("x", 2.0)]) == {}
    assert len(diff.figures(frame(row("x", 1.0), row("x", 2.0)), frame(row("x", 1.0), row("x", 3.0)))) == 1


def test_what_the_summary_repeats_is_not_told_twice() -> None:
    assert states([row("roc", 1.0, chapter="00_summary")], [row("roc", 2.0, chapter="00_summary")]) == {}


def test_a_change_from_nothing_has_no_relative_size() -> None:
    (found,) = diff.figures(frame(row("x", 0.0)), frame(row("x", 2.0)))
    assert (found.absolute, found.relative) == (2.0, None)


def test_parameters_data_and_code_are_compared_by_name() -> None:
    hashes = {"data": "d", "settings": "s" * 64, "notebook 01_base": "n" * 64, "python": "3.11", "parameters": "p"}
    common = {"versions": {"python": "3.11"}, "fingerprint": hashes}
    data = {"rows": {"customers": 1000}, "content_hash": "a" * 64, "rejected": 0}
    before = month("2026-08", **common, data=data, parameters={"months": "3"}, commit="c1")
    later = {"data": {**data, "rows": {"customers": 1100}}, "parameters": {}, "commit": "c1"}
    changed = {"fingerprint": {**hashes, "notebook 01_base": "m" * 64, "data": "e"}, "versions": {"python": "3.12"}}
    found = diff.diff(before, month("2026-09", **later, **changed))
    assert [(one.what, one.before, one.after) for one in found.data] == [("rows of customers", "1,000", "1,100")]
    assert [(one.what, one.before, one.after) for one in found.parameters] == [("months", "3", "")]
    assert [one.what for one in found.code] == ["python", "notebook 01_base"]


VALUES = st.one_of(st.none(), st.integers(-5, 5).map(float))
ROWS = st.lists(
    st.one_of(
        st.builds(row, st.sampled_from(["customers", "roc", "other"]), VALUES),
        st.builds(table, st.sampled_from(["profit", "people"]), st.sampled_from(["North", "South"]), VALUES),
    ),
    max_size=8,
)


@given(ROWS)
def test_a_month_does_not_differ_from_itself(rows: list[dict[str, Any]]) -> None:
    assert diff.diff(month("2026-09", *rows), month("2026-09", *rows)).is_empty


@given(ROWS, ROWS)
def test_swapped_months_differ_by_the_sign(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    def told(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> dict[Any, diff.Figure]:
        found = diff.figures(frame(*one), frame(*other))
        places: dict[tuple[str, ...], int] = {}
        return {
            (f.block, f.row, f.name, places.setdefault((f.block, f.row, f.name), 0), f.before, f.after): f
            for f in found
        }

    forth, back = told(before, after), told(after, before)
    assert len(forth) == len(back)
    for (*name, old, new), figure in forth.items():
        other = back[(*name, new, old)]
        assert other.state == OPPOSITE[figure.state]
        assert figure.absolute is None or other.absolute == -figure.absolute
        if figure.relative and other.relative:
            assert (figure.relative > 0) != (other.relative > 0)


def test_a_person_reads_key_numbers_and_how_many_cells_are_left_out() -> None:
    before = month("2026-08", row("customers", 100.0), table("profit", "North", 2.0))
    after = month("2026-09", row("customers", 90.0), table("profit", "North", 3.0), snapshot="s2")
    text = diff_words.in_words(diff.diff(before, after), "EUR")
    assert "Customers  100      90       −10         −10.0%" in text
    assert "Cells of tables and charts that differ too: 1; --all lists them." in text
    assert "Parameters: no difference." in text and "s1" in text and "s2" in text
    assert "01 ledger North, profit" in diff_words.in_words(diff.diff(before, after), "EUR", every=True)


def run(world: World, *words: str) -> Any:
    return CliRunner().invoke(app, ["diff", *words, "--store", str(world.store)])


def again(world: World, name: str) -> None:
    """The published month once more, under the name of another."""
    source, target = world.store / "memory" / "2026-09", world.store / "memory" / name
    shutil.copytree(source, target)
    manifest = {**publish.manifest(source), "month": name, "snapshot": "earlier"}
    (target / publish.MANIFEST).write_text(json.dumps(manifest))


def test_the_command_compares_closed_months_of_the_store(world: World) -> None:
    again(world, "2026-08")
    done = run(world, "2026-09")
    assert done.exit_code == 0, done.output
    assert "Key numbers: no difference." in done.output and "earlier" in done.output
    told = json.loads(run(world, "2026-08", "2026-09", "--json").output)
    assert told["figures"] == [] and told["data"][0]["before"] == "earlier"
    assert run(world, "2026-09", "2026-09").output == "Nothing differs between 2026-09 and 2026-09.\n"


def test_a_month_that_is_not_closed_is_said_kindly(world: World) -> None:
    done = run(world, "2026-09")
    assert done.exit_code == 3
    assert "this month is not closed" in done.stderr and "closed are: 2026-09" in done.stderr
    assert run(world, "soon").exit_code == 2 and run(world, "2026-07", "2026-08", "2026-09").exit_code == 2


def test_only_what_the_store_keeps_is_read(world: World) -> None:
    again(world, "2026-08")
    for path in world.out.rglob("*"):
        if path.is_file():
            path.unlink()
    assert run(world, "2026-09").exit_code == 0
    assert diff_words.between(Store(world.store), ["2026-09", "2026-09"]).is_empty
