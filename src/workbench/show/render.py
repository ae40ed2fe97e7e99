"""How a block looks, as HTML: the same in JupyterLab and in the report."""

import html
from typing import Any


def block(fields: dict[str, Any]) -> str:
    """A block's fields as an HTML fragment; every text is escaped."""
    return f"<p>{html.escape(str(fields['title']))}</p>"
