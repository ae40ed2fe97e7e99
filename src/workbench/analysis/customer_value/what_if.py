"""What if customers stayed longer, bought more, cost less to serve or to win?

The value under a change is computed anew, not extrapolated (`levers`); its interval is from paired resamples
(`resampling`), so that of a change is far narrower than that of the value itself.

Equity is that of the customers of today. Who is won, and at what cost, moves the return of the coming year:

    return = (e^d V' - V + N) / V

V is equity as things are, V' as they would be, e^d V' what it has become with its cash a year on, and N what
a year's new customers bring net of winning them: taken to be as many as in the last year, and like them. Who was
won in it is known where the data reach two years back; else N is left out, for with less the customers who were
there when the data begin would count as won.

Elasticity is the per cent of equity for one per cent of a lever. Where a customer brings m a year, leaves at
the rate mu and is worth m / (d + mu), that of retention e^-mu is 1 / (d + mu). Reference: Gupta, Lehmann and
Stuart 2004, Journal of Marketing Research 41:7-18: value grows with r / (1 + i - r), and 1 % of retention
is worth about 5 % of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import levers
from workbench.analysis.customer_value.levers import NAMES, Levers, Uncertain
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.customer_value.resampling import Resampling
from workbench.analysis.customer_value.valuation import Valuation, fit
from workbench.analysis.intervals import bootstrap
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Result, Withheld, frame_of
from workbench.phrase import N_, say

SHOWN = ("retention", "frequency", "spend", "margin", "serving", "won", "winning")
ALL_STAY = N_(
    "the model takes {stay} of 1,000 customers to stay a year, so there cannot be that many more of them; a short "
    "history does not tell who left from who is silent"
)
TOO_SHORT = N_("who was won in the last year, and who was a customer before, is known only with two years of data")
YEARS_KNOWN = 2
UNDEFINED = N_(
    "the customers are worth nothing or less, or what they are worth cannot be told from nothing, so no change can be "
    "compared with it"
)


@dataclass(frozen=True)
class Answer:
    """What a change would do.

    Args:
        equity: customer equity as it would be.
        change, share: of equity, in money and as a fraction of what it is.
        roc: the return of the coming year as it would be.
        roc_change: less what it is to be expected without the change.
    """

    equity: Result
    change: Result
    share: Result
    roc: Result
    roc_change: Result


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A valuation that can be asked what would be.

    Args:
        resamples: of its customers.
    """

    resamples: Resampling = field(repr=False)

    @classmethod
    def of(cls, model: Valuation, lives: Lives, *, resamples: int = 500, random_state: int = 0) -> "WhatIf":
        """From a valuation and the customers it was fitted to."""
        return cls(Resampling.of(model, lives, resamples=resamples, random_state=random_state))

    @classmethod
    def read(
        cls, lives: pd.DataFrame, *, rate: float, horizon_months: int = 0, resamples: int = 500
    ) -> "WhatIf | Withheld":
        """From the query `customer_lives`, where no valuation is at hand.

        Args:
            lives: the customers of a date.
            rate: the yearly discount rate, as a fraction.
            horizon_months: months of contribution that are counted; 0 counts all.
            resamples: how many are drawn.

        Withheld as the valuation is.
        """
        known = Lives.read(lives)
        model = fit(known, rate=rate, horizon=horizon_months / 12 if horizon_months else np.inf)
        return model if isinstance(model, Withheld) else cls.of(model, known, resamples=resamples)

    @property
    def knows_won(self) -> bool:
        """Whether the data reach back far enough to tell who was won in the last year."""
        age = self.resamples.seen.lives.age
        return bool(len(age) and age.max() >= YEARS_KNOWN * self.resamples.model.year)

    @property
    def retention(self) -> float:
        """The share of those who are customers now and still are one a year on."""
        return levers.stay(self.resamples.model, self.resamples.seen, 1.0)

    def ask(self, change: Levers, uncertain: Uncertain | None = None) -> Answer | Withheld:
        """What a change would do to equity and to the return of the coming year.

        Args:
            change: of the levers.
            uncertain: how far it may be off, where it is an estimate.

        Withheld when more customers would stay than there are.
        """
        if change.retention and self.retention * (1 + change.retention) >= 1:
            return Withheld(say(ALL_STAY, stay=round(1000 * self.retention)), self.resamples.n)
        asked = [Levers(), change, *(() if uncertain is None else uncertain.steps)]
        found = self._sums(asked)
        if uncertain is not None:
            slopes = (found[0, 2:] - found[0, 1]) / uncertain.sizes[:, None]
            found[1:, 1] += uncertain.draws @ slopes
        return self._answer(found[:, 0], found[:, 1])

    def tornado(self, step: float = 0.01, names: Sequence[str] = SHOWN) -> pd.DataFrame:
        """What each lever does by itself, a row each, the largest first.

        Args:
            step: the relative change of each.
            names: the levers.

        Returns lever, step, change, low, high (money), elasticity and roc_change each with _low and _high (per
        cent for a per cent; fraction), n, why: of a lever that cannot be moved. One that moves nothing has no row:
        nothing of it is recorded.
        """
        held = {name: Levers(**{name: step}) for name in names}
        refused = {name: why for name in held if (why := self._refused(name, step))}
        asked = [name for name in held if name not in refused]
        found = self._sums([Levers(), *(held[name] for name in asked)])
        rows = [_row(name, step, self._answer(found[:, 0], found[:, 1 + at])) for at, name in enumerate(asked)]
        rows += [{"lever": NAMES[name], "step": step, "why": why} for name, why in refused.items()]
        frame = frame_of(rows, COLUMNS).astype({"lever": object}).assign(n=self.resamples.n)
        frame = frame[(frame["change"] != 0) | (frame["roc_change"] != 0)]
        return frame.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)

    def _refused(self, name: str, step: float) -> str:
        """Why a lever cannot be moved; empty where it can."""
        if name == "retention" and self.retention * (1 + step) >= 1:
            return say(ALL_STAY, stay=round(1000 * self.retention))
        return TOO_SHORT if name == "won" and not self.knows_won else ""

    def _sums(self, asked: Sequence[Levers]) -> Floats:
        """Equity and a year's new customers under each, shape ``(1 + resamples, asked, 2)``."""
        # How much slower all must leave for so many more to stay is one factor for all groups.
        found = self.resamples.sums(lambda model, seen: levers.lines(model, seen, asked), mixed=True)
        sums = found[:, :, 0].reshape(-1, len(asked), 2)
        return sums if self.knows_won else sums * (1.0, 0.0)

    def _answer(self, now: Floats, then: Floats) -> Answer:
        """From sums of equity and of new customers, shape ``(1 + resamples, 2)`` each."""
        carry, n = float(np.exp(self.resamples.model.rate)), self.resamples.n

        def told(values: Floats) -> Result:
            return bootstrap(float(values[0]), values[1:], n=n)

        change = then[:, 0] - now[:, 0]
        base = told(now[:, 0])
        if isinstance(base, Withheld) or base.low <= 0:
            none = Withheld(UNDEFINED, n)
            return Answer(told(then[:, 0]), told(change), none, none, none)
        safe = np.where(now[:, 0] > 0, now[:, 0], np.nan)
        roc = (carry * then[:, 0] + then[:, 1]) / safe - 1
        before = (carry * now[:, 0] + now[:, 1]) / safe - 1
        return Answer(told(then[:, 0]), told(change), told(change / safe), told(roc), told(roc - before))


COLUMNS = [
    "lever",
    "step",
    *(f"{name}{end}" for name in ("change", "elasticity", "roc_change") for end in ("", "_low", "_high")),
    "why",
]


def _row(name: str, step: float, answer: Answer) -> dict[str, object]:
    row: dict[str, object] = {"lever": NAMES[name], "step": step, "why": ""}
    for told, result, unit in (
        ("change", answer.change, 1.0),
        ("elasticity", answer.share, step),
        ("roc_change", answer.roc_change, 1.0),
    ):
        if isinstance(result, Withheld):
            row["why"] = result.why
            continue
        ends = sorted((result.low / unit, result.high / unit))
        row |= {told: result.value / unit, f"{told}_low": ends[0], f"{told}_high": ends[1]}
    return row


def of(measured: Measured | Withheld) -> WhatIf | Withheld:
    """What would be after the closing of a measured period; withheld as the period is."""
    return measured if isinstance(measured, Withheld) else WhatIf.of(measured.closing, measured.after)


def tornado(asked: WhatIf | Withheld, step: float = 0.01) -> pd.DataFrame | Withheld:
    """What a change of each lever by itself would do to customer equity."""
    return asked if isinstance(asked, Withheld) else asked.tornado(step)
