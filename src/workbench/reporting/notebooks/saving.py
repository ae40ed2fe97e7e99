"""How papermill saves a notebook while it runs: whole, at each cell.

Its own writer empties the file first, so a kill or a full disk at that instant leaves half a
notebook, which nobody can open. Here a reader finds the last whole one.
"""

from pathlib import Path

from papermill.iorw import LocalHandler, papermill_io

from workbench.reporting.files import write_whole


class WholeFiles(LocalHandler):  # type: ignore[misc]
    """Papermill's reader and writer of files, which writes whole."""

    def write(self, content: str, path: str) -> None:
        """Replace the notebook in one step."""
        write_whole(Path(path), content, durable=False)


def use() -> None:
    """Let papermill save every notebook this way whose path begins at the root of the disk."""
    papermill_io.register(Path.cwd().anchor, WholeFiles())
