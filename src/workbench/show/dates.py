"""Days and months in words, in the language in force."""

import datetime as dt

from babel.dates import format_date, format_skeleton

from workbench.phrase import SPACE
from workbench.show.languages import ENGLISH, manner, remembered

# Days are written as in Europe; American English would put the month first.
ENGLISH_DATES = {"yMMMd": "d MMM y", "yMMM": "MMM y", "yMMMM": "MMMM y"}


@remembered
def day(content: str, unit: str = "date") -> str:
    """An ISO day or month in words; what is none stays as it is.

    >>> day("2026-09-01").replace(SPACE, " "), day("2026-09", "month").replace(SPACE, " ")
    ('1 Sep 2026', 'Sep 2026')
    """
    date = _date(content)
    return content if date is None else _dated(date, "yMMM" if unit == "month" else "yMMMd").replace(" ", SPACE)


@remembered
def month(name: str) -> str:
    """A month in full from its YYYY-MM; what is none stays as it is.

    >>> month("2026-09")
    'September 2026'
    """
    date = _date(name)
    return name if date is None else _dated(date, "yMMMM")


def tick_month(date: dt.date, *, with_year: bool) -> str:
    """A month on an axis of time, the year below it.

    >>> tick_month(dt.date(2026, 9, 1), with_year=True)
    'Sep<br>2026'
    """
    locale = manner().locale
    name = format_date(date, "MMM", locale=locale)
    return f"{name}<br>{format_skeleton('y', date, locale=locale)}" if with_year else name


def _dated(date: dt.date, skeleton: str) -> str:
    if manner().language == ENGLISH:
        return format_date(date, ENGLISH_DATES[skeleton], locale=manner().locale)
    return format_skeleton(skeleton, date, locale=manner().locale)


def _date(content: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(content[:10] if len(content) != 7 else f"{content}-01")
    except ValueError:
        return None
