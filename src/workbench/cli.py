"""The command line: one short function a command, and one place where errors are printed.

Each command only passes on what the library does. A WorkbenchError ends the command with
its class's exit code and four lines on stderr: what, where, which value, what to do.
"""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from workbench.errors import BadParameter, WorkbenchError

errors = Console(stderr=True, soft_wrap=True, highlight=False)
out = Console(soft_wrap=True, highlight=False)
say = partial(out.print, markup=False)


class Door(TyperGroup):
    """The group of all commands; turns a WorkbenchError into words and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error the user can act on is printed without a traceback."""
        try:
            return super().invoke(ctx)
        except WorkbenchError as error:
            errors.print(f"[bold red]Error:[/] {escape(str(error))}")
            raise typer.Exit(error.exit_code) from error


app = typer.Typer(
    cls=Door,
    help="Customer-experience analytics: from touchpoint to Return on Customer, every month.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

StoreOption = Annotated[str, typer.Option(help="Folder of the store; default: the nearest data/store.")]
DataOption = Annotated[Path | None, typer.Option(help="The folder that {data} stands for in the source's SQL.")]
WaitOption = Annotated[float, typer.Option(min=0, help="Seconds to wait for whoever is writing to the store.")]


@app.command()
def ingest(
    folder: Annotated[Path, typer.Argument(help="The source: a folder with one file a table.")],
    data: DataOption = None,
    store: StoreOption = "",
    max_rejected: Annotated[float, typer.Option(min=0, max=1, help="Share of rows that may be rejected.")] = 0.01,
    replace: Annotated[bool, typer.Option("--replace", help="Start anew instead of adding.")] = False,
    wait: WaitOption = 0,
) -> None:
    """Load a source into a new snapshot: all of it, or nothing."""
    from workbench.memory import ingest
    from workbench.memory.load_report import summary
    from workbench.memory.steps import Steps

    with Steps(errors) as steps:
        report = ingest.load(
            folder, data=data, store=store, max_rejected=max_rejected, replace=replace, wait=wait, say=steps.say
        )
    out.print(summary(report), markup=False)


@app.command()
def status(store: StoreOption = "") -> None:
    """List the snapshots, the closed months and the last runs."""
    from workbench.memory import status
    from workbench.memory.store import find
    from workbench.reporting import runs

    found = find(store)
    last = [
        [run.id, run.kind, run.month, run.outcome or run.status, f"{run.seconds:.0f} s"]
        for run in runs.read_all(found.runs_folder)[:10]
    ]
    for part in (status.snapshots(found), status.closed_months(found), status.runs(last)):
        out.print(f"{part}\n", markup=False)


@app.command()
def migrate(store: StoreOption = "", wait: WaitOption = 0) -> None:
    """Bring a store made by an older version up to date, as a new snapshot."""
    from workbench.memory.migrate import migrate
    from workbench.memory.store import find

    found = find(store)
    before, after = found.current_id(), migrate(found, wait=wait).id
    out.print(f"Snapshot {after} is in force." if after != before else "Nothing to do: the store is up to date.")


@app.command()
def start(
    data_name: Annotated[str, typer.Option(help="'demo', or the name of a folder in data/sources.")] = "demo",
    data: DataOption = None,
    store: StoreOption = "",
) -> None:
    """Fill the store if it is empty: with the demonstration world, or with a source of data/sources."""
    from workbench.memory import sources
    from workbench.memory.store import find_or_new

    target = find_or_new(store)
    if target.current_id():
        out.print(f"The store {target.folder} holds snapshot {target.current_id()}.", markup=False)
    elif data_name == "demo":
        demo(store=str(target.folder))
    else:
        ingest(sources.example(data_name), data=data, store=str(target.folder))


@app.command()
def demo(
    customers: Annotated[int, typer.Option(help="People who bought at least once.")] = 20_000,
    months: Annotated[int, typer.Option(help="Months of history.")] = 36,
    seed: Annotated[int, typer.Option(help="Another seed is another world.")] = 1,
    end: Annotated[str, typer.Option(help="The last full month, YYYY-MM.")] = "2026-09",
    store: StoreOption = "",
) -> None:
    """Make a customer base whose truth is known, beside the store, and load it."""
    from workbench import synthetic
    from workbench.memory import ingest
    from workbench.memory import store as stores
    from workbench.memory.load_report import summary
    from workbench.memory.steps import Steps

    target = stores.find_or_new(store)
    folder = target.folder.resolve().with_name(f"{target.folder.name}-demo")
    if target.current_id() and target.current().source != str(folder):
        advice = "name a new folder with --store"
        raise BadParameter("the store already holds other data", where=str(target.folder), do=advice)
    with Steps(errors) as steps:
        steps.say("drawing the world")
        synthetic.write(synthetic.Recipe(customers=customers, months=months, seed=seed, end=end), folder)
        report = ingest.load(folder, store=target.folder, replace=True, say=steps.say)
    out.print(summary(report), markup=False)


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
) -> None:
    """Close a month: run the notebooks and publish the report, whole or not at all."""
    from workbench.reporting import parameters, plan, progress, run

    given = parameters.pairs(parameter or [])
    request = plan.Request(month, store, snapshot, out_folder, notebooks, given, timeout, wait, force)
    with progress.shown(out) as tell:
        closed = run.run_chapter(request, only, tell) if only else run.close_month(request, tell, say)
    say(closed.in_words())


@app.command()
def lab(
    store: StoreOption = "",
    notebooks: Annotated[Path | None, typer.Option(help="Folder of the notebooks; default: the nearest.")] = None,
    extra: Annotated[list[str] | None, typer.Argument(help="Further options for JupyterLab, after --.")] = None,
) -> None:
    """Open JupyterLab on the notebooks, with a kernel of their own."""
    from workbench.reporting import lab

    lab.start(notebooks, store, extra or [])


if __name__ == "__main__":
    app()
