"""What we know: schema, ingest, snapshots and the queries that read them."""

from workbench.memory.handover import closed_customers, leave_customers, reported_figures
from workbench.memory.month import Month
from workbench.memory.month_view import MonthView, open_month
from workbench.memory.snapshot import Snapshot
from workbench.memory.store import Store

__all__ = [
    "Month",
    "MonthView",
    "Snapshot",
    "Store",
    "closed_customers",
    "leave_customers",
    "open_month",
    "reported_figures",
]
