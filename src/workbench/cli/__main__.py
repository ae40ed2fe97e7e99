"""``python -m workbench.cli`` is ``workbench``."""

from workbench.cli import app

app()
