"""How much each question counts in the index of its construct: unstandardised path model weights (Fornell).

    weight of a question = standardised outer weight / standard deviation, relative to its construct's

A path model gives a question more weight the more its answers go with the construct's neighbours.
Weights are estimated once, from the path model of the whole window, and held for all months, segments
and touchpoints: a change of an index is then one of the answers, never one of the weights. Intervals
of indices take the weights as given.

Questions of a construct that has no believable model, and questions about a touchpoint, which are
outside the chain, are weighted alike.

Reference: Fornell, Johnson, Anderson, Cha and Bryant 1996, Journal of Marketing 60:7-18, appendix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.moments import Floats
from workbench.analysis.path_model import PathModel
from workbench.analysis.path_model.admissible import flaws_of_constructs
from workbench.analysis.results import Withheld
from workbench.phrase import N_, Phrase, say

OUTSIDE = N_("'{construct}' is not in the path model, so its questions are weighted alike")
NEGATIVE = N_("a question of '{construct}' has no weight above zero, so its questions are weighted alike")
BLOCK = ["construct", "kind", "touchpoint"]


@dataclass(frozen=True, eq=False)
class Weights:
    """What each question counts in its index.

    Args:
        of: from question to weight, above 0; those of one construct, kind and touchpoint sum to 1.
        why: from construct to the sentence that says why its questions are weighted alike. Constructs
            of one question, and those with weights of their own, are not in it.
    """

    of: Mapping[str, float]
    why: Mapping[str, str]

    def relative(self, items: Sequence[str]) -> Floats:
        """The weights of these questions, summing to 1, shape ``(len(items),)``; KeyError for an unknown one."""
        given = np.array([self.of[item] for item in items])
        return np.asarray(given / given.sum())


def weights(fitted: PathModel | Withheld, items: pd.DataFrame) -> Weights:
    """The weights of all questions.

    Args:
        fitted: the path model of the window; withheld: all questions are weighted alike.
        items: a row per question: item, construct, kind, touchpoint ('' for the whole relationship).

    >>> about = {"construct": "satisfaction", "kind": "perception", "touchpoint": ""}
    >>> asked = pd.DataFrame({"item": ["s1", "s2"]} | about)
    >>> alike = weights(Withheld("there are no answers"), asked)
    >>> alike.of["s1"], alike.why["satisfaction"]
    (0.5, 'there are no answers')
    """
    own = {} if isinstance(fitted, Withheld) else _unstandardised(fitted)
    found: dict[str, float] = {}
    why: dict[str, str] = {}
    for place, asked in items.groupby(BLOCK, sort=False)["item"]:
        (construct, kind, touchpoint), names = map(str, place), asked.tolist()
        refused = None if touchpoint else _refused(fitted, construct, [own.get(name) for name in names])
        told = touchpoint or refused
        raw = np.ones(len(names)) if told else np.array([own[name] for name in names])
        found |= dict(zip(names, (raw / raw.sum()).tolist(), strict=True))
        if refused and kind != "importance" and len(names) > 1:
            why[construct] = refused
    return Weights(found, why)


def alike(items: pd.DataFrame) -> Weights:
    """Weights by which all questions of a topic count the same; items as for ``weights``.

    >>> about = {"construct": "satisfaction", "kind": "perception", "touchpoint": ""}
    >>> alike(pd.DataFrame({"item": ["s1", "s2"]} | about)).of
    {'s1': 0.5, 's2': 0.5}
    """
    sizes = items.groupby(BLOCK)["item"].transform("size").to_numpy(dtype=float)
    return Weights(dict(zip(items["item"], (1 / sizes).tolist(), strict=True)), {})


def _unstandardised(fitted: PathModel) -> dict[str, float]:
    """Outer weight by standard deviation of every item of the model; items of a construct in one unit."""
    outer = fitted.found.weights[0].sum(axis=1)  # an item has a weight in its own construct only
    raw = outer / np.sqrt(np.diag(fitted.seen.covariance))
    return dict(zip(fitted.model.items, raw.tolist(), strict=True))


def _refused(fitted: PathModel | Withheld, construct: str, raw: Sequence[float | None]) -> str | None:
    """Why the questions of a construct have no weights of their own, or None if they have."""
    if isinstance(fitted, Withheld):
        return fitted.why
    if construct not in fitted.model.names or None in raw:
        return say(OUTSIDE, construct=construct)
    flaw: Phrase | None = flaws_of_constructs(fitted.model, fitted.found).get(construct)
    if flaw:
        return flaw
    return None if all(weight and weight > 0 for weight in raw) else say(NEGATIVE, construct=construct)
