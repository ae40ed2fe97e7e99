"""The command line's door: the group of all commands, the two consoles, and where errors are printed.

A WorkbenchError ends the command with its class's exit code and four lines on stderr:
what, where, which value, what to do.
"""

from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from workbench.errors import WorkbenchError

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
