"""Commands on the store: load, migrate, start, and make the demonstration world."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.door import StoreOption, app, errors, out
from workbench.errors import BadParameter

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
