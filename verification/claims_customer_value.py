"""Customer equity from customers' lives: how often its interval holds what the demonstration world's are worth.

The estimand is the value of everybody who has bought or signed before the date, still here or gone for good or
for a while, whether anybody knows it or not; people who never did either are in none of it. The truth of the
demonstration world holds lives that begin again after leaving, seasons and life events, none of which the
model knows of. It is drawn without planted events, because nobody can foresee these.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verification.claims import Outcome, at_least, claim, within
from verification.stores import seen
from workbench.analysis.customer_value import Lives, Valuation, doubt, fit
from workbench.analysis.customer_value.account import Books
from workbench.synthetic.value import customer_values

RATE = 0.10
CUSTOMERS = 6_000


@dataclass(frozen=True)
class Told:
    """What is told of a world's equity, and what it truly is.

    Args:
        value: told.
        low, high: its 90 % interval.
        truth: of the same customers.
    """

    value: float
    low: float
    high: float
    truth: float

    @property
    def holds(self) -> bool:
        """Whether the interval holds the truth."""
        return self.low <= self.truth <= self.high


@claim(
    "In the demonstration world the 90 % interval of customer equity holds what the customers are truly worth.",
    limit="at least 85 of 100 seeds",
    seeds=range(1, 101),
)
def true_equity_is_in_the_interval(seeds: Sequence[int]) -> Outcome:
    found = [_world(seed) for seed in seeds]
    return at_least(round(0.85 * len(found)), sum(each.holds for each in found), of=len(found))


@claim(
    "In the demonstration world customer equity is right on average.",
    limit="95 to 105 % of the true value on average",
    seeds=range(1, 41),
)
def equity_is_right_on_average(seeds: Sequence[int]) -> Outcome:
    return within(float(np.mean([each.value / each.truth for each in map(_world, seeds)])), 0.95, 1.05, "{:.1%}")


def _world(seed: int) -> Told:
    with seen(seed, customers=CUSTOMERS) as world:
        frame = world.ask("customer_lives")
        worth = customer_values(world.recipe, str(world.today), RATE).set_index("customer_id").value
    lives = Lives.read(frame)
    model = fit(lives, rate=RATE)
    assert isinstance(model, Valuation), model
    books = Books.of(lives, lives, 0, lives.number, np.zeros(len(lives)), np.zeros(len(lives)))
    totals = doubt.totals(books, model, model, np.zeros(len(lives), dtype=int), 1).of("closing")[:, 0]
    low, high = np.quantile(totals[1:], [0.05, 0.95])
    return Told(float(totals[0]), float(low), float(high), float(worth[frame.customer_id].sum()))
