"""Numbers read as people write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.show import format, languages
from workbench.show.digits import SPACE


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (12431, "count", "12,431"),
        (12431.0, "count", "12,431"),
        (-3, "count", "−3"),
        (0.784, "percent", "78.4%"),
        (1.0, "percent", "100%"),
        (0.0004, "percent", "0.04%"),
        (0.0, "percent", "0.0%"),
        (-0.00001, "percent", "0.00%"),
        (72.43, "points", "72.4"),
        (100.0, "points", "100"),
        (1.234, "ratio", "1.23"),
        (0.04, "ratio", "0.040"),
        (43, "days", "43 days"),
        (1, "days", "1 day"),
        (2.25, "months", "2.2 months"),
        (12.5, "money", "€12.50"),
        (842.4, "money", "€842"),
        (99_999, "money", "€99,999"),
        (123_456, "money", "€123K"),
        (999_600, "money", "€1.00M"),
        (1_240_000, "money", "€1.24M"),
        (-8_421_000, "money", "−€8.42M"),
        (2.1e9, "money", "€2.10B"),
        ("2026-09-01", "date", "1 Sep 2026"),
        ("2026-09", "month", "Sep 2026"),
        ("2026-09-01T00:00:00", "month", "Sep 2026"),
        ("last spring", "month", "last spring"),
        (True, "text", "yes"),
        ("北京", "text", "北京"),
    ],
)
def test_a_value_in_its_unit(number: float | str, unit: str, words: str) -> None:
    assert plain(format.value(number, unit, currency="EUR")) == words


@pytest.mark.parametrize("unit", ["count", "money", "percent", "text", "month"])
@pytest.mark.parametrize("nothing", [None, float("nan")])
def test_what_is_absent_is_a_dash_in_every_unit(nothing: float | None, unit: str) -> None:
    assert format.value(nothing, unit) == "–"


def test_a_number_and_its_unit_do_not_part() -> None:
    assert " " not in format.value(1_240_000, "money", currency="CHF") + format.value(0.1, "percent")


def test_money_without_a_common_symbol_has_its_code() -> None:
    assert plain(format.value(12, "money", currency="CHF")) == "CHF 12.00"
    assert format.value(12, "money", currency="") == "12.00"


def test_the_currency_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_usual", [languages.Manner()])
    languages.use("USD")
    assert format.value(120, "money") == "$120"


def test_an_interval_is_on_the_scale_of_its_value() -> None:
    assert format.with_interval(72.4, 71.1, 73.7, "points") == "72.4 (71.1 to 73.7)"
    money = format.with_interval(1.04e6, 9.6e5, 1.12e6, "money", currency="EUR")
    assert plain(money) == "€1.04M (€0.96M to €1.12M)"


@pytest.mark.parametrize(
    ("number", "low", "high", "words"),
    [
        (913_000, 766_000, 1_060_000, "€913K (€766K to €1.06M)"),
        (913_000, -1_060_000, 2.4e9, "€913K (−€1.06M to €2.40B)"),
        (999_400, 999_300, 999_600, "€999K (€999K to €1.00M)"),
        (85_000, 40_000, 130_000, "€85,000 (€40,000 to €130,000)"),
        (85_000, -1_200_000, 1_300_000, "€85,000 (−€1.20M to €1.30M)"),
        (50, -1200, 1300, "€50.00 (−€1,200 to €1,300)"),
        (12.5, 11, 14, "€12.50 (€11.00 to €14.00)"),
    ],
)
def test_a_bound_too_large_for_the_scale_of_its_value_has_its_own(
    number: float, low: float, high: float, words: str
) -> None:
    assert plain(format.with_interval(number, low, high, "money", currency="EUR")) == words


def test_a_bound_of_a_difference_is_on_its_scale() -> None:
    assert format.change(96_464, "money", like=161_000, currency="EUR") == "+€96K"
    assert format.change(1_060_000, "money", like=913_000, currency="EUR") == "+€1.06M"
    assert plain(format.change(-0.057, "percent", like=-0.044)) == "−5.7 percentage points"


AMOUNT = st.floats(-1e12, 1e12).map(lambda amount: round(amount, 2))


@given(AMOUNT, AMOUNT, AMOUNT)
def test_no_amount_has_four_digits_before_its_letter(number: float, low: float, high: float) -> None:
    written = [format.value(number, "money", currency="EUR"), format.change(number, "money", currency="EUR")]
    written += [format.with_interval(number, low, high, "money", currency="EUR")]
    for text in written:
        assert not re.search(r"\d{4}(\.\d*)?[KMB]", text), text


def test_a_counted_number_has_no_interval() -> None:
    assert format.with_interval(12, 12, 12, "count") == "12"
    assert format.with_interval(12, None, None, "count") == "12"


def test_a_column_shares_its_decimals_and_hides_nothing_in_thousands() -> None:
    assert format.column([0.31, 0.04, None], "ratio") == ["0.31", "0.04", "–"]
    assert format.column([1_240_000, 800], "money", currency="EUR") == ["€1,240,000", "€800"]
    assert format.column(["a", None], "text") == ["a", "–"]


def test_a_change_always_has_its_sign() -> None:
    assert plain(format.change(0.013, "percent")) == "+1.3 percentage points"
    assert plain(format.change(-2.1, "points")) == "−2.1 points"
    assert plain(format.change(-250_000, "money", currency="EUR")) == "−€250K"


def test_ticks_share_scale_and_decimals() -> None:
    ticks = [plain(tick) for tick in format.ticks([0, 250_000, 1_000_000], "money", currency="EUR")]
    assert ticks == ["€0", "€0.25M", "€1.00M"]
    assert [plain(tick) for tick in format.ticks([-0.1, 0, 0.1], "percent")] == ["−10%", "0%", "10%"]


def test_month_names_do_not_follow_the_language_of_the_machine() -> None:
    assert [format.day(f"2026-{month:02d}", "month")[:3] for month in (1, 5, 12)] == ["Jan", "May", "Dec"]
