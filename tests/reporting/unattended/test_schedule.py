"""The texts for schedulers, read by the schedulers' own checkers where they are installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from workbench.cli import app
from workbench.errors import BadParameter
from workbench.reporting.unattended import definitions, schedule

FOLDERS = ["plain", "with a space", "per%cent", "quote's", 'double"quote', "dollar$HOME", "back\\slash"]


def define(folder: Path) -> Path:
    folder.mkdir(parents=True)
    file = folder / "reports.toml"
    lines = [
        '[[report]]\nname = "monthly"\nfrom = "2026-09"\ntime = "06:30"\n',
        '[[report]]\nname = "board"\nfrom = "2026-09"\nout = "b"\nremember = false\n',
    ]
    file.write_text("\n".join(lines))
    return file


def texts(kind: str, file: Path, name: str = "") -> dict[str, str]:
    return schedule.texts(kind, definitions.read(file).named(name), file, name)


def needs(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")


def shell_words(command: str) -> list[str]:
    """The words that a shell makes of a command."""
    show = "import sys; sys.stdout.write('\\0'.join(sys.argv[1:]))"
    done = subprocess.run(["sh", "-c", f'python3 -c "{show}" {command}'], capture_output=True, text=True, check=True)
    return done.stdout.split("\0")


@pytest.mark.parametrize("folder", FOLDERS)
def test_cron_accepts_its_line_and_the_shell_finds_the_file(folder: str, tmp_path: Path) -> None:
    file = define(tmp_path / folder)
    [(name, text)] = texts("cron", file).items()
    (tmp_path / name).write_text(text)
    line = text.splitlines()[-1]
    minutes, command = line.split(" * * * * ")
    assert minutes == "0,30"
    told = command.removesuffix(" > /dev/null").replace("\\%", "%")  # as cron does before it calls the shell
    assert re.search(r"(?<!\\)%", command) is None
    assert shell_words(told) == [str(schedule.program()), "run", "--reports", str(file)]
    needs("crontab")
    done = subprocess.run(["crontab", "-n", str(tmp_path / name)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_checker_of_cron_refuses_what_is_wrong(tmp_path: Path) -> None:
    needs("crontab")
    (tmp_path / "wrong").write_text("60 * * * * true\n")
    assert subprocess.run(["crontab", "-n", str(tmp_path / "wrong")], capture_output=True).returncode != 0


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["", "monthly"])
def test_systemd_accepts_its_units(folder: str, name: str, tmp_path: Path) -> None:
    needs("systemd-analyze")
    file = define(tmp_path / folder)
    units = texts("systemd", file, name)
    for unit, text in units.items():
        (tmp_path / unit).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit) for unit in units)],
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "workbench" in line]
    assert done.returncode == 0 and ours == [], done.stderr


@pytest.mark.parametrize(("name", "minutes"), [("", "00,30"), ("monthly", "30")])
def test_systemd_understands_when(name: str, minutes: str, tmp_path: Path) -> None:
    text = texts("systemd", define(tmp_path / "a"), name)[f"workbench{'-' * bool(name)}{name}.timer"]
    [when] = re.findall(r"^OnCalendar=(.*)$", text, re.MULTILINE)
    assert when == f"*-*-* *:{minutes}:00" and "Persistent=true" in text
    needs("systemd-analyze")
    done = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_workflow_is_yaml_with_a_command_that_the_shell_understands(folder: str, tmp_path: Path) -> None:
    file = define(tmp_path / folder)
    [text] = texts("github", file, "board").values()
    workflow = yaml.load(text, Loader=yaml.BaseLoader)
    assert workflow["on"]["schedule"] == [{"cron": "0 * * * *"}] and "workflow_dispatch" in workflow["on"]
    assert workflow["concurrency"] == {"group": "workbench-board", "cancel-in-progress": "false"}
    [step] = workflow["jobs"]["run"]["steps"]
    assert shell_words(step["run"].strip()) == [str(schedule.program()), "run", "board", "--reports", str(file)]


@pytest.mark.parametrize("folder", ["line\nbreak", "bell\a", "${{ secrets.X }}"])
def test_a_path_that_no_scheduler_could_be_told_is_refused(folder: str, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="cannot be told"):
        texts("cron", define(tmp_path / folder))


def test_the_command_prints_or_writes(tmp_path: Path) -> None:
    file = define(tmp_path / "a")
    call = CliRunner().invoke
    printed = call(app, ["schedule", "cron", "--reports", str(file)])
    assert printed.exit_code == 0 and printed.output == texts("cron", file)["workbench.cron"]
    written = call(app, ["schedule", "systemd", "monthly", "--reports", str(file), "--into", str(tmp_path / "u")])
    assert written.exit_code == 0
    assert {path.name for path in (tmp_path / "u").iterdir()} == {
        "workbench-monthly.service",
        "workbench-monthly.timer",
    }
    unknown = call(app, ["schedule", "at", "--reports", str(file)])
    assert unknown.exit_code == 2 and "choose from: cron, systemd, github, example" in unknown.output


def test_the_example_is_printed_as_it_is_read(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["schedule", "example"])
    assert printed.output == schedule.example()
    (tmp_path / "reports.toml").write_text(printed.output)
    assert definitions.read(tmp_path / "reports.toml").report[0].name == "monthly"


def test_the_page_for_who_installs_it_shows_the_whole_example() -> None:
    page = (Path(__file__).parents[3] / "docs" / "scheduling.md").read_text()
    assert f"```toml\n{schedule.example()}```" in page
