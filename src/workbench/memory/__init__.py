"""What we know: schema, ingest, snapshots and the queries that read them.

What notebooks use is found here by name, and imported when it is first asked for: a command
that only looks at the store's folder need not wait for the engine and for pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.memory.handover import closed_customers, leave_customers, reported_figures
    from workbench.memory.models import leave_model, reported_models
    from workbench.memory.month import Month
    from workbench.memory.month_view import MonthView, open_month
    from workbench.memory.restated import known_since
    from workbench.memory.snapshot import Snapshot
    from workbench.memory.store import Store

__all__ = [
    "Month",
    "MonthView",
    "Snapshot",
    "Store",
    "closed_customers",
    "known_since",
    "leave_customers",
    "leave_model",
    "open_month",
    "reported_figures",
    "reported_models",
]

_MODULES = {
    "Month": "month",
    "MonthView": "month_view",
    "Snapshot": "snapshot",
    "Store": "store",
    "closed_customers": "handover",
    "leave_customers": "handover",
    "leave_model": "models",
    "open_month": "month_view",
    "reported_figures": "handover",
    "reported_models": "models",
    "known_since": "restated",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
