"""Commands on reports: close a month, see how things stand, open the notebooks."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.door import StoreOption, app, out, say


@app.command()
def report(
    month: Annotated[
        str, typer.Option(help="Month to close, YYYY-MM, or 'latest' for the latest full one.")
    ] = "latest",
    store: StoreOption = "",
    out_folder: Annotated[Path, typer.Option("--out", help="Folder of the published reports.")] = Path("reports"),
    only: Annotated[str, typer.Option(help="Run this one notebook for yourself; nothing is published.")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="name=value, as often as needed.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that one notebook may take.")] = 1800,
    notebooks: Annotated[Path | None, typer.Option(help="Folder of the notebooks; default: the nearest.")] = None,
    snapshot: Annotated[str, typer.Option(help="Snapshot to read; default: the one in force.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Run even if nothing has changed.")] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another report.")] = 0,
    lang: Annotated[str, typer.Option(help="Languages of the report's pages, such as en, zh or en,zh.")] = "en",
    override_gate: Annotated[
        str, typer.Option(help="Why it is published whatever the gate finds; kept in the manifest.")
    ] = "",
    passphrase_env: Annotated[
        str, typer.Option(help="Environment variable with a passphrase: write a locked copy beside the report.")
    ] = "",
) -> None:
    """Close a month: run the notebooks and publish the report, whole or not at all."""
    from workbench.reporting.closing import plan, run
    from workbench.reporting.notebooks import parameters, progress

    given = parameters.pairs(parameter or [])
    asked = plan.Request(month, store, snapshot, out_folder, notebooks, given, timeout, wait, force)
    languages = parameters.listed(lang)
    request = replace(asked, override=override_gate, languages=languages, passphrase_env=passphrase_env)
    with progress.shown(out) as tell:
        closed = run.run_chapter(request, only, tell) if only else run.close_month(request, tell, say)
    say(closed.in_words())


@app.command()
def comment(
    month: Annotated[str, typer.Option(help="The month, YYYY-MM, or 'latest' for the latest full one.")] = "latest",
    lang: Annotated[str, typer.Option(help="For the report of this language only, such as zh.")] = "",
    store: StoreOption = "",
    notebooks: Annotated[Path | None, typer.Option(help="Folder of the notebooks; default: the nearest.")] = None,
) -> None:
    """Name the file in which you comment on a month; it is made if it is not there."""
    from workbench.reporting.commentary import folder as commentary_folder

    say(f"{commentary_folder.named(month, lang, store, notebooks)}")


@app.command()
def diff(
    months: Annotated[list[str], typer.Argument(help="Two closed months, YYYY-MM; one: against the month before.")],
    store: StoreOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="All that differs, for a program.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List the cells of tables and charts too.")] = False,
) -> None:
    """Tell what changed between two closed months: figures, parameters, data and code."""
    from workbench.memory.store import find
    from workbench.reporting.history import diff_words

    found = find(store)
    difference = diff_words.between(found, months)
    words = diff_words.in_words(difference, found.settings.currency, every=every)
    say(diff_words.as_json(difference) if as_json else words)


@app.command()
def lab(
    store: StoreOption = "",
    notebooks: Annotated[Path | None, typer.Option(help="Folder of the notebooks; default: the nearest.")] = None,
    extra: Annotated[list[str] | None, typer.Argument(help="Further options for JupyterLab, after --.")] = None,
) -> None:
    """Open JupyterLab on the notebooks, with a kernel of their own."""
    from workbench.reporting.notebooks import lab

    lab.start(notebooks, store, extra or [])
