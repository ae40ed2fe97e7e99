"""The command that carries letters."""

from typing import Annotated

import typer

from workbench.cli.door import StoreOption, app, say


@app.command()
def deliver(
    store: StoreOption = "",
    only_show: Annotated[bool, typer.Option("--show", help="Show what has not arrived; carry nothing.")] = False,
    again: Annotated[str, typer.Option(help="Name of a refused letter that is tried once more.")] = "",
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another command that delivers.")] = 0,
) -> None:
    """Carry the letters that wait in the outbox, oldest first; exit code 1 while one has not arrived."""
    from workbench.memory.store import find
    from workbench.reporting import deliver
    from workbench.reporting.deliver import outbox

    found = find(store)
    if again:
        outbox.once_more(found, again)
    sent = [] if only_show else [one for one in deliver.flush(found, wait=wait) if one.status == "sent"]
    left = deliver.waiting(found)
    for outcome in [*sent, *left]:
        say(f"{outcome.id}\n  {outcome.in_words()}")
    if not sent and not left:
        say("Nothing waits in the outbox.")
    if left:
        raise typer.Exit(1)
