"""A plain logistic regression that says when it has no answer.

    log(p / (1 - p)) = a + b1 x1 + ... + bk xk

fitted by maximum likelihood without penalty, weights or resampling, because each of these bends
probabilities. Gaps are filled with the median and marked by an indicator of their own; columns are
standardised; columns that repeat others are dropped.

Separation: when some combination of columns tells the two classes apart (fully, or for everyone who
has a certain value), the likelihood grows for ever and coefficients run away (Albert and Anderson
1984). Any solver stops somewhere on that way. What gives it away is Newton's next step from there:
next to a maximum it hardly moves anyone's log odds; on the way to infinity it moves those of the
separated rows by about one more, however small the gradient has become.

Standard errors come from the information matrix at the maximum.

References: Albert and Anderson 1984, Biometrika 71:1-10. Peduzzi et al. 1996, J. Clinical
Epidemiology 49:1373-1379. Hosmer, Lemeshow and Sturdivant 2013, Applied Logistic Regression.
"""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.special import expit, logit
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from workbench.analysis.drop_repeats import DropRepeats
from workbench.analysis.results import Withheld
from workbench.phrase import N_, Phrase, say

GAP = "missing: "
TOO_FEW = N_(
    "only {rarer} of {n} customers had the rarer outcome; {columns} columns need {needed} of them, {each} each"
)
SEPARATED = N_(
    "'{term}' tells the two outcomes apart without an error (separation), so its weight has no limit; "
    "such a column usually knows the outcome: look where it comes from"
)
RARE = 20  # a column that differs from its commonest value for fewer rows tells of single customers
RUNAWAY = 0.1  # next to a maximum, a further Newton step moves nobody's log odds this far


@dataclass(frozen=True)
class Logistic:
    """A fitted regression.

    Args:
        pipeline: fills, standardises, drops and predicts.
        coefficients: a row per term: term, coefficient (per unit of the column), low, high, strength
            (the coefficient per standard deviation).
        left_out: columns that could not be used, with the reason.
        n, events: rows fitted and rows of class 1.
    """

    pipeline: Pipeline = field(repr=False)
    coefficients: pd.DataFrame = field(repr=False)
    left_out: dict[str, str]
    n: int
    events: int

    def predict(self, table: pd.DataFrame) -> NDArray[np.float64]:
        """Probabilities of class 1 for rows with the columns fitted, shape ``(rows,)``."""
        if table.empty:
            return np.empty(0)
        columns = self.pipeline.feature_names_in_
        return np.asarray(self.pipeline.predict_proba(table[columns].astype(float))[:, 1])

    def log_odds(self, table: pd.DataFrame) -> NDArray[np.float64]:
        """The linear predictor, shape ``(rows,)``."""
        return np.asarray(logit(np.clip(self.predict(table), 1e-12, 1 - 1e-12)))


def fit(
    table: pd.DataFrame,
    happened: ArrayLike,
    *,
    events_a_column: int = 10,
    level: float = 0.95,
    called: Callable[[str], str] = str,
) -> Logistic | Withheld:
    """Fit the log odds of an event on the columns of a table.

    Args:
        table: numbers, shape ``(rows, columns)``; not-a-number marks a gap.
        happened: 0 or 1, shape ``(rows,)``.
        events_a_column: rows of the rarer class that each fitted column needs (Peduzzi et al. 1996).
        level: coverage of the intervals of the coefficients.
        called: how a sentence calls a term; by default by its name.

    Withheld when only one class is there, when no column can be used, when the rarer class is too
    small, or under separation.

    >>> x = pd.DataFrame({"visits": np.tile([0.0, 1.0, 2.0, 3.0], 50)})
    >>> y = np.tile([0, 0, 1, 0, 0, 1, 1, 1], 25)
    >>> model = fit(x, y)
    >>> round(float(model.coefficients.coefficient.iloc[0]), 2)
    0.91
    """
    outcome = np.asarray(happened, dtype=int)
    n, events = len(outcome), int(outcome.sum())
    if events in (0, n):
        return Withheld(say("all {n} customers had the same outcome, so there is nothing to tell apart", n=n), n)
    left_out = _unusable(table)
    usable = table.drop(columns=list(left_out)).astype(float)
    if usable.empty or usable.shape[1] == 0:
        return Withheld(N_("no column differs between enough customers to tell them apart"), n)
    pipeline = _trained(usable, outcome)
    standardised, names, repeats = _terms(pipeline, usable)
    left_out |= dict.fromkeys(repeats, "it repeats other columns")
    if min(events, n - events) < events_a_column * len(names):
        return Withheld(_too_few(min(events, n - events), n, len(names), events_a_column), n)
    moved, covariance = _newton(pipeline[-1], standardised, outcome)
    if moved > RUNAWAY:
        term = names[int(np.argmax(np.abs(pipeline[-1].coef_[0])))]
        return Withheld(say(SEPARATED, term=called(term)), n)
    coefficients = _coefficients(pipeline, names, covariance, level)
    return Logistic(pipeline, coefficients, left_out, n, events)


