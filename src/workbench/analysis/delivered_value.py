"""What customers get for what it costs them: customer delivered value, and which side moves satisfaction.

    delivered value = total value - total cost                 points, -100 to 100
    total value     = mean of product, service, personnel and image value
    total cost      = mean of money, time, energy and psychic cost

(Kotler), each part the mean of its items on 0-100. A part is the construct of that name, 'product
value' or 'money cost'; costs are asked as burdens: 100 is the heaviest. A customer has a delivered
value where at least one part of either side was answered; parts not answered are left out.

Which side moves satisfaction more: satisfaction on both, standardised; the lead is the size of
the value's slope less the size of the cost's, with its interval.

Reference: Kotler and Keller, Marketing Management, chapter on customer value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis import answers
from workbench.analysis.customer_means import customer_mean
from workbench.analysis.moments import Floats
from workbench.analysis.regression import COST_PARTS, VALUE_PARTS, check
from workbench.analysis.results import Estimate, Result, Withheld, frame_of
from workbench.analysis.small_cells import hide_small
from workbench.analysis.surveys import BUCKETS, Survey, mean_answered
from workbench.phrase import N_

FEWEST = 30
NOT_ASKED = N_("nobody was asked both what they get and what it costs them")
TOO_FEW = N_("too few customers said what they get and what it costs them")


@dataclass(frozen=True)
class Sides:
    """Which side moves satisfaction more, in standard deviations of satisfaction for one of the side.

    Args:
        value, cost: the slope of either side, the other alike; cost mostly below 0.
        lead: size of the value's slope less size of the cost's; told from chance if its interval excludes 0.
        n: customers behind it.
    """

    value: Result
    cost: Result
    lead: Result
    n: int


@dataclass(frozen=True, eq=False)
class DeliveredValue:
    """What customers of a survey get for what it costs them.

    Args:
        total_value, total_cost, delivered_value: means over customers, in points.
        parts: a row per part asked: part, side (value or cost), mean, low, high, n, why.
        sides: which side moves satisfaction more.
        customers: a row per customer who has one: customer_id, total_value, total_cost, delivered_value.
    """

    total_value: Result
    total_cost: Result
    delivered_value: Result
    parts: pd.DataFrame
    sides: Sides | Withheld
    customers: pd.DataFrame


def of(
    survey: Survey, outcome: str = "satisfaction", *, level: float = 0.95, fewest: int = FEWEST
) -> DeliveredValue | Withheld:
    """Delivered value of a survey's customers.

    Args:
        survey: of one window.
        outcome: the construct the two sides may move.
        level: coverage of the intervals.
        fewest: customers (effective ones, where weighted) below which a mean is withheld.

    Withheld when one side was not asked.
    """
    totals = _totals(survey)
    if totals is None:
        return Withheld(NOT_ASKED)
    value, cost, delivered = (_mean(survey, totals[name], level, fewest) for name in totals)
    known = totals.dropna()
    ids = survey.about.loc[known.index, ["customer_id"]]
    return DeliveredValue(
        total_value=value,
        total_cost=cost,
        delivered_value=delivered,
        parts=_parts(survey, level, fewest),
        sides=which_side(survey, outcome, level=level),
        customers=pd.concat([ids, known], axis=1).reset_index(drop=True),
    )


def by_segment(survey: Survey, by: str, *, level: float = 0.95, fewest: int = FEWEST) -> pd.DataFrame:
    """Delivered value of each segment.

    Args:
        survey: of one window.
        by: a column of ``survey.about``, such as 'value_tier'; customers without one are left out.
        level: coverage of the intervals.
        fewest: customers below which a segment is not shown, with the next smallest if need be.

    Returns segment, value, low, high, n, why; no row where one side was not asked.
    """
    totals = _totals(survey)
    columns = ["segment", "value", "low", "high", "n", "why"]
    if totals is None:
        return pd.DataFrame(columns=columns)
    value = totals["delivered_value"]
    label = survey.about[by].fillna("").astype(str)
    counts = label[value.notna()].value_counts().sort_index()
    hidden = hide_small(counts.to_numpy(), minimum=fewest)
    rows = []
    for segment, small in zip(counts.index, hidden, strict=True):
        found = _mean(survey, value.where(label == segment), level, fewest)
        rows.append({"segment": segment, **_row(Withheld(TOO_FEW) if small else found, "value")})
    table = frame_of(rows, columns=columns)
    return table[table["segment"] != ""].reset_index(drop=True)


def which_side(survey: Survey, outcome: str = "satisfaction", *, level: float = 0.95) -> Sides | Withheld:
    """Which side moves the outcome more.

    Withheld for the same reasons as a regression on two drivers, or when a side was not asked.
    """
    totals, asked = _totals(survey), survey.columns(construct=outcome)
    if totals is None or not asked:
        return Withheld(NOT_ASKED)
    names = (outcome, "total_value", "total_cost")
    rows = np.column_stack([survey.mean(asked), totals[list(names[1:])]])
    seen = answers.moments(names, rows, survey.weights, survey.groups, group_count=BUCKETS)
    chosen = check(seen, names[0], names[1:])
    if isinstance(chosen, Withheld):
        return chosen
    found = np.linalg.solve(chosen.correlations[:, 1:, 1:], chosen.correlations[:, 1:, :1])[:, :, 0]
    sizes = np.abs(found)
    statistics = (found[:, 0], found[:, 1], sizes[:, 0] - sizes[:, 1])
    value, cost, lead = (chosen.interval(np.asarray(each), level=level) for each in statistics)
    return Sides(value, cost, lead, chosen.n)


def _totals(survey: Survey) -> pd.DataFrame | None:
    """Both sides and their difference, of each customer who answered on both; None where a side was not asked."""
    value, cost = _total(survey, VALUE_PARTS), _total(survey, COST_PARTS)
    if value is None or cost is None:
        return None
    rows = np.column_stack([value, cost, value - cost])
    rows[np.isnan(rows).any(axis=1)] = np.nan
    return pd.DataFrame(rows, columns=["total_value", "total_cost", "delivered_value"])


def _total(survey: Survey, parts: Sequence[str]) -> Floats | None:
    """The mean of a side's parts that each customer answered; NaN where none was."""
    asked = [survey.mean(places) for part in parts if (places := survey.columns(construct=part))]
    return mean_answered(np.column_stack(asked)) if asked else None


def _mean(survey: Survey, values: pd.Series, level: float, fewest: int) -> Result:
    limits = {"level": level, "low": -100.0 if values.name == "delivered_value" else 0.0, "high": 100.0}
    return customer_mean(values.to_numpy(dtype=float), survey.weights, survey.groups, fewest=fewest, **limits)


def _parts(survey: Survey, level: float, fewest: int) -> pd.DataFrame:
    rows = []
    for side, parts in (("value", VALUE_PARTS), ("cost", COST_PARTS)):
        for part in parts:
            places = survey.columns(construct=part)
            if places:
                found = _mean(survey, pd.Series(survey.mean(places)), level, fewest)
                rows.append({"part": part, "side": side, **_row(found, "mean")})
    return frame_of(rows, columns=["part", "side", "mean", "low", "high", "n", "why"])


def _row(found: Result, name: str) -> dict[str, object]:
    if isinstance(found, Estimate):
        return {name: found.value, "low": found.low, "high": found.high, "n": found.n, "why": ""}
    return {name: np.nan, "low": np.nan, "high": np.nan, "n": np.nan, "why": found.why}
