"""The text that makes a scheduler call ``workbench run``: for cron, for systemd, for GitHub Actions.

``workbench run`` does what is due and nothing else, so all three call it every hour, at the
minutes at which reports fall due: a late load, an outage or a full disk is then made good
within the hour, without a person. What is due is written once, in reports.toml.
"""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from workbench.errors import BadParameter
from workbench.reporting.unattended.definitions import Definitions

_TEMPLATES = Path(__file__).parent / "templates"

CRON = """\
# Install with `crontab -e`. Failures go to the analysts named in reports.toml; cron mails the rest.
{minutes} * * * * {command} > /dev/null
"""

SERVICE = """\
# /etc/systemd/system/{unit}.service
[Unit]
Description=Close the months that are due and send their reports
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={folder}
ExecStart={command}
# Passwords of channels, one NAME=value a line, readable by root only.
EnvironmentFile=-/etc/{unit}.env
TimeoutStartSec=infinity
KillMode=mixed
Nice=10
"""

TIMER = """\
# /etc/systemd/system/{unit}.timer
# Install both files, then: systemctl daemon-reload && systemctl enable --now {unit}.timer
[Unit]
Description=Look every hour for months that are due

[Timer]
OnCalendar=*-*-* *:{minutes}:00
Persistent=true

[Install]
WantedBy=timers.target
"""

GITHUB = """\
# .github/workflows/{unit}.yml
# The data stay where they are: a runner of your own that has the label `workbench` does the work.
name: "{unit}"
on:
  schedule:
    - cron: "{minutes} * * * *"
  workflow_dispatch: {{}}
concurrency:
  group: "{unit}"
  cancel-in-progress: false
permissions: {{}}
jobs:
  run:
    runs-on: [self-hosted, workbench]
    timeout-minutes: 355
    steps:
      - name: Close the months that are due
        shell: bash
        run: |
          {command}
        # Passwords of channels: name here the secrets that reports.toml names in password_env and secret_env.
        # env:
        #   SMTP_PASSWORD: ${{{{ secrets.SMTP_PASSWORD }}}}
"""


def example() -> str:
    """A whole reports.toml with comments."""
    return (_TEMPLATES / "reports.toml").read_text(encoding="utf-8")


def texts(kind: str, definitions: Definitions, path: Path, name: str = "") -> dict[str, str]:
    """The texts for a scheduler, by the name of their file.

    Args:
        kind: "cron", "systemd" or "github".
        definitions: the reports whose minutes are looked at.
        path: their file, absolute.
        name: the one report that is run; empty for all.

    Raises BadParameter for another kind, and for a path that a scheduler cannot be told.
    """
    writers: dict[str, Callable[[list[str], str, list[int]], dict[str, str]]] = {
        "cron": _cron,
        "systemd": _systemd,
        "github": _github,
    }
    if kind not in writers:
        do = f"choose from: {', '.join(writers)}, example"
        raise BadParameter("no such scheduler", where="workbench schedule", value=kind, do=do)
    command = [str(program()), "run", *([name] if name else []), "--reports", str(path)]
    if any(not word.isprintable() or "${{" in word for word in command):
        do = "give the folder a name without line breaks, control characters and ${{"
        raise BadParameter("a path cannot be told to a scheduler", where=kind, value=path, do=do)
    unit = f"workbench-{name}" if name else "workbench"
    return writers[kind](command, unit, sorted({int(one.time[3:]) for one in definitions.report}))


def program() -> Path:
    """The command ``workbench`` of this very installation."""
    return Path(sys.executable).absolute().with_name("workbench.exe" if sys.platform == "win32" else "workbench")


def _cron(command: list[str], _unit: str, minutes: list[int]) -> dict[str, str]:
    """Cron takes a bare % for the end of the line."""
    told = shlex.join(command).replace("%", "\\%")
    return {"workbench.cron": CRON.format(minutes=_listed(minutes), command=told)}


def _systemd(command: list[str], unit: str, minutes: list[int]) -> dict[str, str]:
    folder = Path(command[-1]).parent
    fields = {"unit": unit, "user": _user(), "minutes": ",".join(f"{minute:02d}" for minute in minutes)}
    service = SERVICE.format(**fields, folder=_unit_text(str(folder)), command=" ".join(map(_unit_word, command)))
    return {f"{unit}.service": service, f"{unit}.timer": TIMER.format(**fields)}


def _github(command: list[str], unit: str, minutes: list[int]) -> dict[str, str]:
    return {f"{unit}.yml": GITHUB.format(unit=unit, minutes=_listed(minutes), command=shlex.join(command))}


def _listed(minutes: list[int]) -> str:
    return ",".join(map(str, minutes))


def _unit_text(text: str) -> str:
    """A text in a unit file: % begins a specifier there."""
    return text.replace("%", "%%")


def _unit_word(word: str) -> str:
    """A word of a command line in a unit file."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return _unit_text(f'"{quoted}"' if any(not (char.isalnum() or char in "/._-") for char in word) else word)


def _user() -> str:
    import getpass

    return getpass.getuser()
