"""How a report leaves the house: letters by e-mail, webhook and folder, kept until they have gone.

    deliver.report(store, "board", definition.channels, published, manifest, alerts, analysts)
    deliver.failure(store, "board", analysts, record, reason)
    deliver.flush(store)
    deliver.waiting(store)

The first two put letters into the outbox, the third carries them, the fourth says what has
not arrived. They are imported when they are used, so that channels can be read quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.reporting.deliver.post import failure, flush, report
    from workbench.reporting.deliver.rounds import Outcome, waiting

__all__ = ["Outcome", "failure", "flush", "report", "waiting"]

_HOME = {"failure": "post", "flush": "post", "report": "post", "Outcome": "rounds", "waiting": "rounds"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
