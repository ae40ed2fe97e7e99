"""What a churn model looks at, said so that its reasons can be read.

Each feature is a monotone transform of columns of the `customer_features` frame, seen before the
origin. Counts, amounts and durations enter as ``log2(1 + x)``: one unit is a doubling (or, for rare
events, one rather than none), so that an odds ratio reads "twice as long since the last purchase".
What is not known stays a gap; the regression marks it with an indicator of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.analysis.logistic import GAP
from workbench.phrase import N_


@dataclass(frozen=True)
class Feature:
    """A column of the model.

    Args:
        label: what it is, in words.
        compares: the two customers an odds ratio compares.
        make: the column from the frame of `customer_features`.
        when_missing: how a gap reads.
    """

    label: str
    compares: str
    make: Callable[[pd.DataFrame], pd.Series] = field(repr=False)
    when_missing: str = N_("not known")


def doublings(amount: pd.Series) -> pd.Series:
    """``log2(1 + x)``, mirrored for negative amounts; gaps stay gaps.

    >>> doublings(pd.Series([0, 1, 3, -3])).tolist()
    [0.0, 1.0, 2.0, -2.0]
    """
    plain = pd.to_numeric(amount, errors="raise").astype(float)
    return pd.Series(np.sign(plain) * np.log2(1 + plain.abs()), index=amount.index)


def _log(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: doublings(frame[column])


def _per_purchase(frame: pd.DataFrame) -> pd.Series:
    purchases = frame["purchases_12m"].astype(float)
    return doublings((frame["revenue_12m"].astype(float) / purchases.where(purchases > 0)).fillna(0.0))


def _overdue(frame: pd.DataFrame) -> pd.Series:
    """Days since the last purchase over the customer's own mean gap; unknown for who bought once."""
    recency, age, repeats = (frame[name].astype(float) for name in ("recency_days", "age_days", "frequency"))
    gap = ((age - recency) / repeats.where(repeats > 0)).clip(lower=1.0)
    return doublings(recency / gap)


def _contract(frame: pd.DataFrame) -> pd.Series:
    return (frame["active_contracts"].astype(float) > 0).astype(float)


def _satisfaction(frame: pd.DataFrame) -> pd.Series:
    return frame["last_satisfaction"].astype(float) / 10


FEATURES: dict[str, Feature] = {
    "recency": Feature(
        N_("time since the last purchase"), N_("twice as long"), _log("recency_days"), N_("no purchase on record")
    ),
    "overdue": Feature(N_("overdue against the own rhythm"), N_("twice as overdue"), _overdue, N_("bought only once")),
    "tenure": Feature(N_("time as a customer"), N_("twice as long"), _log("age_days")),
    "purchases": Feature(N_("purchases in 12 months"), N_("twice as many"), _log("purchases_12m")),
    "spend": Feature(N_("revenue per purchase"), N_("twice as much"), _per_purchase),
    "categories": Feature(N_("categories bought"), N_("twice as many"), _log("categories")),
    "channels": Feature(N_("channels used"), N_("twice as many"), _log("channels")),
    "contract": Feature(N_("a running contract"), N_("yes rather than no"), _contract),
    "complaints": Feature(N_("complaints in 12 months"), N_("one rather than none"), _log("complaints_12m")),
    "contacts": Feature(N_("contacts in 12 months"), N_("one rather than none"), _log("interactions_12m")),
    "life_events": Feature(N_("life events"), N_("one rather than none"), _log("life_events")),
    "satisfaction": Feature(N_("satisfaction"), N_("ten points more"), _satisfaction, N_("never answered a survey")),
}


def design(features: pd.DataFrame) -> pd.DataFrame:
    """The model's columns for customers of the `customer_features` frame, a row each, same index.

    KeyError names a column the frame lacks.
    """
    return pd.DataFrame({name: feature.make(features) for name, feature in FEATURES.items()}, index=features.index)


def label(term: str) -> tuple[str, str]:
    """How a term of the fitted model reads: what it is, and what its odds ratio compares.

    >>> label("satisfaction")
    ('satisfaction', 'ten points more')
    >>> label("missing: satisfaction")
    ('never answered a survey', 'if so rather than not')
    """
    if term.startswith(GAP):
        return FEATURES[term.removeprefix(GAP)].when_missing, N_("if so rather than not")
    return FEATURES[term].label, FEATURES[term].compares
