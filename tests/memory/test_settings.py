from pathlib import Path

import pytest

from workbench.errors import BadParameter
from workbench.memory import settings
from workbench.memory.settings import Settings


def test_a_new_file_says_every_setting_with_its_comment_and_reads_back_as_the_defaults(tmp_path: Path) -> None:
    text = settings.default_toml()
    (tmp_path / settings.FILE).write_text(text, encoding="utf-8")
    assert settings.read(tmp_path) == Settings()
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"# {field.description}\n{name} = " in text


def test_what_a_source_says_of_the_company_goes_into_a_new_file(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text(settings.default_toml({"currency": "GBP", "contract": "none"}))
    assert settings.read(tmp_path) == Settings(currency="GBP", contract="none")


def test_a_store_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    assert settings.read(tmp_path) == Settings()


def test_a_setting_left_out_has_its_default(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text("minimum_cell = 5\n")
    assert settings.read(tmp_path) == Settings(minimum_cell=5)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().currency = "USD"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "value", "advice"),
    [
        ('currency = "euro"', '"euro"', "ISO code"),
        ("currency = 1", "1", "ISO code"),
        ("discount_rate = 10", "10", "from 0 to below 1"),
        ('discount_rate = "10 %"', '"10 %"', "from 0 to below 1"),
        ("discount_rate = nan", "NaN", "from 0 to below 1"),
        ("contact_cost = inf", "Infinity", "0 or more"),
        ("contact_cost = -1.0", "-1.0", "0 or more"),
        ('contract = "maybe"', '"maybe"', "none, some or all"),
        ("minimum_cell = 0", "0", "1 or more"),
        ("minimum_cell = true", "true", "1 or more"),
        ("new_days = 1.5", "1.5", "1 or more"),
    ],
)
def test_a_wrong_value_is_named_with_its_file_key_and_what_is_allowed(
    tmp_path: Path, line: str, value: str, advice: str
) -> None:
    (tmp_path / settings.FILE).write_text(line + "\n")
    with pytest.raises(BadParameter) as caught:
        settings.read(tmp_path)
    assert caught.value.where == f"{tmp_path / settings.FILE}, {line.split(' ')[0]}"
    assert caught.value.value == value
    assert advice in caught.value.do


def test_an_unknown_setting_is_named_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text('curency = "EUR"\n')
    with pytest.raises(BadParameter, match="unknown setting") as caught:
        settings.read(tmp_path)
    assert caught.value.value == "curency"
    assert "currency" in caught.value.do


def test_thresholds_out_of_order_are_refused(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text("dormant_days = 400\n")
    with pytest.raises(BadParameter, match="lost_days must be more than dormant_days"):
        settings.read(tmp_path)


@pytest.mark.parametrize("content", [b"currency = ", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / settings.FILE).write_bytes(content)
    with pytest.raises(BadParameter, match="not a TOML file") as caught:
        settings.read(tmp_path)
    assert caught.value.where == str(tmp_path / settings.FILE)
