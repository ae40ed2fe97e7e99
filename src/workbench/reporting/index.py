"""``OUT/index.html``: the published months, newest first, each with its key figures.

It is made of the manifests that lie in the months' folders and of nothing else, so it can
be written again at any time, and a month that was removed leaves it.
"""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workbench.memory.month import Month
from workbench.reporting.files import write_whole
from workbench.show import format, theme

FILE = "index.html"
# Not strftime, whose names depend on the machine's language.
_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
NAMES: tuple[str, ...] = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")


def write(out: Path) -> None:
    """Write the list of the months published below ``out``."""
    write_whole(out / FILE, render([json.loads(path.read_text(encoding="utf-8")) for path in _manifests(out)]))


def render(manifests: list[dict[str, Any]]) -> str:
    """The page from the months' manifests; every text in it is escaped.

    >>> page = render([{"month": "2026-09", "closed_at": "2026-10-02", "snapshot": "s1", "key_figures": []}])
    >>> '<a href="2026-09/report.html">September 2026</a>' in page
    True
    """
    environment = Environment(loader=PackageLoader("workbench.reporting"), autoescape=True, undefined=StrictUndefined)
    months = sorted(manifests, key=lambda manifest: str(manifest["month"]), reverse=True)
    shown = [{**manifest, **_in_words(manifest)} for manifest in months]
    return environment.get_template("index.html").render(months=shown, css=Markup(theme.css()), day=format.day)


def month_in_words(month: Month) -> str:
    """A month as people write it, whatever the machine's language.

    >>> month_in_words(Month(2026, 9))
    'September 2026'
    """
    return f"{NAMES[month.number - 1]} {month.year}"


def _in_words(manifest: dict[str, Any]) -> dict[str, Any]:
    """The month's title, and those of its key figures that have all that is shown of one.

    A month may have been published by another version; it is listed with what is known of it.
    """
    figures = [figure for figure in manifest.get("key_figures", ()) if figure.keys() >= {"title", "value", "interval"}]
    return {"title": month_in_words(Month.parse(manifest["month"])), "key_figures": figures}


def _manifests(out: Path) -> list[Path]:
    return list(out.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]/manifest.json"))
