"""What stands in the books of customer equity: who was there, who is there, what they brought and are worth.

A period has an opening and a closing. Customers of the opening are counted by where they were and
where they are, if only lost; customers won or won back since by where they are. Each date has a chain,
counted from the months before it, and each chain gives each state a value. Who is lost is worth nothing
until won back.

The jackknife leaves the same customers out of everything at once: of both dates, of the cash and of
both chains. What remains is scaled back to all customers, so that totals keep their size.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import state_chain
from workbench.analysis.intervals import jackknife
from workbench.analysis.origins import months_before
from workbench.analysis.results import Result
from workbench.analysis.return_on_customer import Period

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Holdings:
    """Who was there, who is there, what they brought and what each state is worth.

    The leading axis of every array is 0 for everyone and 1..G for a group of customers left out,
    scaled back to all customers; S states of customers, and one more for who is lost.

    Args:
        frame: the states and groups.
        stayed: customers of the opening by state then and at the closing, shape ``(G + 1, S, S + 1)``.
        arrived: customers won or won back since, by state at the closing, shape ``(G + 1, S)``.
        cash: contribution booked in the period by state at the opening, shape ``(G + 1, S)``.
        cash_arrived: the same of customers won or won back since, shape ``(G + 1,)``.
        cash_elsewhere: booked on people who are customers neither at the opening nor at the closing, and
            on customers before the month they were won in.
        opening, closing: the chains of the months before the two dates.
        values_opening: value of each state at the opening by its chain, shape ``(G + 1, S + 1)``.
        values: the same at the closing, frozen: by the opening chain.
        values_refitted: the same at the closing by its own chain.
    """

    frame: state_chain.Frame
    stayed: Floats = field(repr=False)
    arrived: Floats = field(repr=False)
    cash: Floats = field(repr=False)
    cash_arrived: Floats = field(repr=False)
    cash_elsewhere: float
    opening: state_chain.Chain = field(repr=False)
    closing: state_chain.Chain = field(repr=False)
    values_opening: Floats = field(repr=False)
    values: Floats = field(repr=False)
    values_refitted: Floats = field(repr=False)

    @property
    def customers(self) -> Floats:
        """Customers of the opening by state, shape ``(G + 1, S)``."""
        return np.asarray(self.stayed.sum(axis=2))

    @property
    def opened(self) -> Floats:
        """Opening equity by state at the opening, shape ``(G + 1, S)``."""
        return self.customers * self.values_opening[:, :-1]

    @property
    def kept(self) -> Floats:
        """Closing equity, frozen, of the customers of the opening by their state then, shape ``(G + 1, S)``."""
        return np.asarray(np.einsum("gij,gj->gi", self.stayed, self.values))

    @property
    def won(self) -> Floats:
        """Closing equity, frozen, of customers won or won back since, shape ``(G + 1,)``."""
        return np.asarray((self.arrived * self.values[:, :-1]).sum(axis=1))

    @property
    def here(self) -> Floats:
        """Customers of the closing by state, shape ``(G + 1, S)``."""
        return np.asarray(self.stayed[:, :, :-1].sum(axis=1) + self.arrived)

    @property
    def closed(self) -> Floats:
        """Closing equity, refitted, of everyone, shape ``(G + 1,)``."""
        return np.asarray((self.here * self.values_refitted[:, :-1]).sum(axis=1))

    @property
    def n(self) -> int:
        """Customers at the closing."""
        return round(float(self.here[0].sum()))

    def told(self, totals: Floats) -> Result:
        """A statistic of shape ``(G + 1,)`` with its jackknife interval."""
        return jackknife(float(totals[0]), totals[1:], n=self.n)


def count(steps: pd.DataFrame, flows: pd.DataFrame, booked: pd.DataFrame, period: Period) -> Holdings:
    """Holdings from frames of the store.

    Args:
        steps: `state_steps` of single months, back to ``period.window_months`` before the opening.
        flows: `state_flows` of the period: from the opening to the closing as one step.
        booked: `cash_flow` of the period.
        period: the dates and assumptions.
    """
    frame = state_chain.Frame.of(steps, flows)
    chains = [
        state_chain.fit(_months(steps, day, period.window_months), frame) for day in (period.opening, period.closing)
    ]
    tally = state_chain.tally(flows, frame)
    # Who is a customer at neither end does not count when what is left is scaled back to everyone.
    people = tally.moved.sum(axis=(1, 2)) - tally.moved[:, -1, -1]
    # Where a single group holds everyone, nothing is left without it, and no number has an interval.
    scale = np.divide(people[0], people, out=np.full(len(people), np.nan), where=people > 0)[:, None, None]
    moved, brought = tally.moved * scale, tally.brought * scale
    return Holdings(
        frame=frame,
        stayed=moved[:, :-1],
        arrived=moved[:, -1, :-1],
        cash=brought[:, :-1].sum(axis=2),
        cash_arrived=brought[:, -1, :-1].sum(axis=1),
        cash_elsewhere=float(booked.contribution.sum() - brought[0].sum() + brought[0, -1, -1]),
        opening=chains[0],
        closing=chains[1],
        values_opening=period.values(chains[0], at_opening=True),
        values=period.values(chains[0]),
        values_refitted=period.values(chains[1]),
    )


def _months(steps: pd.DataFrame, day: dt.date, window: int) -> pd.DataFrame:
    """The steps of the ``window`` months that end on a day."""
    ends = pd.to_datetime(steps.step_end)
    return steps[(ends > pd.Timestamp(months_before(day, window))) & (ends <= pd.Timestamp(day))]