def _unusable(table: pd.DataFrame) -> dict[str, str]:
    """Columns without values, or in which too few rows differ from the commonest value."""
    reasons: dict[str, str] = {}
    for name in table.columns:
        values = table[name].dropna()
        if values.empty:
            reasons[str(name)] = "it is recorded for nobody"
        elif len(values) - int(values.value_counts().iloc[0]) < RARE:
            reasons[str(name)] = f"fewer than {RARE} customers differ in it"
    return reasons


def _trained(usable: pd.DataFrame, outcome: NDArray[np.int_]) -> Pipeline:
    pipeline = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True).set_output(transform="pandas"),
        StandardScaler().set_output(transform="pandas"),
        DropRepeats(),
        LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-8, max_iter=100),
    )
    with warnings.catch_warnings():
        # Judged afterwards by Newton's step, which also tells why a fit did not converge.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return pipeline.fit(usable, outcome)


def _terms(pipeline: Pipeline, usable: pd.DataFrame) -> tuple[NDArray[np.float64], list[str], list[str]]:
    """The standardised table as fitted, the names of its columns, and those that were dropped."""
    prepared = pipeline[:2].transform(usable)
    names = [str(name).replace("missingindicator_", GAP) for name in prepared.columns]
    kept = pipeline[2].kept_
    return (
        np.asarray(prepared, dtype=float)[:, kept],
        [name for name, keep in zip(names, kept, strict=True) if keep],
        [name for name, keep in zip(names, kept, strict=True) if not keep],
    )


def _newton(
    regression: LogisticRegression, table: NDArray[np.float64], outcome: NDArray[np.int_]
) -> tuple[float, NDArray[np.float64]]:
    """How far Newton's next step would move anyone's log odds, and the inverse information (intercept first)."""
    design = np.column_stack([np.ones(len(table)), table])
    chance = expit(design @ np.concatenate([regression.intercept_, regression.coef_[0]]))
    information = (design * (chance * (1 - chance))[:, None]).T @ design
    if np.linalg.cond(information) > 1e14:
        return math.inf, np.full(information.shape, np.nan)
    covariance = np.linalg.inv(information)
    step = covariance @ (design.T @ (outcome - chance))
    return float(np.abs(design @ step).max()), covariance


def _coefficients(pipeline: Pipeline, names: list[str], covariance: NDArray[np.float64], level: float) -> pd.DataFrame:
    scale = pipeline[1].scale_[pipeline[2].kept_]
    strength = pipeline[-1].coef_[0]
    half = float(stats.norm.ppf((1 + level) / 2)) * np.sqrt(np.diag(covariance))[1:]
    return pd.DataFrame(
        {
            "term": names,
            "coefficient": strength / scale,
            "low": (strength - half) / scale,
            "high": (strength + half) / scale,
            "strength": strength,
        }
    )


def _too_few(rarer: int, n: int, columns: int, events_a_column: int) -> Phrase:
    needed = {"columns": columns, "needed": events_a_column * columns, "each": events_a_column}
    return say(TOO_FEW, rarer=rarer, n=n, **needed)
