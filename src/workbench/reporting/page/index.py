"""``OUT/index.html``: the months of a folder of reports, newest first, with their key figures and findings.

One page a language, ``index.html`` in that of the newest report. It is searched as one types, by a
script the page's policy knows by its hash; without scripts all months are simply shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup

from workbench.errors import WorkbenchError
from workbench.phrase import N_
from workbench.reporting.files import write_whole
from workbench.reporting.history import attempts
from workbench.reporting.history import published as history
from workbench.reporting.history.published import Month
from workbench.reporting.page.charts import digest
from workbench.reporting.page.files import asset, environment
from workbench.show import format, sparkline, theme
from workbench.show.languages import again, lookup, writing

FILE = "index.html"
# By whether the latest run was held back, and whether there is a report.
_TROUBLE = {
    (True, True): N_(
        "The latest run, of {day}, was held back by the checks before publishing. The report of {closed} stands."
    ),
    (True, False): N_(
        "The latest run, of {day}, was held back by the checks before publishing. There is no report yet."
    ),
    (False, True): N_("The latest run, of {day}, did not come to its end. The report of {closed} stands."),
    (False, False): N_("The latest run, of {day}, did not come to its end. There is no report yet."),
}


def write(out: Path) -> None:
    """Write the list of the months published below ``out``, once a language."""
    months = history.read(out)
    for language, name in _pages(history.languages(months)).items():
        write_whole(out / name, render(months, language))


@contextmanager
def told(out: Path, month: str) -> Iterator[None]:
    """Tell the readers of a folder of reports when what the ``with`` holds fails; the failure goes on its way."""
    try:
        yield
    except WorkbenchError as error:
        try:
            attempts.note(out, month, error)
            write(out)
        except OSError as unwritten:  # such as a full disk, which may be why it failed
            error.add_note(f"the list of months could not be written: {unwritten}")
        raise


def render(months: Sequence[Month], language: str = "en") -> str:
    """The page in a language; every text in it is escaped.

    >>> page = render([Month("2026-09", "2026-10-02", pages={"en": "report.html"})])
    >>> '<a href="2026-09/report.html">September 2026</a>' in page
    True
    """
    with writing(language):
        return (
            environment()
            .get_template("index.html")
            .render(
                language=language.replace("_", "-"),
                others=_named(_pages(history.languages(months)), language),
                months=[_shown(month, language) for month in months],
                numbers=[_past(number, months) for number in history.pasts(months)],
                newest=next((format.month(month.name) for month in months if month.numbers), ""),
                size=(sparkline.WIDTH, sparkline.HEIGHT),
                css=Markup(theme.css() + asset("index.css")),
                script=Markup(asset("index.js")),
                digest=digest(asset("index.js")),
            )
        )


def _shown(month: Month, language: str) -> dict[str, Any]:
    """A month as the template wants it, its texts in the language in force."""
    chosen = language if language in month.pages else next(iter(month.pages), "")
    return {
        "title": format.month(month.name),
        "page": f"{month.name}/{month.pages[chosen]}" if chosen else "",
        "others": _named({name: f"{month.name}/{page}" for name, page in month.pages.items()}, chosen),
        "numbers": [_number(number, month.currency) for number in month.numbers],
        "findings": [again(finding) for finding in month.findings],
        "closed": format.day(month.closed_at[:10]) if month.closed_at else "",
        "snapshot": month.snapshot,
        "trouble": _trouble(month),
    }


def _number(number: Mapping[str, Any], currency: str) -> dict[str, str]:
    value, low, high, unit = (number[name] for name in ("value", "low", "high", "unit"))
    interval = None if low is None or low == high else format.interval(low, high, unit, like=value, currency=currency)
    return {
        "title": again(number["title"]),
        "value": format.value(value, unit, currency=currency),
        "interval": interval or "",
    }


def _past(number: Mapping[str, Any], months: Sequence[Month]) -> dict[str, Any]:
    """A key number of the newest month, with the picture of its past."""
    currency = next(month.currency for month in months if month.numbers)
    return {**_number(number, currency), "line": sparkline.line(number, currency)}


def _trouble(month: Month) -> str:
    """What became of the latest run, in words for a reader; empty if it was published."""
    if not month.attempt:
        return ""
    template = lookup(_TROUBLE[bool(month.attempt["held_back"]), bool(month.closed_at)])
    return template.format(day=format.day(month.attempt["at"][:10]), closed=format.day(month.closed_at[:10]))


def _pages(languages: Sequence[str]) -> dict[str, str]:
    """The list's file of each language: the first one's is ``index.html``."""
    return {name: f"index.{name}.html" if place else FILE for place, name in enumerate(languages)}


def _named(pages: Mapping[str, str], but: str) -> list[dict[str, str]]:
    """The pages of the other languages, each named in itself."""
    return [
        {"page": page, "code": name.replace("_", "-"), "name": str(Locale.parse(name).get_display_name(name))}
        for name, page in pages.items()
        if name != but
    ]
