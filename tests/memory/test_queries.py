"""The library: headers tell the truth, queries are made of each other, parameters are checked."""

import datetime as dt

import pytest
from asking import AS_OF, ask, open_tables

from workbench.errors import BadParameter
from workbench.memory import queries

EVERY = (*queries.names(), *queries.part_names())


@pytest.fixture(scope="module")
def empty():
    with open_tables() as connection:
        yield connection


@pytest.mark.parametrize("name", EVERY)
def test_a_query_runs_on_empty_tables_and_gives_the_columns_of_its_header(empty, name):
    assert list(ask(empty, name).columns) == [given.name for given in queries.load(name).gives]


@pytest.mark.parametrize("name", EVERY)
def test_a_header_names_exactly_the_parameters_of_the_query(name):
    composed = queries.compose(name)
    assert {taken.name for taken in queries.load(name).takes} == set(composed.takes)
    named = frozenset().union(*(queries.load(part).named for part in (name, *parts_of(name))))
    assert named == set(composed.takes) | set(composed.sets)


@pytest.mark.parametrize("name", EVERY)
def test_a_header_says_what_a_row_is(name):
    assert queries.load(name).doc.startswith(("A row is ", "One row: "))
    assert queries.header(name)


def parts_of(name: str) -> set[str]:
    needs = queries.load(name).needs
    return set(needs).union(*(parts_of(need) for need in needs))


def test_every_part_is_used():
    assert set(queries.part_names()) == set().union(*(parts_of(name) for name in queries.names())) & set(
        queries.part_names()
    )


def test_a_header_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match=r"odd\.sql: months \(number of them\)"):
        queries.parse("odd", "-- A row is odd.\n-- takes:\n--   months (number of them)\nSELECT 1")


def test_an_entry_of_a_header_may_go_on_in_a_deeper_line():
    query = queries.parse("long", "-- A row.\n-- gives:\n--   n: a number that\n--       is long\nSELECT 1 AS n")
    assert query.gives == (queries.Given("n", "", "a number that is long"),)


def test_an_unknown_query_is_refused_with_the_choices():
    with pytest.raises(BadParameter, match="customer_features"):
        queries.load("customers_features")


def test_a_name_is_no_path():
    with pytest.raises(BadParameter):
        queries.load("../queries/coverage")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"month": 3}, "takes no such parameter"),
        ({"steps": "3"}, "wrong type"),
        ({"steps": True}, "wrong type"),
        ({"as_of": dt.datetime(2026, 3, 1, 12)}, "wrong type"),
        ({"as_of": "2026-03-01"}, "wrong type"),
    ],
)
def test_a_wrong_parameter_is_refused(empty, params, words):
    with pytest.raises(BadParameter, match=words):
        ask(empty, "state_steps", **params)


def test_a_missing_parameter_is_named():
    composed = queries.compose("receivables")
    with pytest.raises(BadParameter, match="as_of"):
        queries.bind("receivables", composed, {}, {})


def test_a_fixed_parameter_cannot_be_given(empty):
    with pytest.raises(BadParameter, match="takes no such parameter"):
        ask(empty, "customer_states", steps=3)


def test_only_named_parameters_are_bound():
    composed = queries.compose("receivables")
    assert queries.bind("receivables", composed, {}, {"as_of": AS_OF, "new_days": 90}) == {"as_of": AS_OF}
