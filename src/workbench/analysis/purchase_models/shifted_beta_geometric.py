"""Contracts, whose end is seen: the shifted-beta-geometric model of a cohort.

At each renewal a contract ends with a chance p, and p ~ Beta(alpha, beta) across contracts. Of those that
began, the share that lives through n renewals, and the retention at the next, are

    S(n) = B(alpha, beta + n) / B(alpha, beta)
    r(n + 1) = S(n + 1) / S(n) = (beta + n) / (alpha + beta + n)

so retention rises with age though no contract changes: the loose ones leave first. A row is how many renewals
a contract lived through and whether it then ended. The renewals to come, the next one due now, discounted
continuously at d a period, are a plain sum,

    sum over j >= 1 of e^(-d (j - 1)) S(n + j) / S(n)      (DERL; in closed form
    r(n + 1) 2F1(1, beta + n + 1; alpha + beta + n + 1; e^-d), which libraries lose for large beta)

taken to the last digit. Periods are those of the contract: calendar months or years, as long as they are.

References: Fader and Hardie 2007, How to project customer retention, J. Interactive Marketing 21(1):76-90.
Fader and Hardie 2010, Customer-base valuation in a contractual setting, Marketing Science 29:85-93.
"""

import math
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma

from workbench.analysis.purchase_models.ahead import require_an_end
from workbench.analysis.purchase_models.counted import Counted, Floats
from workbench.analysis.purchase_models.likelihood_model import LikelihoodModel
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_, say

COLUMNS = ("renewals", "ended")
FADED = 40.0  # e^-40 of a sum is less than its rounding
FEWEST_EACH = 5
NONE_DUE = N_("none of the {n} contracts has come to a renewal, so nothing is known of retention")
TOO_FEW = N_(
    "of {n} contracts, {ended} ended and {renewed} were renewed; retention needs at least {fewest} that ended and "
    "{fewest} that were renewed"
)


