"""The American Customer Satisfaction Index as a ready specification.

Expectations, perceived quality and perceived value lead to satisfaction; satisfaction leads to
complaints and loyalty (Fornell, Johnson, Anderson, Cha and Bryant 1996, Journal of Marketing
60:7-18). A company that does not ask for all of it has the part that it asks for.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.analysis.path_model.asked import items_of
from workbench.analysis.path_model.specification import Model, construct, paths
from workbench.analysis.results import Withheld
from workbench.phrase import say

# What is asked, 1 to 10, for each construct of the index (Fornell et al. 1996, table 1).
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "expectation": (
        "overall expectation of quality, before the purchase",
        "expectation of how well the product would fit one's needs",
        "expectation of how often things would go wrong",
    ),
    "quality": (
        "overall quality, after the purchase",
        "how well the product fits one's needs",
        "how often things have gone wrong",
    ),
    "value": ("quality given the price", "price given the quality"),
    "satisfaction": ("overall satisfaction", "against what was expected", "against the ideal"),
    "complaints": ("has complained, formally or informally",),
    "loyalty": ("likelihood of buying again", "price rise tolerated", "price cut that would win one back"),
}
CHAIN = paths(
    "expectation -> quality, value, satisfaction",
    "quality -> value, satisfaction",
    "value -> satisfaction",
    "satisfaction -> complaints, loyalty",
    "complaints -> loyalty",
)


def acsi(items: pd.DataFrame, answered: Sequence[str]) -> Model | Withheld:
    """The index's model, or the part of it that was asked.

    Args:
        items: a row per question: item, construct (as in ``QUESTIONS``), kind, touchpoint.
        answered: items with answers; others are left out.

    Withheld without satisfaction, or without anything that leads to it.

    >>> asked = pd.DataFrame({"item": ["q", "s"], "construct": ["quality", "satisfaction"],
    ...                       "kind": "perception", "touchpoint": ""})
    >>> acsi(asked, ["q", "s"]).paths
    (('quality', 'satisfaction'),)
    """
    known = items_of(items, answered)
    asked = [name for name in QUESTIONS if name in known]
    chain = tuple((cause, effect) for cause, effect in CHAIN if cause in asked and effect in asked)
    if not any(effect == "satisfaction" for _, effect in chain):
        return Withheld(say("the chain needs answers about satisfaction and about expectation, quality or value"))
    linked = {name for path in chain for name in path}
    return Model(tuple(construct(name, *known[name]) for name in asked if name in linked), chain)
