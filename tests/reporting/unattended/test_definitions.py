"""reports.toml: what is wrong in it is named, and its folders are meant from where it lies."""

from pathlib import Path

import pytest

from workbench.errors import BadParameter
from workbench.reporting.unattended import definitions, schedule

MINIMAL = '[[report]]\nname = "monthly"\nfrom = "2026-09"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    return tmp_path / "reports.toml"


def read(file: Path, text: str) -> definitions.Definitions:
    file.write_text(text)
    return definitions.read(file)


def test_two_keys_make_a_report(file: Path) -> None:
    [report] = read(file, MINIMAL).report
    assert (report.name, str(report.first), report.day, report.time) == ("monthly", "2026-09", 3, "06:00")
    assert Path(report.out) == file.parent / "reports" and report.gate.page_bytes == 1_500_000


def test_the_example_is_read_and_shows_the_defaults(file: Path) -> None:
    [report] = read(file, schedule.example()).report
    [minimal] = read(file, MINIMAL).report
    shown = {"alerts", "deliver", "analyst", "store", "notebooks"}
    assert report.model_dump(exclude=shown) == minimal.model_dump(exclude=shown)
    assert report.alerts and report.deliver and report.analyst


def test_the_example_shows_every_key() -> None:
    words = schedule.example()
    for name, field in definitions.Definition.model_fields.items():
        key = field.alias or name
        assert f"{key} =" in words or f"report.{key}]" in words, key
    for name in definitions.Limits.model_fields:
        assert f"{name} =" in words, name


def test_folders_are_meant_from_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / "data" / "store").mkdir(parents=True)
    home, inner = file.parent, file.parent / "inner"
    inner.mkdir()
    monkeypatch.chdir("/")
    [report] = read(inner / "reports.toml", MINIMAL + 'out = "../published"\nnotebooks = "/books"\n').report
    assert Path(report.store) == home / "data" / "store", "the nearest above the file"
    assert Path(report.out).resolve() == home / "published" and report.notebooks == "/books"
    monkeypatch.setenv("WORKBENCH_STORE", "/elsewhere")
    assert read(file, MINIMAL).report[0].store == "/elsewhere"


def test_parameters_and_targets_become_what_notebooks_are_given(file: Path) -> None:
    text = '[report.parameters]\nhorizon = 6\nfull = true\nregion = "0012"\n'
    text += "[report.targets]\nsatisfaction_index = 75\nroc = 0.05\n"
    [report] = read(file, MINIMAL + text).report
    told = {"horizon": "6", "full": "true", "region": "0012", "targets": "satisfaction_index=75, roc=0.05"}
    assert report.values == told
    request = report.request(report.first)
    assert (request.month, request.report, request.parameters) == ("2026-09", "monthly", told)


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ("day = 31", "report 'monthly', day", "1 to 28"),
        ('day = "3"', "report 'monthly', day", "1 to 28"),
        ('time = "25:00"', "report 'monthly', time", "HH:MM"),
        ('timezone = "Mars/Olympus"', "timezone", "time zone"),
        ('timezone = "../etc/passwd"', "timezone", "time zone"),
        ('skip = ["2026-13"]', "skip", "YYYY-MM"),
        ("dya = 3", "report 'monthly', dya", "the keys are name, from, skip, day"),
        ('alerts = ["churn_rate >"]', "alerts", "name < number"),
        ('alerts = ["churn rate is bad"]', "alerts", "name < number"),
        ("gate = { page_bytes = 10 }", "gate.page_bytes", "100000 or more"),
        ("gate = { pages = 10 }", "gate.pages", "the keys are page_bytes"),
        ('gate = { quiet = ["("] }', "gate.quiet", "regular expression"),
        ("gate = { bounds = { roc = [1.0, 0.0] } }", "gate.bounds.roc", "lowest, highest"),
        ("targets = { roc = nan }", "targets.roc", "a finite number"),
        ('targets = { roc = "high" }', "targets.roc", "its target"),
        ('deliver = [{ kind = "pigeon" }]', "deliver", "channel"),
        ("languages = []", "languages", 'such as ["en"]'),
        ("timeout = 0", "timeout", "1 or more"),
    ],
)
def test_a_wrong_value_names_file_key_value_and_what_is_allowed(file: Path, line: str, where: str, said: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read(file, MINIMAL + line + "\n")
    assert str(file) in caught.value.where and where in caught.value.where, caught.value.where
    assert said in str(caught.value), str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day = [", "not a TOML file"),
        ("", "[[report]]"),
        ("report = 3\n", "[[report]]"),
        ('[[report]]\nname = "monthly"\n', "the first month to close, YYYY-MM"),
        ('[[report]]\nfrom = "2026-09"\n', "a name of small letters"),
        ('[[report]]\nname = "A/../b"\nfrom = "2026-09"\n', "a name of small letters"),
        (MINIMAL + MINIMAL, "the same name"),
        (MINIMAL + MINIMAL.replace("monthly", "board"), "the same folder out"),
        (MINIMAL + MINIMAL.replace("monthly", "board") + 'out = "b"\n', "remember = false in all but one"),
    ],
)
def test_a_file_that_defines_no_sound_reports_is_refused(file: Path, text: str, said: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read(file, text)
    assert said in str(caught.value), str(caught.value)


def test_a_further_report_of_a_store_only_publishes(file: Path) -> None:
    text = MINIMAL + MINIMAL.replace("monthly", "board") + 'out = "b"\nremember = false\n'
    both = read(file, text)
    assert [one.name for one in both.report] == ["monthly", "board"]
    assert [one.name for one in both.named("board").report] == ["board"]
    with pytest.raises(BadParameter, match="choose from: monthly, board"):
        both.named("weekly")


def test_the_nearest_file_is_found(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = file.parent / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert definitions.find() is None
    with pytest.raises(BadParameter, match="schedule example"):
        definitions.require()
    file.write_text(MINIMAL)
    assert definitions.find() == file
    with pytest.raises(BadParameter, match="no such file"):
        definitions.find(Path("none.toml"))
