"""A month as the notebooks see it: a snapshot, and nothing after the month's last day."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from workbench import phrase
from workbench.errors import NotReady
from workbench.memory import questionnaires
from workbench.memory.month import Month
from workbench.memory.schema import TABLES
from workbench.memory.settings import Settings
from workbench.memory.snapshot import Snapshot
from workbench.phrase import Phrase

WHOLE = "if the month is whole, say so with data_to in the source's source.toml"


@dataclass(frozen=True)
class MonthView:
    """A snapshot as of the close of a month.

    Args:
        month: the month.
        snapshot: what is read; close it when done, or let it go with the notebook.
    """

    month: Month
    snapshot: Snapshot

    @property
    def as_of(self) -> dt.date:
        """The first day not seen: the day after the month."""
        return self.month.end

    @property
    def settings(self) -> Settings:
        """The company's settings."""
        return self.snapshot.settings

    @property
    def period(self) -> Phrase:
        """The month in words, such as 'September 2026'."""
        return phrase.month(str(self.month))

    def last_months(self, count: int) -> Phrase:
        """The months up to this one in words, such as '12 months to September 2026'."""
        return phrase.say("{months} months to {month}", months=count, month=self.period)

    def query(self, name: str, **params: Any) -> pd.DataFrame:
        """The frame a query gives, as of this month unless ``as_of`` is given.

        Raises:
            BadParameter: no such query, or a parameter is unknown, ill-typed or missing.
            NotReady: a date given lies after this month.
        """
        for date, value in params.items():
            if isinstance(value, dt.date) and value > self.as_of:
                do = f"ask for {self.as_of} or earlier, or open a later month"
                raise NotReady("the date lies after the month", where=f"{name}, {date}", value=value, do=do)
        return self.snapshot.query_with({"as_of": self.as_of, "known_until": self.as_of}, name, params)

    def questionnaires(
        self, window_months: int = 3, outcome: str = "satisfaction", as_of: dt.date | None = None
    ) -> pd.DataFrame:
        """Each customer's latest questionnaire that answers the outcome: a row a customer, a column a question.

        Columns: those of the query `questionnaires` but its two lists, then one for each row of the
        query `survey_items`, named by the item: 0 to 100, NaN where there is no answer that counts.

        Args:
            window_months: how many months back questionnaires count.
            outcome: the construct that must be answered.
            as_of: the first day not seen; the month's end if not given.

        Raises:
            NotReady: ``as_of`` lies after this month.
        """
        given = {"window_months": window_months, "outcome": outcome, "as_of": as_of or self.as_of}
        return questionnaires.spread(self.query("questionnaires", **given), self.query("survey_items"))

    def coverage(self) -> pd.DataFrame:
        """What the store holds before the month's end, a row a table.

        Columns: table, kind (of the four kinds of customer data), rows, first, last (days),
        adds (what the table makes possible).
        """
        counted = self.query("coverage").set_index("table_name").loc[list(TABLES)].reset_index()
        about = [TABLES[name] for name in counted["table_name"]]
        return pd.DataFrame(
            {
                "table": counted["table_name"],
                "kind": [table.kind for table in about],
                "rows": counted["rows"],
                "first": counted["first_on"],
                "last": counted["last_on"],
                "adds": [table.adds for table in about],
            }
        )


def open_month(month: str = "latest", *, store: str | Path = "", snapshot: str = "") -> MonthView:
    """Open a month of a store for reading.

    Args:
        month: YYYY-MM, or "latest" for the latest full month.
        store: the store's folder; empty: $WORKBENCH_STORE, else the nearest data/store.
        snapshot: the id of a snapshot; empty for the one in force.

    Raises:
        BadParameter: the month is malformed, or there is no such store or snapshot.
        NotReady: there is no store, or the month is not over, before the data, or empty.
    """
    wanted = None if month == "latest" else Month.parse(month)
    source = Snapshot.open(store, snapshot)
    try:
        view = MonthView(wanted or source.latest_full_month(), source)
        _require_data(view)
    except BaseException:
        source.close()
        raise
    return view


def _require_data(view: MonthView) -> None:
    """Refuse a month that the data do not cover, or in which nothing happened."""
    meta, latest, month = view.snapshot.meta, view.snapshot.latest_full_month(), view.month
    if month > latest:
        do = f"close {latest} or earlier; {WHOLE}"
        raise NotReady(f"the data end on {meta.data_to}, before the month does", where="month", value=month, do=do)
    if meta.data_from is None or month.end <= meta.data_from:
        first = latest if meta.data_from is None else Month.of(meta.data_from)
        do = f"close a month from {first} to {latest}" if first <= latest else f"wait until {first} is over; {WHOLE}"
        raise NotReady(f"the data begin on {meta.data_from}, after the month", where="month", value=month, do=do)
    if not _happened(view):
        do = f"load the month's files, or close another month up to {latest}"
        raise NotReady("nothing happened in the month", where="month", value=month, do=do)


def _happened(view: MonthView) -> bool:
    """Whether any table has an event in the month."""
    dated = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table.name} WHERE {table.happens} >= $start AND {table.happens} < $end)"
        for table in TABLES.values()
        if table.happens
    )
    found = view.snapshot.sql(f"SELECT {dated} AS happened", {"start": view.month.start, "end": view.month.end})
    return bool(found["happened"].iloc[0])
