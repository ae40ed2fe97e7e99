"""The charts of a page: slim figures, one shared template, and plotly.js packed into the page.

plotly.js lies in the page once, as gzip in base64, and the browser inflates it itself
(DecompressionStream). A figure is kept without its template, which all figures share.
"""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from workbench.reporting.closing.collect import Shown
from workbench.reporting.page import vendor
from workbench.show import charts, theme


class Library(NamedTuple):
    """plotly.js as it lies in the page, and the hash by which the page's policy knows it."""

    packed: str
    digest: str


@dataclass
class Charts:
    """The figures of a page, by the id of the place where each is drawn."""

    figures: list[dict[str, Any]] = field(default_factory=list)

    def place(self, anchor: str, figure: dict[str, Any], says: str) -> Markup:
        """Keep a figure and return the place where the page's script will draw it."""
        data = {"data": figure["data"], "layout": _slim(figure["layout"])}
        self.figures.append({"id": f"{anchor}-figure", "json": as_json(data)})
        height = int(figure["layout"].get("height", 360))
        return Markup(
            '<div class="plot" role="img" aria-label="{says}" data-figure="{anchor}-figure" style="height:{height}px">'
            '</div><p class="unseen">{says}</p>'
        ).format(says=says, anchor=anchor, height=height)


def drawn(cell: Shown) -> dict[str, Any] | None:
    """A chart's figure in the language in force; an analyst's own is as the notebook showed it. Others have none."""
    if not cell.fields.get("drawing"):
        return cell.figure
    figure, _ = charts.draw(cell.fields)
    return dict(json.loads(figure.to_json()))


@cache
def library() -> Library:
    """The vendored plotly.js as text, once for this process."""
    packed = vendor.packed()
    return Library(base64.b64encode(packed).decode(), digest(gzip.decompress(packed).decode()))


def digest(script: str) -> str:
    """The hash of a script as a content-security policy writes it.

    >>> digest("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def template() -> dict[str, Any]:
    """The one template, as plain values."""
    return dict(theme.template().to_plotly_json())


def as_json(value: object) -> Markup:
    """JSON that can lie inside a script element: nothing in it can end the element.

    >>> as_json({"a": "</script>"})
    Markup('{"a":"\\\\u003c/script>"}')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _slim(layout: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in layout.items() if key != "template"}
