"""How a block looks, as HTML: the same in JupyterLab and in the report.

``block`` takes the plain fields of any block and writes it with the macros of
``templates/blocks.html``, which escape every text. In a report the page brings the style
once and puts a chart's picture in its place; in a notebook ``live`` brings the style along.
All texts are written here, by the manner in force: phrases again, labels looked up.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workbench.phrase import N_, SPACE, say, unpack
from workbench.show import comparisons, format, sparkline, theme
from workbench.show import words as words  # what it writes can be written again wherever blocks are
from workbench.show.languages import again, lookup

LABELS = {"info": N_("Note"), "missing": N_("What is missing"), "warning": N_("Take care")}
TEXTS = ("title", "why", "says", "text", "test", "do")
BETWEEN = " · "
MOST_ROWS = 200  # of a table in a page: more are read in the notebook, not on a phone
CUT = N_("The first {shown} of {rows} rows are shown.")
LIVE = ".wb-live"
LIVE_DARK = '[data-jp-theme-light="false"] .wb-live'


def block(
    fields: Mapping[str, Any], *, picture: Markup | str = "", anchor: str = "", link: str = "", snapshot: str = ""
) -> Markup:
    """A block's fields as an HTML fragment.

    Args:
        fields: what ``Block.fields()`` gave, or its JSON read back.
        picture: the HTML that stands where a chart's picture is drawn.
        anchor: the id of the fragment; empty: none.
        link: where a finding is proved; empty: here.
        snapshot: the data that were read, in a page that says more of them and of each source; empty: no page.

    >>> str(block({"block": "note", "title": "", "text": "a < b", "level": "info"}))
    '<aside class="wb wb-note wb-info">\\n<p><strong>Note.</strong> a &lt; b</p>\\n</aside>'
    """
    shown = _shown(unpack(fields), anchor) | {"link": link, "snapshot": snapshot}
    if fields["block"] == "chart":
        return _macro("chart", shown, picture)
    return _macro({"table": "table_block"}.get(fields["block"], fields["block"]), shown)


def live(fragment: Markup) -> str:
    """A fragment for the output of a cell, with its style; dark where JupyterLab is."""
    return str(Markup('<div class="wb-live"><style>{}</style>{}</div>').format(_live_style(), fragment))


def live_chart(fields: Mapping[str, Any]) -> tuple[str, str]:
    """What stands above and below a chart's picture in the output of a cell."""
    shown = _shown(unpack(fields), "") | {"snapshot": ""}
    frame = Markup('<div class="wb wb-chart">{}</div>')
    head, foot = (frame.format(_macro(part, shown)) for part in ("chart_head", "chart_foot"))
    return live(head), live(foot)


def _shown(fields: Mapping[str, Any], anchor: str) -> dict[str, Any]:
    """The fields with their texts in the language in force and their numbers in words, as the macros want them."""
    shown = {**fields, **{name: again(fields[name]) for name in TEXTS if name in fields}}
    shown |= {"anchor": Markup(' id="{}"').format(anchor) if anchor else "", "basis": _basis(fields)}
    unit, currency = fields.get("unit", "number"), fields.get("currency", "")
    if fields["block"] in ("kpi", "finding"):
        shown |= _number(fields, unit, currency)
    if fields["block"] == "kpi":
        compared, line = comparisons.comparisons(fields, currency), sparkline.line(fields, currency)
        shown |= {"comparisons": compared, "line": line, "size": (sparkline.WIDTH, sparkline.HEIGHT)}
        shown |= {"part_of": fields.get("part_of", "")}
    if fields["block"] in ("table", "chart"):
        shown |= _table(fields["columns"], fields["rows"], currency)
    if fields["block"] == "note":
        shown["label"] = lookup(LABELS[fields["level"]])
    return shown


def _basis(fields: Mapping[str, Any]) -> str:
    """What the numbers rest on: "n = 1,204 · September 2026"."""
    n, period = fields.get("n", 0), SPACE.join(again(fields.get("period", "")).rsplit(" ", 1))
    return BETWEEN.join(part for part in (format.sample(n) if n else "", period) if part)


def _number(fields: Mapping[str, Any], unit: str, currency: str) -> dict[str, str]:
    value, low, high, worth = (fields.get(name) for name in ("value", "low", "high", "worth"))
    is_of_shares = fields.get("tells") == "change" and unit == "percent"  # two shares differ by percentage points
    times, plain = (100, "points") if is_of_shares else (1, unit)
    bounds = (
        ""
        if low is None or high is None or low == high
        else format.interval(
            times * low, times * high, plain, like=None if value is None else times * value, currency=currency
        )
    )
    write = format.change if is_of_shares else format.value
    return {
        "number": "" if value is None else write(value, unit, currency=currency),
        "interval": bounds,
        "worth": "" if worth is None else format.value(worth, "money", currency=currency),
    }


def _table(columns: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, Any]], currency: str) -> dict[str, Any]:
    seen = rows[:MOST_ROWS]
    words = [format.column([row[c["name"]] for row in seen], c["unit"], currency=currency) for c in columns]
    head = [{"label": again(c["label"]), "numeric": c["unit"] not in ("text", "date", "month")} for c in columns]
    cut = again(say(CUT, shown=MOST_ROWS, rows=len(rows))) if len(rows) > MOST_ROWS else ""
    return {"head": head, "body": list(zip(*words, strict=True)), "cut": cut}


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("workbench.show"), autoescape=True, undefined=StrictUndefined)
    environment.globals["_"] = lookup
    return environment


def _macro(name: str, *args: object) -> Markup:
    return Markup(getattr(_environment().get_template("blocks.html").module, name)(*args))


@cache
def _live_style() -> Markup:
    return Markup(theme.css(LIVE, LIVE_DARK))
