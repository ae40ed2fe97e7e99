"""Commands for a scheduler: do what is due, say how things stand, and print the text that calls the first."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.door import StoreOption, app, errors, out, say
from workbench.errors import BadParameter

ReportsOption = Annotated[Path | None, typer.Option("--reports", help="The reports.toml; default: the nearest.")]
NameArgument = Annotated[str, typer.Argument(help="One report of reports.toml; default: all.")]
NowOption = Annotated[str, typer.Option(help="Act as if it were this time, such as 2026-10-03T06:00; to try things.")]


@app.command()
def run(
    name: NameArgument = "",
    reports: ReportsOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what is due, and why.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also run what failed and has not changed since.")] = False,
    override_gate: Annotated[
        str, typer.Option(help="Why the oldest due month of NAME is published whatever the gate finds.")
    ] = "",
    now: NowOption = "",
) -> None:
    """Close every month that is due and not closed, oldest first, and send the reports."""
    from workbench.reporting.notebooks import progress
    from workbench.reporting.unattended import definitions
    from workbench.reporting.unattended import run as unattended

    if override_gate and not name:
        raise BadParameter("which report is meant?", where="--override-gate", do="name it: workbench run NAME ...")
    chosen = definitions.read(definitions.require(reports)).named(name)
    with progress.shown(out) as tell:
        way = unattended.Way(_time(now), tell if out.is_terminal else _silent, say, override_gate, again)
        endings = []
        for ending in unattended.rehearse(chosen, way.now) if dry_run else unattended.work(chosen, way):
            (errors.print if ending.exit_code else out.print)(ending.in_words(), markup=False)
            endings.append(ending)
    if not endings:
        say("Nothing is due.")
    raise typer.Exit(next((ending.exit_code for ending in endings if ending.exit_code), 0))


@app.command()
def schedule(
    kind: Annotated[str, typer.Argument(help="cron, systemd or github; or example, for a whole reports.toml.")],
    name: NameArgument = "",
    reports: ReportsOption = None,
    into: Annotated[
        Path | None, typer.Option(help="Write the files into this folder instead of printing them.")
    ] = None,
) -> None:
    """Print the text that makes a scheduler call `workbench run`, ready to be installed."""
    from workbench.reporting.unattended import definitions, schedule

    texts = {"reports.toml": schedule.example()} if kind == "example" else {}
    if not texts:
        path = definitions.require(reports)
        texts = schedule.texts(kind, definitions.read(path).named(name), path, name)
    for file, text in texts.items():
        if into is not None:
            into.mkdir(parents=True, exist_ok=True)
            (into / file).write_text(text, encoding="utf-8")
        say(str(into / file) if into is not None else text, end="\n" if into is not None else "")


@app.command()
def status(
    store: StoreOption = "",
    reports: ReportsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="For monitoring; docs/scheduling.md says what is in it.")
    ] = False,
    now: NowOption = "",
) -> None:
    """Say how things stand: snapshots, months, runs, reports; the exit code is not 0 if one that was due is missing."""
    from workbench.memory import status
    from workbench.memory.store import find
    from workbench.reporting.unattended import definitions, state

    found, path = find(store), definitions.find(reports)
    seen = state.look(found, definitions.read(path) if path else None, _time(now))
    last = [[run.id, run.kind, run.month, run.outcome or run.status, f"{run.seconds:.0f} s"] for run in seen.runs]
    parts = [status.snapshots(found), status.closed_months(found), status.runs(last), state.in_words(seen)]
    say(state.as_json(seen) if as_json else "\n\n".join(parts))
    raise typer.Exit(seen.exit_code)


def _silent(_step: object) -> None:
    """A scheduler's log has no use for the steps in between; they are in the record of the run."""


def _time(text: str) -> dt.datetime:
    """The time meant by --now, in UTC unless it says otherwise; empty for the clock's."""
    try:
        given = dt.datetime.fromisoformat(text) if text else dt.datetime.now(dt.UTC)
    except ValueError as error:
        raise BadParameter("not a time", where="--now", value=text, do="write it as 2026-10-03T06:00") from error
    return given if given.tzinfo else given.replace(tzinfo=dt.UTC)
