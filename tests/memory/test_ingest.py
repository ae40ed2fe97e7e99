"""Loads from end to end: what is published, what is refused, what stays."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_source import CUSTOMERS, TRANSACTIONS, good_source, load, rejected, rows_of, tree, write_source

from workbench.errors import BadParameter, NotReady
from workbench.memory import refusal
from workbench.memory.load_report import summary
from workbench.memory.schema import TABLES
from workbench.memory.store import Store


def test_a_load_makes_all_ten_tables_and_the_books(tmp_path: Path) -> None:
    report = load(good_source(tmp_path / "source"), tmp_path / "store")
    tables = rows_of(tmp_path / "store", "SELECT table_name FROM information_schema.tables ORDER BY 1")
    assert {name for (name,) in tables} == {*TABLES, "quarantine", "corrections", "loads"}
    assert report.is_new
    assert [(load.table, load.rows, load.appended, load.rejected) for load in report.tables] == [
        ("customers", 3, 3, 0),
        ("transactions", 3, 3, 0),
    ]
    loads = rows_of(tmp_path / "store", "SELECT load_id, table_name, accepted, appended FROM loads ORDER BY table_name")
    assert loads == [(report.snapshot, "customers", 3, 3), (report.snapshot, "transactions", 3, 3)]


def test_loading_the_same_source_again_keeps_the_snapshot(tmp_path: Path) -> None:
    source, store = good_source(tmp_path / "source"), tmp_path / "store"
    first = load(source, store)
    before = tree(store)
    again = load(source, store)
    assert (again.snapshot, again.is_new) == (first.snapshot, False)
    assert [load.unchanged for load in again.tables] == [3, 3]
    assert tree(store) == before
    anew = load(source, store, replace=True)
    assert (anew.snapshot, anew.is_new) == (first.snapshot, False)
    assert "Nothing new" in summary(again)


def test_the_order_of_rows_does_not_change_the_content(tmp_path: Path) -> None:
    load(good_source(tmp_path / "one"), tmp_path / "a")
    turned = write_source(tmp_path / "two", customers=CUSTOMERS[::-1], transactions=TRANSACTIONS[::-1])
    load(turned, tmp_path / "b")
    one, two = (Store(tmp_path / name).current() for name in "ab")
    assert (one.content_hash, one.table_hashes) == (two.content_hash, two.table_hashes)


def test_a_months_files_are_added_and_corrections_are_kept_with_the_snapshot(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = load(good_source(tmp_path / "2024-03"), store)
    new = {**TRANSACTIONS[0], "transaction_id": "T4", "occurred_at": "2024-04-02 09:00:00"}
    corrected = {**TRANSACTIONS[1], "revenue": "21"}
    second = load(write_source(tmp_path / "2024-04", transactions=[TRANSACTIONS[0], corrected, new]), store)
    (table,) = second.tables
    assert (table.appended, table.unchanged, table.corrected) == (1, 1, 1)
    meta = Store(store).current()
    assert (meta.id, meta.parent, meta.rows["transactions"]) == (second.snapshot, first.snapshot, 4)
    assert meta.data_to == dt.date(2024, 4, 2)
    assert rows_of(store, "SELECT * FROM corrections") == [
        ("transactions", "T2", "revenue", "20.000000", "21.000000", second.snapshot)
    ]
    assert rows_of(store, "SELECT CAST(sum(revenue) AS VARCHAR) FROM transactions") == [("43.000000",)]


def test_a_column_that_a_file_lacks_stays_as_it_is_in_rows_that_are_known(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(good_source(tmp_path / "first"), store)
    partial = [{"customer_id": "C1", "gender": "f"}, {"customer_id": "C9", "gender": "m"}]
    report = load(write_source(tmp_path / "second", customers=partial), store)
    assert (report.tables[0].corrected, report.tables[0].appended) == (1, 1)
    found = rows_of(store, "SELECT customer_id, region, gender FROM customers WHERE gender IS NOT NULL ORDER BY 1")
    assert found == [("C1", "North", "f"), ("C9", None, "m")]
    assert rows_of(store, "SELECT column_name, old_value, new_value FROM corrections") == [("gender", None, "f")]
    assert not load(tmp_path / "second", store).is_new


def test_a_load_that_starts_anew_gets_over_a_damaged_snapshot(tmp_path: Path) -> None:
    source, store = good_source(tmp_path / "source"), Store(tmp_path / "store")
    load(source, store.folder)
    damaged = store.current_id()
    store.meta_file(damaged).write_text("{}")
    with pytest.raises(BadParameter, match="damaged") as caught:
        load(source, store.folder)
    assert "--replace" in caught.value.do
    assert load(source, store.folder, replace=True).is_new
    assert store.current().id > damaged


def test_the_snapshot_before_is_still_there_and_unchanged(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = load(good_source(tmp_path / "one"), store.folder).snapshot
    content = store.snapshot_file(first).read_bytes()
    load(write_source(tmp_path / "two", customers=[{"customer_id": "C9"}]), store.folder)
    assert [meta.id for meta in store.snapshots()] == [first, store.current_id()]
    assert store.snapshot_file(first).read_bytes() == content


def test_replace_starts_anew(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(good_source(tmp_path / "one"), store)
    load(write_source(tmp_path / "two", customers=[{"customer_id": "C9"}]), store, replace=True)
    meta = Store(store).current()
    assert (meta.parent, meta.rows["customers"], meta.rows["transactions"]) == ("", 1, 0)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), unique=True, max_size=4), min_size=1, max_size=3))
def test_loading_any_months_twice_gives_the_tables_of_loading_them_once(
    tmp_path_factory: pytest.TempPathFactory, months: list[list[int]]
) -> None:
    folder = tmp_path_factory.mktemp("months")
    base = good_source(folder / "base")
    sources = [
        write_source(
            folder / str(number), transactions=[{**TRANSACTIONS[0], "transaction_id": f"N{key}"} for key in keys]
        )
        for number, keys in enumerate(months)
        if keys
    ]
    for source in (base, *sources):
        load(source, folder / "once")
    for source in (base, *sources, base, *sources):
        load(source, folder / "twice")
    once, twice = (Store(folder / name).current() for name in ("once", "twice"))
    assert (once.table_hashes, once.rows) == (twice.table_hashes, twice.rows)


likely = st.sampled_from(["", "C1", "C3", "C9", "2024-03-01", "2024-03-01 08:00", "1", "-2.5", "1,5", " 7 "])
cells = likely | st.text(st.characters(codec="utf-8"), max_size=12)
tuples = st.lists(st.tuples(cells, cells, cells, cells, cells), min_size=1, max_size=8)


@settings(max_examples=8, deadline=None)
@given(tuples)
def test_no_row_is_lost_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    columns = ("transaction_id", "customer_id", "occurred_at", "revenue", "category")
    transactions = [dict(zip(columns, row, strict=True)) for row in rows]
    source = write_source(folder / "source", customers=CUSTOMERS, transactions=transactions)
    report = load(source, folder / "store", max_rejected=1)
    taken = report.tables[1]
    assert taken.rows == len(rows) == taken.accepted + taken.rejected
    assert taken.accepted == taken.appended == Store(folder / "store").current().rows["transactions"]
    assert len({row for _, row, _, _ in rejected(folder / "store")}) == taken.rejected


def test_too_many_rejected_rows_refuse_the_load_and_leave_the_store_as_it_was(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(good_source(tmp_path / "good"), store)
    before = tree(store)
    wrong = [{**TRANSACTIONS[0], "transaction_id": f"N{n}", "revenue": "12,50"} for n in range(2)]
    bad = write_source(tmp_path / "bad", transactions=[*TRANSACTIONS, *wrong])
    with pytest.raises(NotReady, match="the load is refused: 2 of 5 rows") as caught:
        load(bad, store)
    assert (
        "transactions.revenue: a decimal comma: write 1234.50 (2 rows, such as row 4 with '12,50')" in caught.value.what
    )
    assert "40.00% of the rows, at most 1.00%" in caught.value.value
    assert "--max-rejected" in caught.value.do
    (refused,) = tree(store) - before
    assert caught.value.where == str((store / refused).parent)
    with (store / refused).open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert written == [
        ["source_file", "row_number", "column_name", "value", "reason"],
        ["bad/transactions.csv", "4", "revenue", "12,50", "a decimal comma: write 1234.50"],
        ["bad/transactions.csv", "5", "revenue", "12,50", "a decimal comma: write 1234.50"],
    ]


def test_a_load_with_few_rejected_rows_is_accepted_and_says_so(tmp_path: Path) -> None:
    wrong = {**TRANSACTIONS[0], "transaction_id": "N", "revenue": "12,50"}
    source = write_source(tmp_path / "source", customers=CUSTOMERS, transactions=[*TRANSACTIONS, wrong])
    report = load(source, tmp_path / "store", max_rejected=0.2)
    assert report.rejected == Store(tmp_path / "store").current().rejected == 1
    assert "a decimal comma: write 1234.50 (1 row, row 4 with '12,50')" in summary(report)
    found = rows_of(tmp_path / "store", "SELECT * FROM quarantine")
    file, reason = "source/transactions.csv", "a decimal comma: write 1234.50"
    assert found == [("transactions", file, 4, "revenue", "12,50", reason, report.snapshot)]


def test_the_same_rejected_rows_are_not_kept_twice_but_new_ones_are(tmp_path: Path) -> None:
    store = tmp_path / "store"
    wrong = {**TRANSACTIONS[0], "transaction_id": "N", "revenue": "12,50"}
    source = write_source(tmp_path / "source", customers=CUSTOMERS, transactions=[*TRANSACTIONS, wrong])
    load(source, store, max_rejected=1)
    assert not load(source, store, max_rejected=1).is_new
    write_source(source, transactions=[*TRANSACTIONS, wrong, {**wrong, "revenue": "a lot"}])
    assert load(source, store, max_rejected=1).is_new
    assert len(rejected(store)) == 2


def test_a_refusal_lists_rows_that_lie_in_quarantine_already(tmp_path: Path) -> None:
    store = tmp_path / "store"
    formula = {**TRANSACTIONS[0], "transaction_id": "N", "revenue": "=1+1"}
    source = write_source(tmp_path / "source", customers=CUSTOMERS, transactions=[*TRANSACTIONS, formula])
    load(source, store, max_rejected=1)
    with pytest.raises(NotReady) as caught:
        load(source, store)
    written = (Path(caught.value.where) / "transactions.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[1].startswith("source/transactions.csv,4,revenue,'=1+1,")


def test_only_the_newest_refusals_are_kept(tmp_path: Path) -> None:
    for name in range(refusal.KEPT + 3):
        (tmp_path / "store" / "refused" / f"2024010{name}T000000.000000Z").mkdir(parents=True)
    wrong = write_source(tmp_path / "source", customers=[*CUSTOMERS, CUSTOMERS[0]])
    with pytest.raises(NotReady, match="the same key as an earlier row") as caught:
        load(wrong, tmp_path / "store")
    kept = sorted((tmp_path / "store" / "refused").iterdir())
    assert len(kept) == refusal.KEPT
    assert str(kept[-1]) == caught.value.where


def test_a_table_that_loses_more_than_half_is_refused_however_small_it_is(tmp_path: Path) -> None:
    customers = [{"customer_id": f"C{n}"} for n in range(1, 1001)]
    events = [{"customer_id": f"C{n}", "occurred_on": "01.02.2024", "kind": "move"} for n in (1, 2)]
    source = write_source(tmp_path / "source", customers=customers, life_events=events)
    with pytest.raises(NotReady, match="2 of 1,002 rows"):
        load(source, tmp_path / "store")
    write_source(source, life_events=[events[0], {**events[1], "occurred_on": "2024-02-01"}])
    assert load(source, tmp_path / "store").rejected == 1


def test_what_a_source_declares_uncounted_is_quarantined_but_does_not_refuse_it(tmp_path: Path) -> None:
    anonymous = [{**TRANSACTIONS[0], "transaction_id": f"N{n}", "customer_id": ""} for n in range(9)]
    source = write_source(tmp_path / "source", customers=CUSTOMERS, transactions=[*TRANSACTIONS, *anonymous])
    with pytest.raises(NotReady):
        load(source, tmp_path / "store")
    (source / "source.toml").write_text('[source]\nuncounted = ["transactions.customer_id: missing"]\n')
    report = load(source, tmp_path / "store")
    assert report.rejected == 9
    anonymous[0]["revenue"] = "12 €"
    write_source(source, transactions=[*TRANSACTIONS, *anonymous])
    with pytest.raises(NotReady, match="1 of 15 rows"):
        load(source, tmp_path / "store")


def test_without_customers_nothing_is_loaded(tmp_path: Path) -> None:
    source = write_source(tmp_path / "source", transactions=TRANSACTIONS)
    with pytest.raises(NotReady, match="there are no customers") as caught:
        load(source, tmp_path / "store")
    assert "customers.csv" in caught.value.do
    wrong = write_source(tmp_path / "wrong", customers=[{"customer_id": "C1", "acquired_on": "1.2.2024"}])
    with pytest.raises(NotReady, match=r"there are no customers.*\n  - customers.acquired_on: not a day"):
        load(wrong, tmp_path / "store")
    assert tree(tmp_path / "store") == set()


def test_a_file_with_a_header_only_is_fine_and_said(tmp_path: Path) -> None:
    source = good_source(tmp_path / "source")
    (source / "feedback.csv").write_text("feedback_id,customer_id,posted_at,source,text\n")
    report = load(source, tmp_path / "store")
    assert "Without a single row: source/feedback.csv." in summary(report)
    assert Store(tmp_path / "store").current().rows["feedback"] == 0


def test_hostile_texts_are_plain_texts(tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    feedback = {"feedback_id": "F1", "customer_id": "C1", "posted_at": "2024-04-01", "source": "review", "text": script}
    source = write_source(
        tmp_path / "source",
        customers=[{**CUSTOMERS[0], "region": script}],
        transactions=[{**TRANSACTIONS[0], "category": script}],
        feedback=[feedback],
    )
    assert load(source, tmp_path / "store").rejected == 0
    found = rows_of(tmp_path / "store", "SELECT region, category, text FROM customers, transactions, feedback")
    assert found == [(script, script, script)]


def test_a_text_may_be_twenty_thousand_characters_but_not_a_million(tmp_path: Path) -> None:
    feedback = {"customer_id": "C1", "posted_at": "2024-04-01", "source": "review"}
    rows = [
        {**feedback, "feedback_id": n, "text": "x" * length} for n, length in enumerate((20_000, 20_001, 1_000_000))
    ]
    source = write_source(tmp_path / "source", customers=CUSTOMERS, feedback=rows)
    load(source, tmp_path / "store", max_rejected=1)
    reason = "longer than 20,000 characters"
    assert rejected(tmp_path / "store") == {("feedback", row, "text", reason) for row in (2, 3)}


def test_a_day_declared_is_kept_when_later_files_do_not_reach_it(tmp_path: Path) -> None:
    source = good_source(tmp_path / "source")
    (source / "source.toml").write_text("[source]\ndata_to = 2024-04-30\n")
    load(source, tmp_path / "store")
    load(write_source(tmp_path / "second", customers=[{"customer_id": "C9"}]), tmp_path / "store")
    assert Store(tmp_path / "store").current().data_to == dt.date(2024, 4, 30)
    (source / "source.toml").write_text("[source]\ndata_to = 2024-05-31\n")
    assert load(source, tmp_path / "store").is_new
    assert Store(tmp_path / "store").current().data_to == dt.date(2024, 5, 31)


def test_each_step_is_told(tmp_path: Path) -> None:
    steps: list[str] = []
    load(good_source(tmp_path / "source"), tmp_path / "store", say=steps.append)
    assert steps[:4] == ["reading customers.csv", "checking customers", "adding customers", "reading transactions.csv"]
    assert steps[-3:] == ["describing the content", "writing the snapshot", "publishing"]
