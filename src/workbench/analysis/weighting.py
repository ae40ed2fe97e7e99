"""A survey weighted so that those who answered stand for everyone, and what that changes.

Three ways, and none is the truth: as answered (``none``); raked to the known numbers of customers by
state, value tier and region (see `raking`); by the chance to answer, given behaviour (see
`propensity`). Where the three agree, who answered matters little for the number; where they do not,
the difference is the least one should doubt it by. Weights cost certainty: the effective n and the
design effect n / effective n stand beside each number.

Intervals take the weights as known. That they are estimated usually narrows the true interval of a
propensity-weighted mean a little, so these are rather too wide (Rosenbaum 1987; Lunceford and
Davidian 2004).

References: Rosenbaum 1987, JASA 82:387-394. Lunceford and Davidian 2004, Statistics in Medicine
23:2937-2960. Kish 1965, Survey Sampling.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import advocacy, propensity, regression
from workbench.analysis.indices.item_sums import of_survey
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights as ItemWeights
from workbench.analysis.moments import Floats
from workbench.analysis.raking import Weights, rake
from workbench.analysis.response import worth
from workbench.analysis.results import Result, Withheld
from workbench.analysis.small_cells import OTHER, UNRECORDED
from workbench.analysis.surveys import Survey
from workbench.errors import BadParameter
from workbench.phrase import N_, say

KINDS = ("none", "raking", "propensity")
MARGINS = ("state", "value_tier", "region")
FEWEST = 10  # answerers of a value that is raked to its own total; rarer values go together
NUMBERS = ["value", "low", "high", "n", "effective_n", "design_effect"]
COLUMNS = ["weighting", "statistic", *NUMBERS, "why"]

STRANGERS = N_("{n} of {all} customers who answered are not among those who could have, so nothing is known of them")
INDEX = N_("index of {outcome}")
NPS = N_("net promoter score")
EFFECT = N_("points of {outcome} for a point of {driver}")
NOT_IN_MODEL = N_("'{driver}' is not among the drivers")

Statistic = Callable[[Survey], Result]


def apply(survey: Survey, kind: str, who: pd.DataFrame) -> Survey | Withheld:
    """The survey, weighted.

    Args:
        survey: the answers of a window.
        kind: none, raking or propensity.
        who: a row per customer who could have answered in the same window (query `who_answered`).

    Withheld when customers answered who are not in ``who``, and when no such weights can be made.
    BadParameter for another kind.
    """
    if kind not in KINDS:
        raise BadParameter("no such weighting", where="weighting", value=kind, do=f"choose one of {', '.join(KINDS)}")
    if kind == "none":
        return survey
    table, names = who.set_index("customer_id"), survey.about["customer_id"]
    strangers = int((~names.isin(table.index)).sum())
    if strangers:
        return Withheld(say(STRANGERS, n=strangers, all=survey.n), survey.n)
    given = pd.Series(survey.weights, index=names)
    answered = table.index.isin(given.index[given > 0])  # an answer of weight zero stands for nobody
    start = np.asarray(given[table.index[answered]], dtype=float)
    found = _raked(table, answered, start) if kind == "raking" else _by_chance(table, answered, start)
    if isinstance(found, Withheld):
        return found
    factors = pd.Series(found.values / start, index=table.index[answered])
    return survey.weighted(factors.reindex(names, fill_value=1.0))


def or_as_answered(weighted: Survey | Withheld, survey: Survey) -> Survey:
    """The weighted survey; where it could not be weighted, as answered, which whoever shows it must say.

    Args:
        weighted: what ``apply`` gave.
        survey: the same as answered.
    """
    return survey if isinstance(weighted, Withheld) else weighted


def beside(survey: Survey, who: pd.DataFrame, statistics: Mapping[str, Statistic]) -> pd.DataFrame:
    """Numbers as answered, raked, and by the chance to answer, beside each other.

    Args:
        survey: the answers of a window, as answered.
        who: as for ``apply``.
        statistics: what to compute of a survey, by name, such as ``usual``.

    Returns a row per statistic and weighting: weighting, statistic, value, low, high, n (customers
    behind the number), design_effect (of the weights of all answers), effective_n (n over it), why
    (numbers are empty).
    """
    surveys = {kind: apply(survey, kind, who) for kind in KINDS}
    rows = [
        {"weighting": kind, "statistic": name, **_row(weighted, statistic)}
        for name, statistic in statistics.items()
        for kind, weighted in surveys.items()
    ]
    # As objects, since pandas' own texts would forget how a sentence was made.
    found = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return found.astype(dict.fromkeys(NUMBERS, float)).astype({"n": int})


def usual(weights: ItemWeights, outcome: str, drivers: list[str], driver: str = "") -> dict[str, Statistic]:
    """The numbers most looked at: the index of the outcome, the net promoter score, a driver's effect.

    Args:
        weights: of the questions.
        outcome: such as 'satisfaction'.
        drivers: what may explain it.
        driver: the one whose effect is told, such as the leading one; empty: none.
    """

    def index(survey: Survey) -> Result:
        return of_survey(survey, Topic(outcome).questions(survey.items)).index(weights)

    def net(survey: Survey) -> Result:
        return advocacy.of(survey).nps

    def effect(survey: Survey) -> Result:
        fitted = regression.fit(survey.moments(outcome, drivers), outcome, drivers)
        if isinstance(fitted, Withheld):
            return fitted
        of = {each.driver: each.effect for each in fitted.coefficients}
        return of.get(driver, Withheld(say(NOT_IN_MODEL, driver=driver)))

    found: dict[str, Statistic] = {say(INDEX, outcome=outcome): index, NPS: net}
    return found | ({say(EFFECT, outcome=outcome, driver=driver): effect} if driver else {})


def _raked(table: pd.DataFrame, answered: NDArray[np.bool_], start: Floats) -> Weights | Withheld:
    cells = pd.DataFrame({name: _collapsed(table[name], answered) for name in MARGINS if name in table})
    totals = {str(name): {str(value): n for value, n in cells[name].value_counts().items()} for name in cells}
    return rake(cells[answered], totals, start=start)


def _by_chance(table: pd.DataFrame, answered: NDArray[np.bool_], start: Floats) -> Weights | Withheld:
    found = propensity.fit(table, answered)
    return found if isinstance(found, Withheld) else found.weights(start=start)


def _collapsed(values: pd.Series, answered: NDArray[np.bool_]) -> pd.Series:
    """The values of a column with those that hardly anybody answered for put together."""
    named = values.fillna("").astype(str).replace("", UNRECORDED)
    counts = named[answered].value_counts().reindex(named.unique(), fill_value=0).sort_values()
    together: list[str] = []
    for value, n in counts.items():
        enough = not together or counts[together].sum() >= FEWEST
        if n >= FEWEST and enough:
            break
        together.append(str(value))
    return named.mask(named.isin(together), OTHER)


def _row(weighted: Survey | Withheld, statistic: Statistic) -> dict[str, object]:
    if isinstance(weighted, Withheld):
        return {"n": weighted.n, "why": weighted.why}
    found = statistic(weighted)
    if isinstance(found, Withheld):
        return {"n": found.n, "why": found.why}
    blurred = worth(weighted.weights).design_effect
    numbers = {"value": found.value, "low": found.low, "high": found.high, "n": found.n}
    return numbers | {"effective_n": found.n / blurred, "design_effect": blurred, "why": ""}
