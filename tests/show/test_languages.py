"""A text that is written again in another language says the same, with that language's numbers."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import BadParameter
from workbench.phrase import MINUS, SPACE, Phrase, month, pack, recalled, remembered, say, unpack
from workbench.show import format, languages, words

UNITS = ("count", "number", "money", "cents", "percent", "points", "ratio", "days", "months")
numbers = st.one_of(st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False))

GERMAN = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "{name} brought {amount}, {share} of all"
msgstr "{share} von allem, {amount}, brachte {name}"

msgid "the North"
msgstr "der Norden"

msgid "{low} to {high}"
msgstr "{low} bis {high}"

msgid "{names} and {last}"
msgstr "{names} und {last}"

msgid "a guess"
msgstr ""

#, fuzzy
msgid "nearly"
msgstr "beinahe"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "de.po").write_text(GERMAN, encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    with languages.writing("de", "EUR"):
        yield


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def sentence() -> Phrase:
    with languages.writing("en", "EUR"):
        amount, share = format.value(1_240_000, "money"), words.whole(0.784)
        return say("{name} brought {amount}, {share} of all", name="the North", amount=amount, share=share)


def test_a_sentence_is_english_when_it_is_said() -> None:
    assert sentence() == "the North brought €1.24M, 78% of all"


@pytest.mark.usefixtures("german")
def test_a_third_language_is_one_file() -> None:
    assert languages.known() == ["en", "de"]
    assert plain(languages.again(sentence())) == "78 % von allem, 1,24 Mio. €, brachte der Norden"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (format.interval(71.1, 73.7, "points"), "71,1 bis 73,7"),
        (format.value(12431, "count"), "12.431"),
        (format.value(1, "months"), "1 Monat"),
        (format.value("2026-09-01", "date"), "1. Sept. 2026"),
        (month("2026-03"), "März 2026"),
        (words.listed(["the North", "the South"]), "der Norden und the South"),
        (words.opened("the North"), "Der Norden"),
        (say("{n} of {size} on {day}", n=1204, size=0.314, day=dt.date(2026, 9, 1)), "1,204 of 0.31 on 1 Sep 2026"),
        ("the North", "der Norden"),
        ("nobody translated this", "nobody translated this"),
        ("a guess", "a guess"),
        ("nearly", "nearly"),
    ],
)
def test_each_writer_follows_the_language_and_what_lacks_a_message_stays_english(text: str, expected: str) -> None:
    assert plain(languages.again(text)) == expected


@pytest.mark.usefixtures("german")
def test_a_sentence_without_a_message_stays_english_as_a_whole() -> None:
    assert languages.again(say("{n} left", n=1204)) == "1,204 left"


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        (format.value(1_240_000, "money", currency="EUR"), "€124万"),
        (format.value(150_000_000, "money", currency="CNY"), "¥1.50亿"),
        (format.value(0.784, "percent"), "78.4%"),
        (format.value(43, "days"), "43天"),
        (format.value(-12431, "count"), "−12,431"),
        (format.value("2026-09", "month"), "2026年9月"),
        (month("2026-09"), "2026年9月"),
    ],
)
def test_chinese_has_its_own_scales_days_and_months(text: str, chinese: str) -> None:
    with languages.writing("zh"):
        assert languages.again(text) == chinese


def test_an_unknown_language_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadParameter, match="choose from: en, zh"), languages.writing("tlh"):
        pass


def test_the_manner_ends_with_its_block_and_the_currency_stays_unless_it_is_named() -> None:
    with languages.writing("en", "USD"):
        with languages.writing("zh"):
            assert languages.manner() == languages.Manner("zh", "USD")
        assert languages.manner() == languages.Manner("en", "USD")


def test_a_phrase_of_an_unknown_writer_is_an_error_not_a_guess() -> None:
    with languages.writing("zh"), pytest.raises(KeyError, match="no writer is called 'sung'"):
        languages.again(Phrase("la", "sung", {}))


@given(number=numbers, unit=st.sampled_from(UNITS))
def test_what_is_written_again_in_english_is_what_was_written(number: float, unit: str) -> None:
    with languages.writing("en", "EUR"):
        for text in (
            format.value(number, unit),
            format.interval(number, number + 1, unit, like=number),
            format.with_interval(number, number, number * 0.5, unit),
            format.change(number, unit),
            format.cell(number, unit),
            say("{n} and {text}", n=number, text=format.value(number, unit)),
            words.listed([format.value(number, unit), "b"]),
        ):
            kept = unpack(json.loads(json.dumps(pack(text))))
            assert languages.written(kept) == text


@given(number=numbers, unit=st.sampled_from(UNITS), language=st.sampled_from(["en", "zh"]))
def test_no_writer_fails_on_any_finite_number(number: float, unit: str, language: str) -> None:
    with languages.writing(language, "CNY"):
        for text in (
            format.value(number, unit),
            format.value(number, unit, compact=False),
            format.change(number, unit),
            format.cell(number, unit),
            format.figure(number),
            *format.column([number, None, 1.0], unit),
            *format.ticks([0.0, number], unit),
        ):
            assert text and "-" not in text and "nan" not in text


@given(number=numbers, unit=st.sampled_from(UNITS))
def test_only_what_is_below_zero_and_not_rounded_to_it_has_a_minus(number: float, unit: str) -> None:
    shown = format.value(number, unit, currency="EUR")
    assert shown.startswith(MINUS) == (number < 0 and any(digit in shown for digit in "123456789"))


def test_the_phrases_of_a_row_come_back_from_a_table_of_plain_texts() -> None:
    row: dict[str, Any] = {"title": sentence(), "why": "", "value": 3.0}
    kept = {**row, "title": str(row["title"]), "phrases": remembered(row)}
    assert recalled(kept)["title"].how == "say"
    assert recalled({"title": "plain", "phrases": ""}) == {"title": "plain", "phrases": ""}