@dataclass(frozen=True, eq=False)
class Contracts(Counted):
    """Rows of contracts with the same past.

    Args:
        counts: contracts of each row, shape ``(n,)``.
        renewals: how many renewals they lived through.
        ended: 1 if they ended at the next, 0 if they run.
    """

    renewals: Floats = field(repr=False)
    ended: Floats = field(repr=False)

    @classmethod
    def read(cls, X: ArrayLike, sample_weight: ArrayLike | None = None) -> "Contracts":
        """Check a table of renewals and ended (a frame, or an array of shape ``(n, 2)``)."""
        table = np.asarray(X[list(COLUMNS)] if isinstance(X, pd.DataFrame) else X, dtype=float).reshape(-1, 2)
        counts = np.ones(len(table)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        rows = cls(counts, table[:, 0], table[:, 1])
        sound = np.isfinite(table).all() and (rows.renewals >= 0).all() and (rows.renewals % 1 == 0).all()
        if not (sound and np.isin(rows.ended, (0, 1)).all() and counts.shape == (len(table),) and (counts >= 0).all()):
            what = "renewals are whole numbers from 0 on, ended is 0 or 1, and each row has a count from 0 on"
            raise BadParameter(what, where="renewals, ended", do="see the query contract_renewals")
        return rows

    def in_units_of(self, unit: float) -> "Contracts":
        """Themselves: renewals are counted, not measured."""
        return self

    def weighted(self, counts: ArrayLike) -> "Contracts":
        """The same rows with other counts."""
        return replace(self, counts=np.asarray(counts, dtype=float))

    def thinned(self, customers: int) -> "Contracts":
        """Themselves: there are few rows, whatever the number of contracts."""
        return self


class ShiftedBetaGeometric(LikelihoodModel[Contracts]):
    """Retention of a cohort of contracts.

    >>> model = ShiftedBetaGeometric.of({"alpha": 3.80, "beta": 15.20})
    >>> model.predict([0, 1, 2, 3, 4], rate=math.log(1.1)).round(2).tolist()
    [3.31, 3.45, 3.59, 3.72, 3.84]
    """

    title = "shifted-beta-geometric"
    parameters = ("alpha", "beta")

    def survival(self, renewals: ArrayLike) -> Floats:
        """The share of new contracts that live through so many renewals."""
        alpha, beta = np.exp(self.point)
        return np.asarray(np.exp(betaln(alpha, beta + np.asarray(renewals, dtype=float)) - betaln(alpha, beta)))

    def retention(self, renewals: ArrayLike) -> Floats:
        """The chance that a contract with so many renewals is renewed once more."""
        alpha, beta = np.exp(self.point)
        n = np.asarray(renewals, dtype=float)
        return np.asarray((beta + n) / (alpha + beta + n))

    def predict(self, renewals: ArrayLike, *, horizon: float = math.inf, rate: float = 0.0) -> Floats:
        """Expected discounted renewals to come of running contracts, the next one due now.

        Args:
            renewals: how many each contract lived through, shape ``(n,)``.
            horizon: how many renewals are looked ahead; may be infinite.
            rate: the continuous discount rate a period.

        If the next renewal is due in t periods, multiply by e^(-rate t).
        """
        require_an_end(horizon, rate)
        n = np.atleast_1d(np.asarray(renewals, dtype=np.intp))
        longest = int(min(horizon, math.ceil(FADED / rate) if rate > 0 else math.inf))
        alpha, beta = np.exp(self.point)
        terms = np.arange(int(n.max(initial=0)) + longest + 1)
        logs = betaln(alpha, beta + terms) - betaln(alpha, beta) - rate * terms
        later = np.append(np.cumsum(np.exp(logs)[::-1])[::-1], 0.0)  # from each term on
        return np.asarray((later[n + 1] - later[n + 1 + longest]) / np.exp(logs[n]) * math.exp(rate))

    def _read(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> Contracts:
        return Contracts.read(X, sample_weight)

    def _too_little(self, rows: Contracts) -> Withheld | None:
        n, ended = round(rows.customers), round(float(rows.counts @ rows.ended))
        renewed = round(float(rows.counts[rows.renewals > 0].sum()))
        if ended + renewed == 0:
            return Withheld(say(NONE_DUE, n=n), n)
        if min(ended, renewed) < FEWEST_EACH:
            return Withheld(say(TOO_FEW, n=n, ended=ended, renewed=renewed, fewest=FEWEST_EACH), n)
        return None

    def _starts(self, rows: Contracts) -> list[Floats]:
        renewed, ended = float(rows.counts @ rows.renewals), float(rows.counts @ rows.ended)
        odds = renewed / ended
        return [np.log([alpha, alpha * odds]) for alpha in (1.0, 0.3, 4.0)]

    def _rows(self, params: Floats, rows: Contracts) -> tuple[Floats, Floats]:
        alpha, beta = params
        n, ended = rows.renewals, rows.ended
        values = betaln(alpha + ended, beta + n) - betaln(alpha, beta)
        both = digamma(alpha + beta) - digamma(alpha + beta + ended + n)
        by_alpha = digamma(alpha + ended) - digamma(alpha) + both
        by_beta = digamma(beta + n) - digamma(beta) + both
        return values, np.array([alpha * by_alpha, beta * by_beta])


def by_cohort(rows: pd.DataFrame) -> dict[str, "ShiftedBetaGeometric | Withheld"]:
    """A model for each cohort: the fitted model, or why there is none.

    Args:
        rows: the frame of `contract_renewals`: cohort, renewals, ended, contracts.
    """
    fitted: dict[str, ShiftedBetaGeometric | Withheld] = {}
    for cohort, part in rows.groupby("cohort", sort=True):
        model = ShiftedBetaGeometric().fit(part, sample_weight=part.contracts)
        fitted[str(cohort)] = model.withheld_ or model
    return fitted
