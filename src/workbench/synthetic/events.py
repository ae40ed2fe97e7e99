"""What was planted in the world for a report to find: two service failures, a price rise, a campaign.

The months lie at fixed distances before the end, so a short world holds only the latest events.
"""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.arrays import Floats
from workbench.synthetic.recipe import Recipe

FADING = (1.0, 0.5, 0.25)
"""What is left of a failure's shift in the month it happens and in the two months after."""


@dataclass(frozen=True)
class Event:
    """Something that happened to many customers in one month.

    Args:
        name, kind: what it is called; "service failure", "price rise" or "campaign".
        month: YYYY-MM; a price rise lasts from its first day on, the others one month.
        touchpoint: where it was felt; empty for the whole relationship.
        reach: chance that a customer (of the touchpoint's users, for a failure) is touched.
        shift: change of the driver (failure) or of value (price rise) in standard deviations.
        leaving: chance that a touched customer leaves in that month because of it.
        price: rise of prices as a fraction.
        purchases: rise of the purchase rate of touched customers in that month, as a fraction.
        arrivals: rise of the customers won in that month, as a fraction.
        cost: amount spent on each touched customer.
    """

    name: str
    kind: str
    month: str
    touchpoint: str = ""
    reach: float = 1.0
    shift: float = 0.0
    leaving: float = 0.0
    price: float = 0.0
    purchases: float = 0.0
    arrivals: float = 0.0
    cost: float = 0.0

    def window(self, recipe: Recipe) -> tuple[float, float]:
        """First day of the event's month and of the next, in days since the world's start."""
        index = int((np.datetime64(self.month, "M") - recipe.start.astype("datetime64[M]")).astype(int))
        return float(recipe.edges[index]), float(recipe.edges[index + 1])


_PLANNED = (
    (9, Event("parcels stuck before Christmas", "service failure", "", "delivery", 0.6, -1.8, 0.04)),
    (7, Event("prices up", "price rise", "", shift=-0.5, price=0.04)),
    (4, Event("spring campaign", "campaign", "", reach=0.5, purchases=0.7, arrivals=0.4, cost=1.5)),
    (0, Event("new telephone system fails", "service failure", "", "call centre", 0.75, -2.2, 0.06)),
)


def planted(recipe: Recipe) -> tuple[Event, ...]:
    """The events of a world, in order of time; none in its first two months.

    >>> [event.month for event in planted(Recipe(months=12, end="2026-09"))]
    ['2025-12', '2026-02', '2026-05', '2026-09']
    """
    if not recipe.events:
        return ()
    last = np.datetime64(recipe.end, "M")
    fits = [(back, event) for back, event in _PLANNED if recipe.months - back > 2]
    return tuple(Event(**{**vars(event), "month": str(last - back)}) for back, event in fits)


def price_factor(recipe: Recipe, time: Floats) -> Floats:
    """Price level at times in days: 1 before any price rise."""
    factor = np.ones(np.shape(time))
    for event in planted(recipe):
        if event.price:
            factor = np.where(time >= event.window(recipe)[0], factor * (1 + event.price), factor)
    return factor
