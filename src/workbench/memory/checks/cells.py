"""The contract of a single cell, as SQL made from the schema.

For each column two expressions over the staged text: its typed value, and the reason why
it breaks the contract, or NULL. Texts are never reinterpreted: a number has a point and no
separators, a day is written YYYY-MM-DD, and what is not is rejected with the way to write it.
"""

from workbench.memory.schema import SQL_TYPES, Column
from workbench.memory.workspace import literal

MISSING = "missing"

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_WHOLE = r"[+-]?\d{1,18}(\.0*)?"
_DAY = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_MIDNIGHT = r"([ T]00:00(:00(\.0+)?)?)?"
_UTC = r"(Z|\+00(:?00)?)?"
_OFFSET = r" ?[+-]\d{2}(:?\d{2})?"

_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no")

# A test over the staged column, and the reason (an SQL expression) given where it holds.
Test = tuple[str, str]


def value(column: Column) -> str:
    """The typed value of a staged column; NULL where the text is none.

    >>> from workbench.memory.schema import TABLES
    >>> value(TABLES["customers"].column("acquired_on"))
    'try_cast(left(acquired_on, 10) AS DATE)'
    """
    name = column.name
    if column.type == "text":
        return name
    if column.type == "boolean":
        lower = f"lower({name})"
        return f"CASE WHEN {_among(lower, _TRUE)} THEN true WHEN {_among(lower, _FALSE)} THEN false END"
    text = f"left({name}, 10)" if column.type == "date" else name
    return f"try_cast({text} AS {SQL_TYPES[column.type]})"


def reason(column: Column, today: str) -> str:
    """The reason a staged column breaks its contract, or NULL; ``today`` is an SQL date, the last day allowed."""
    missing = literal(MISSING) if column.required else "NULL"
    return _first([(f"{column.name} IS NULL", missing), *_tests(column, today)])


def _tests(column: Column, today: str) -> list[Test]:
    """What is tested, in order, of a value that is there."""
    match column.type:
        case "text":
            return _text(column)
        case "boolean":
            known = _among(f"lower({column.name})", _TRUE + _FALSE)
            return [(f"NOT {known}", literal("neither true nor false: write one of them"))]
        case "date":
            return [*_day(column.name), *_within_time(column, today)]
        case "timestamp":
            return [*_moment(column.name), *_within_time(column, today)]
        case _:
            return _amount(column)


def _text(column: Column) -> list[Test]:
    name = column.name
    nul = (f"contains({name}, chr(0))", literal("a NUL character: remove it"))
    if column.choices:
        return [nul, (f"NOT {_among(name, column.choices)}", literal(f"not one of {', '.join(column.choices)}"))]
    return [nul, (f"length({name}) > {column.longest}", literal(f"longer than {column.longest:,} characters"))]


def _amount(column: Column) -> list[Test]:
    name = column.name
    why = _first(
        [
            (_matches(name, r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"), literal("a comma in a number: write 1234.50")),
            (_matches(name, r"[+-]?\d[\d.]*,\d+"), literal("a decimal comma: write 1234.50")),
            (f"regexp_matches({name}, '[0-9]')", literal("more than a number: write 12.50, without currency or unit")),
            ("true", literal("not a number: write one such as 12.50")),
        ]
    )
    tests = [(f"NOT {_matches(name, _NUMBER)}", why)]
    if column.type == "integer":
        tests.append((f"NOT {_matches(name, _WHOLE)}", literal("not a whole number")))
    for sign, limit, word in (("<", column.minimum, "below"), (">", column.maximum, "above")):
        if limit is not None:
            tests.append((f"try_cast({name} AS DOUBLE) {sign} {limit!r}", literal(f"{word} {limit:g}")))
    return tests


def _day(name: str) -> list[Test]:
    why = _first(
        [
            (_matches(name, _DAY + _CLOCK + _UTC), literal("a day with a time: write YYYY-MM-DD")),
            ("true", literal("not a day: write YYYY-MM-DD")),
        ]
    )
    impossible = f"try_cast(left({name}, 10) AS DATE) IS NULL"
    return [
        (f"NOT {_matches(name, _DAY + _MIDNIGHT)}", why),
        (impossible, literal("no day of the calendar: write YYYY-MM-DD")),
    ]


def _moment(name: str) -> list[Test]:
    why = _first(
        [
            (_matches(name, _DAY + _CLOCK + _OFFSET), literal("a time with an offset: write it in UTC, without one")),
            ("true", literal("not a time: write YYYY-MM-DD HH:MM:SS")),
        ]
    )
    impossible = f"try_cast({name} AS TIMESTAMP) IS NULL"
    return [
        (f"NOT {_matches(name, f'{_DAY}({_CLOCK}{_UTC})?')}", why),
        (impossible, literal("no time of the calendar: write YYYY-MM-DD HH:MM:SS")),
    ]


def _within_time(column: Column, today: str) -> list[Test]:
    tests = [(f"{value(column)} < DATE '1900-01-01'", literal("before 1900"))]
    if not column.may_be_future:
        tests.append((f"{value(column)} >= {today} + INTERVAL 1 DAY", literal("in the future")))
    return tests


def _first(tests: list[Test]) -> str:
    """The reason of the first test that holds, or NULL."""
    return f"CASE {' '.join(f'WHEN {test} THEN {why}' for test, why in tests)} END"


def _among(expression: str, choices: tuple[str, ...]) -> str:
    return f"({expression} IN ({', '.join(literal(choice) for choice in choices)}))"


def _matches(name: str, pattern: str) -> str:
    return f"regexp_full_match({name}, {literal(pattern)})"
