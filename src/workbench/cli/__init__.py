"""The command line: one short function a command, and one place where errors are printed.

Each command only passes on what the library does; its imports stand inside it, so that
`workbench --help` is there at once.
"""

from workbench.cli import letters, reports, schedule, store
from workbench.cli.door import app

__all__ = ["app", "letters", "reports", "schedule", "store"]
