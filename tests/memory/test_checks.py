"""Every way a row can break the contract, and the reason it is given."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_source import CUSTOMERS, TRANSACTIONS, Rows, load, rejected, rows_of, write_source

from workbench.memory.checks import cells
from workbench.memory.schema import TABLES, Column, Type

TODAY = "DATE '2026-09-30'"
A_COMMA, DECIMAL_COMMA = "a comma in a number: write 1234.50", "a decimal comma: write 1234.50"
A_UNIT = "more than a number: write 12.50, without currency or unit"
NO_NUMBER = "not a number: write one such as 12.50"
NO_DAY, NO_MOMENT = "not a day: write YYYY-MM-DD", "not a time: write YYYY-MM-DD HH:MM:SS"


ENGINE = duckdb.connect()


def judged(column: Column, text: str | None) -> tuple[Any, str | None]:
    """The typed value and the reason of one staged cell."""
    value, reason = cells.value(column), cells.reason(column, TODAY)
    staged = f"(SELECT $1 AS {column.name})"
    row = ENGINE.execute(f"SELECT CAST({value} AS VARCHAR), {reason} FROM {staged}", [text]).fetchone()
    assert row is not None
    return row[0], row[1]


def column(type: Type, **contract: Any) -> Column:
    return Column("c", type, "a column", **contract)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("number", "12", "12.000000"),
        ("number", "-0.5", "-0.500000"),
        ("number", "+.5", "0.500000"),
        ("number", "1.2e3", "1200.000000"),
        ("number", "0.30000000000000004", "0.300000"),
        ("integer", "1980", "1980"),
        ("integer", "1980.0", "1980"),
        ("boolean", "TRUE", "true"),
        ("boolean", "yes", "true"),
        ("boolean", "0", "false"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29 00:00:00", "2024-02-29"),
        ("date", "2026-09-30", "2026-09-30"),
        ("date", "1900-01-01", "1900-01-01"),
        ("timestamp", "2024-02-29", "2024-02-29 00:00:00"),
        ("timestamp", "2024-02-29 08:05", "2024-02-29 08:05:00"),
        ("timestamp", "2024-02-29T08:05:01.25", "2024-02-29 08:05:01.25"),
        ("timestamp", "2024-02-29 08:05:01.123456789", "2024-02-29 08:05:01.123456"),
        ("timestamp", "2024-02-29T08:05:00Z", "2024-02-29 08:05:00"),
        ("timestamp", "2024-02-29 08:05:00+00", "2024-02-29 08:05:00"),
        ("timestamp", "2026-09-30 23:59:59", "2026-09-30 23:59:59"),
        ("text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("text", "中国 'quoted'; --", "中国 'quoted'; --"),
    ],
)
def test_a_value_that_keeps_the_contract_is_read(type: Type, text: str, value: str) -> None:
    assert judged(column(type, minimum=-1e11, maximum=1e11), text) == (value, None)


@pytest.mark.parametrize(
    ("type", "text", "reason"),
    [
        ("number", "1,234.50", A_COMMA),
        ("number", "1,234", A_COMMA),
        ("number", "1234,50", DECIMAL_COMMA),
        ("number", "1.234,50", DECIMAL_COMMA),
        ("number", "12 €", A_UNIT),
        ("number", "$12", A_UNIT),
        ("number", "1_000", A_UNIT),
        ("number", "1e", A_UNIT),
        ("number", "twelve", NO_NUMBER),
        ("number", "nan", NO_NUMBER),
        ("number", "inf", NO_NUMBER),
        ("number", "-", NO_NUMBER),
        ("number", "1e12", "above 1e+11"),
        ("number", "1e999", "above 1e+11"),
        ("number", "-100000000000.01", "below -1e+11"),
        ("integer", "1980.5", "not a whole number"),
        ("integer", "1e3", "not a whole number"),
        ("integer", "123456789012345678901", "not a whole number"),
        ("boolean", "ja", "neither true nor false: write one of them"),
        ("boolean", "2", "neither true nor false: write one of them"),
        ("date", "29.02.2024", NO_DAY),
        ("date", "2024/02/29", NO_DAY),
        ("date", "02/29/2024", NO_DAY),
        ("date", "20240229", NO_DAY),
        ("date", "24-02-29", NO_DAY),
        ("date", "infinity", NO_DAY),
        ("date", "2024-02-29 08:05:00", "a day with a time: write YYYY-MM-DD"),
        ("date", "2023-02-29", "no day of the calendar: write YYYY-MM-DD"),
        ("date", "2024-13-01", "no day of the calendar: write YYYY-MM-DD"),
        ("date", "1899-12-31", "before 1900"),
        ("date", "2026-10-01", "in the future"),
        ("date", "2099-01-01", "in the future"),
        ("timestamp", "29.02.2024 08:05", NO_MOMENT),
        ("timestamp", "1709193900", NO_MOMENT),
        ("timestamp", "2024-02-29 8:05", NO_MOMENT),
        ("timestamp", "2024-02-29 08:05:00+02", "a time with an offset: write it in UTC, without one"),
        ("timestamp", "2024-02-29T08:05:00-05:00", "a time with an offset: write it in UTC, without one"),
        ("timestamp", "2024-02-29 25:05:00", "no time of the calendar: write YYYY-MM-DD HH:MM:SS"),
        ("timestamp", "2026-10-01 00:00:00", "in the future"),
        ("timestamp", "1492-10-12 06:00:00", "before 1900"),
        ("text", "x" * 201, "longer than 200 characters"),
        ("text", "a\x00b", "a NUL character: remove it"),
    ],
)
def test_a_value_that_breaks_the_contract_is_told_why(type: Type, text: str, reason: str) -> None:
    assert judged(column(type, minimum=-1e11, maximum=1e11), text)[1] == reason


@pytest.mark.parametrize("type", ["text", "integer", "number", "boolean", "date", "timestamp"])
def test_a_missing_value_is_a_fault_only_where_one_is_required(type: Type) -> None:
    assert judged(column(type, required=True), None)[1] == cells.MISSING
    assert judged(column(type), None) == (None, None)


def test_a_closed_set_of_choices_is_named_in_the_reason() -> None:
    kind = TABLES["activity_costs"].column("kind")
    assert judged(kind, "service")[1] is None
    assert judged(kind, "Service")[1] == "not one of acquisition, retention, service, marketing"


def test_an_end_may_lie_in_the_future_if_the_schema_says_so() -> None:
    assert judged(TABLES["contracts"].column("ended_on"), "2030-01-01") == ("2030-01-01", None)


def test_every_column_of_the_schema_has_a_value_and_a_reason_the_engine_understands() -> None:
    for table in TABLES.values():
        for each in table.columns:
            assert judged(each, "x" * 30_000)[1] is not None, (table.name, each.name)
            assert judged(each, None)[1] == (cells.MISSING if each.required else None)


def faults(folder: Path, **tables: Rows) -> set[tuple[Any, ...]]:
    """What is rejected of customers, transactions and the tables given."""
    source = write_source(folder / "source", **{"customers": CUSTOMERS, "transactions": TRANSACTIONS, **tables})
    load(source, folder / "store", max_rejected=1)
    return rejected(folder / "store")


def test_the_first_row_of_a_key_wins_and_the_others_are_told(tmp_path: Path) -> None:
    again = {**TRANSACTIONS[0], "revenue": "99"}
    found = faults(tmp_path, transactions=[*TRANSACTIONS, again, TRANSACTIONS[1]])
    assert found == {("transactions", row, "transaction_id", "the same key as an earlier row") for row in (4, 5)}
    assert rows_of(tmp_path / "store", "SELECT CAST(sum(revenue) AS VARCHAR) FROM transactions") == [("29.500000",)]


def test_a_rejected_row_does_not_take_the_place_of_a_sound_one_with_the_same_key(tmp_path: Path) -> None:
    wrong = {**TRANSACTIONS[0], "revenue": "12,5"}
    assert faults(tmp_path, transactions=[wrong, *TRANSACTIONS]) == {("transactions", 1, "revenue", DECIMAL_COMMA)}
    assert rows_of(tmp_path / "store", "SELECT count(*) FROM transactions") == [(3,)]


def test_a_row_of_an_unknown_or_a_rejected_customer_is_rejected(tmp_path: Path) -> None:
    customers = [CUSTOMERS[0], {**CUSTOMERS[1], "acquired_on": "01.02.2024"}]
    stranger = {**TRANSACTIONS[0], "transaction_id": "T9", "customer_id": "C9"}
    assert faults(tmp_path, customers=customers, transactions=[*TRANSACTIONS, stranger]) == {
        ("customers", 2, "acquired_on", NO_DAY),
        ("transactions", 3, "customer_id", "unknown customer"),
        ("transactions", 4, "customer_id", "unknown customer"),
    }


def test_a_customer_of_an_earlier_load_is_known(tmp_path: Path) -> None:
    load(write_source(tmp_path / "first", customers=CUSTOMERS), tmp_path / "store")
    load(write_source(tmp_path / "second", transactions=TRANSACTIONS), tmp_path / "store")
    assert rejected(tmp_path / "store") == set()
    assert rows_of(tmp_path / "store", "SELECT count(*) FROM transactions") == [(3,)]


def test_nobody_buys_before_being_acquired(tmp_path: Path) -> None:
    early = {**TRANSACTIONS[0], "transaction_id": "T9", "occurred_at": "2023-12-31 23:59:59"}
    same_day = {**TRANSACTIONS[0], "transaction_id": "T8", "occurred_at": "2024-01-01 00:00:00"}
    never_acquired = {**TRANSACTIONS[0], "transaction_id": "T7", "customer_id": "C3"}
    found = faults(tmp_path, transactions=[early, same_day, never_acquired])
    assert found == {("transactions", 1, "occurred_at", "before the customer was acquired")}


def test_a_purchase_in_2099_is_rejected(tmp_path: Path) -> None:
    late = {**TRANSACTIONS[0], "transaction_id": "T9", "occurred_at": "2099-01-01 00:00:00"}
    assert faults(tmp_path, transactions=[late]) == {("transactions", 1, "occurred_at", "in the future")}


def test_today_is_not_the_future(tmp_path: Path) -> None:
    today = {**TRANSACTIONS[0], "occurred_at": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")}
    assert faults(tmp_path, transactions=[today]) == set()


def test_two_date_formats_in_one_column_are_never_guessed(tmp_path: Path) -> None:
    rows = [{**TRANSACTIONS[0], "transaction_id": f"T{day}", "occurred_at": f"0{day}/02/2024"} for day in (1, 2)]
    assert faults(tmp_path, transactions=[*TRANSACTIONS, *rows]) == {
        ("transactions", 4, "occurred_at", NO_MOMENT),
        ("transactions", 5, "occurred_at", NO_MOMENT),
    }


def test_a_row_with_several_faults_is_told_all_of_them(tmp_path: Path) -> None:
    row = {"transaction_id": "", "customer_id": "C1", "occurred_at": "yesterday", "revenue": "12 €"}
    assert faults(tmp_path, transactions=[*TRANSACTIONS, row]) == {
        ("transactions", 4, "transaction_id", "missing"),
        ("transactions", 4, "occurred_at", NO_MOMENT),
        ("transactions", 4, "revenue", A_UNIT),
    }


def test_a_contract_ends_after_it_starts(tmp_path: Path) -> None:
    contract = {"contract_id": "K1", "customer_id": "C1", "started_on": "2024-03-01", "monthly_revenue": "10"}
    contracts = [
        {**contract, "ended_on": ""},
        {**contract, "contract_id": "K2", "ended_on": "2024-03-01"},
        {**contract, "contract_id": "K3", "ended_on": "2024-02-29"},
    ]
    assert faults(tmp_path, contracts=contracts) == {("contracts", 3, "ended_on", "ends before it starts")}


ITEM = {"item": "q1", "construct": "satisfaction", "kind": "perception", "scale_min": 1, "scale_max": 10}
ITEMS: Rows = ({**ITEM, "reversed": "no", "not_applicable": 99},)
ANSWER = {"response_id": "R1", "customer_id": "C1", "answered_at": "2024-04-01", "item": "q1", "score": "7"}


@pytest.mark.parametrize("score", ["1", "10", "5.5", "99", ""])
def test_an_answer_lies_on_the_scale_or_is_not_applicable_or_skipped(tmp_path: Path, score: str) -> None:
    assert faults(tmp_path, survey_items=ITEMS, survey_responses=[{**ANSWER, "score": score}]) == set()


@pytest.mark.parametrize("score", ["0", "11", "98"])
def test_an_answer_off_the_scale_is_rejected(tmp_path: Path, score: str) -> None:
    found = faults(
        tmp_path, survey_items=ITEMS, survey_responses=[ANSWER, {**ANSWER, "response_id": 2, "score": score}]
    )
    assert found == {("survey_responses", 2, "score", "outside the item's scale")}


@pytest.mark.parametrize("weight", ["", "0", "0.25", "40"])
def test_a_weight_is_missing_or_not_negative(tmp_path: Path, weight: str) -> None:
    assert faults(tmp_path, survey_items=ITEMS, survey_responses=[{**ANSWER, "weight": weight}]) == set()


@pytest.mark.parametrize(
    ("weight", "reason"),
    [
        ("-0.5", "below 0"),
        ("nan", NO_NUMBER),
        ("inf", NO_NUMBER),
        ("1e7", "above 1e+06"),
        ("0,5", "a decimal comma: write 1234.50"),
    ],
)
def test_a_weight_that_is_none_is_rejected_with_its_answer(tmp_path: Path, weight: str, reason: str) -> None:
    answers = [{**ANSWER, "weight": "1"}, {**ANSWER, "response_id": 2, "weight": weight}]
    found = faults(tmp_path, survey_items=ITEMS, survey_responses=answers)
    assert found == {("survey_responses", 2, "weight", reason)}


def test_a_level_and_an_object_are_ones_the_schema_names_or_empty(tmp_path: Path) -> None:
    items = [
        {**ITEMS[0], "level": "social", "object": "marketing"},
        {**ITEMS[0], "item": "q2", "level": "", "object": ""},
    ]
    wrong = {**ITEMS[0], "item": "q3", "level": "deep", "object": "service"}
    assert faults(tmp_path, survey_items=[*items, wrong]) == {
        ("survey_items", 3, "level", "not one of core, form, social"),
        ("survey_items", 3, "object", "not one of product, company, marketing"),
    }


def test_an_answer_to_an_unknown_question_is_rejected(tmp_path: Path) -> None:
    answers = [ANSWER, {**ANSWER, "item": "q2"}]
    found = faults(tmp_path, survey_items=ITEMS, survey_responses=answers)
    assert found == {("survey_responses", 2, "item", "unknown survey item")}


def test_a_scale_goes_up(tmp_path: Path) -> None:
    items = [*ITEMS, {**ITEMS[0], "item": "q2", "scale_max": 1}]
    found = faults(tmp_path, survey_items=items)
    assert found == {("survey_items", 2, "scale_max", "the highest answer is not above the lowest")}


def test_a_correction_that_rows_in_the_store_contradict_is_rejected(tmp_path: Path) -> None:
    assert faults(tmp_path, survey_items=ITEMS, survey_responses=[ANSWER]) == set()
    later = write_source(
        tmp_path / "second",
        customers=[{**CUSTOMERS[0], "acquired_on": "2024-01-06"}, {**CUSTOMERS[1], "acquired_on": "2024-01-31"}],
        survey_items=[{**ITEMS[0], "scale_max": 5}],
    )
    load(later, tmp_path / "store", max_rejected=1)
    assert rejected(tmp_path / "store") == {
        ("customers", 1, "acquired_on", "after a purchase or contract that the store holds"),
        ("survey_items", 1, "scale_max", "a scale that excludes answers the store holds"),
    }
    kept = rows_of(tmp_path / "store", "SELECT CAST(acquired_on AS VARCHAR) FROM customers ORDER BY customer_id")
    assert kept[:2] == [("2024-01-01",), ("2024-01-31",)]
