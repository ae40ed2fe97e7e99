"""What customers felt less what they expected: by touchpoint, by channel, by level and object.

Satisfaction is what was felt against what was expected (Parasuraman, Zeithaml and Berry 1988). A
customer who answered both about one thing (a construct at a touchpoint) has a gap there,

    gap = mean of the perception items - mean of the expectation items        points of 0 to 100

and a touchpoint's gap is its weighted mean over those customers, the same ones on both sides; the
interval leaves buckets of customers out (see `customer_means`). Where a level or an object holds
several things, a customer's gap is the mean over the things of which both sides were answered.

A channel is that of the customer's last contact before the answer. Cells with fewer than ``FEWEST``
customers are not shown, nor so many more that they cannot be told by subtraction (see `small_cells`).

The raw difference assumes that a point more felt does what a point less expected does. Whether it
holds is tested at each touchpoint by a response surface (see `response_surface`), all touchpoints
together (Benjamini and Hochberg).

Reference: Parasuraman, Zeithaml and Berry 1988, Journal of Retailing 64:12-40.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import false_discovery
from workbench.analysis.customer_means import FEWEST, customer_mean
from workbench.analysis.moments import Floats
from workbench.analysis.response_surface import LINES, Surface, response_surface
from workbench.analysis.results import Estimate, Withheld, frame_of
from workbench.analysis.small_cells import hide_small
from workbench.analysis.surveys import Survey, mean_answered
from workbench.phrase import N_

NUMBERS = ["perception", "expectation", "gap", "low", "high", "n", "why"]
NOT_ASKED = N_("nobody was asked both what was expected and what was felt")
TOO_FEW = N_("too few customers answered both what was expected and what was felt")


def by_touchpoint(survey: Survey, *, level: float = 0.95, fewest: int = FEWEST) -> pd.DataFrame:
    """The gap of each touchpoint, widest shortfall first.

    Args:
        survey: of one window.
        level: coverage of the intervals.
        fewest: customers below which a touchpoint is withheld.

    Returns touchpoint, perception, expectation, gap, low, high (of the gap), n, why; a touchpoint that
    cannot be told has empty numbers, and ``why`` says so.
    """
    rows = []
    for name in _named(survey, "touchpoint"):
        rows.append({"touchpoint": name, **_cell(*_sides(survey, "touchpoint", name), survey, level, fewest)})
    return _ordered(rows, ["touchpoint"])


def by_channel(survey: Survey, *, level: float = 0.95, fewest: int = FEWEST) -> pd.DataFrame:
    """The gap of each touchpoint for customers of each channel, widest shortfall first.

    Arguments and columns as for ``by_touchpoint``, with channel; touchpoints without a gap of their
    own, and customers without a contact, are left out.
    """
    rows = []
    channel = survey.about["channel"].fillna("").to_numpy(dtype=str)
    for name in _named(survey, "touchpoint"):
        felt, expected = _sides(survey, "touchpoint", name)
        there, counts = np.unique(channel[_both(felt, expected, survey)], return_counts=True)
        for one, hidden in zip(there, hide_small(counts, minimum=fewest), strict=True):
            mine = np.where(channel == one, felt, np.nan)
            found = _empty(TOO_FEW) if hidden else _cell(mine, expected, survey, level, fewest)
            rows.append({"touchpoint": name, "channel": one, **found})
    rows = [row for row in rows if row["channel"]]
    return _ordered(rows, ["touchpoint", "channel"])


def by_dimension(
    survey: Survey, dimension: Literal["level", "object"], *, level: float = 0.95, fewest: int = FEWEST
) -> pd.DataFrame:
    """The gap of each level (core, form, social) or object (product, company, marketing) items are about.

    Arguments and columns as for ``by_touchpoint``, with a column named ``dimension`` in its place.
    """
    rows = []
    for name in _named(survey, dimension):
        rows.append({dimension: name, **_cell(*_sides(survey, dimension, name), survey, level, fewest)})
    return _ordered(rows, [dimension])


def surfaces(survey: Survey, outcome: str = "satisfaction", *, level: float = 0.95) -> pd.DataFrame:
    """Whether the raw gap may stand for what was felt and expected, at each touchpoint.

    Args:
        survey: of one window.
        outcome: the construct that is to follow the gap.
        level: coverage of the intervals.

    Returns a row per touchpoint with a gap: touchpoint, gap_holds (nothing speaks against the raw
    gap, all touchpoints tested together; empty where it cannot be tested), chance (of so much
    departure where it holds), the four lines of `response_surface.Surface` each with _low and
    _high, n, why.
    """
    names, values = survey.variables(outcome)
    rows = []
    for name in _named(survey, "touchpoint"):
        felt, expected = _sides(survey, "touchpoint", name)
        if np.isfinite(felt - expected).any() and outcome in names:
            found = response_surface(felt, expected, values[:, 0], survey.weights, survey.groups, level=level)
            rows.append({"touchpoint": name, **_surface(found)})
    bounds = [f"{line}{end}" for line in LINES for end in ("", "_low", "_high")]
    table = frame_of(rows, columns=["touchpoint", "chance", *bounds, "n", "why"])
    denied = false_discovery.told(table["chance"].to_numpy(dtype=float)) if len(table) else np.zeros(0, dtype=bool)
    holds = pd.Series(~denied, index=table.index, dtype=object).where(table["chance"].notna(), None)
    table.insert(1, "gap_holds", holds)
    return table


def _named(survey: Survey, column: str) -> list[str]:
    """The values of a column of the items, in the order they are asked."""
    return [str(name) for name in survey.items[column].unique() if name] if column in survey.items else []


def _sides(survey: Survey, column: str, name: str) -> tuple[Floats, Floats]:
    """What each customer felt and expected of the things with one value, where both sides were answered."""
    items = survey.items
    about = items[items[column] == name]
    felt, expected = [], []
    for _, thing in about.groupby(["construct", "touchpoint"], sort=False):
        one, other = (
            survey.mean(thing.index[thing["kind"] == kind].tolist()) for kind in ("perception", "expectation")
        )
        both = np.isfinite(one) & np.isfinite(other)
        felt.append(np.where(both, one, np.nan))
        expected.append(np.where(both, other, np.nan))
    return mean_answered(np.column_stack(felt)), mean_answered(np.column_stack(expected))


def _both(felt: Floats, expected: Floats, survey: Survey) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(felt) & np.isfinite(expected) & (survey.weights > 0))


def _cell(felt: Floats, expected: Floats, survey: Survey, level: float, fewest: int) -> dict[str, object]:
    """Both sides and the gap of the customers who answered both."""
    both = _both(felt, expected, survey)
    if not both.any():
        return _empty(NOT_ASKED)
    found = customer_mean(felt - expected, survey.weights, survey.groups, level=level, fewest=fewest)
    if isinstance(found, Withheld):
        # Hardly more than the minimum may still fall into too few buckets for an interval.
        return _empty(TOO_FEW if found.n < 2 * fewest else found.why)
    w = survey.weights[both] / survey.weights[both].sum()
    sides = {"perception": float(w @ felt[both]), "expectation": float(w @ expected[both])}
    return {**sides, "gap": found.value, "low": found.low, "high": found.high, "n": found.n, "why": ""}


def _empty(why: str) -> dict[str, object]:
    return {**dict.fromkeys(NUMBERS, np.nan), "why": why}


def _ordered(rows: list[dict[str, object]], keys: list[str]) -> pd.DataFrame:
    """The widest shortfall first, what cannot be told last."""
    table = frame_of(rows, columns=[*keys, *NUMBERS])
    return table.sort_values(["gap", *keys], kind="stable", ignore_index=True)


def _surface(found: Surface | Withheld) -> dict[str, object]:
    if isinstance(found, Withheld):
        return {"chance": np.nan, "n": found.n, "why": found.why}
    row: dict[str, object] = {"chance": found.chance, "n": found.n, "why": ""}
    for line in LINES:
        told = getattr(found, line)
        if isinstance(told, Estimate):
            row |= {line: told.value, f"{line}_low": told.low, f"{line}_high": told.high}
    return row
