"""Write the generated pages of docs/: the data dictionary, the command line, the queries, the demonstration world.

Run by ``make docs``; ``tests/test_docs.py`` fails when a page is not what this writes.
"""

from pathlib import Path

import typer.main
from typer.cli import get_docs_for_click

from workbench import cli
from workbench.memory import queries, schema
from workbench.synthetic.page import page

HERE = Path(__file__).parent


def pages() -> dict[str, str]:
    """Each generated page's name and text."""
    return {
        "data-dictionary.md": schema.dictionary(),
        "cli.md": command_page(),
        "queries.md": query_page(),
        "demonstration-world.md": page(),
    }


def command_page() -> str:
    """Every command with its options, as typer's own documentation writes it."""
    command = typer.main.get_command(cli.app)
    context = typer.Context(command)
    text = get_docs_for_click(obj=command, ctx=context, name="workbench", title="The command line")
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip() + "\n"


def query_page() -> str:
    """Every query with the comment at its head."""
    head = "# Queries\n\nMade from `src/workbench/memory/queries/*.sql` by `make docs`; do not edit by hand.\n"
    return head + "".join(
        f"\n## `{name}`\n\n{queries.header(name)}\n" for name in (*queries.names(), *queries.part_names())
    )


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
