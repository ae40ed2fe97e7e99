"""From what the analyst writes to a fitted model: the constructs' items are those that were asked.

"acsi" names the ready chain. Anything else is a chain of its own, sentences parted by semicolons:

    quality -> value, satisfaction; value -> satisfaction

A construct is made of the questions about it as a whole; 'quality: shop' of those about quality in
the shop. A construct asked about at touchpoints only is made of all of these.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.analysis.path_model.acsi import acsi
from workbench.analysis.path_model.asked import items_of
from workbench.analysis.path_model.fit import PathModel, fit
from workbench.analysis.path_model.specification import ARROW, Model, construct, paths
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import Survey
from workbench.phrase import N_, listed, quoted, say

READY = "acsi"
NO_PATH = N_("'{sentence}' is no path; one reads 'cause {arrow} effect'")
UNANSWERED = N_("nobody answered about {missing}; there are answers about {there}")


def of(survey: Survey, text: str, *, resamples: int = 0, consistent: bool = False) -> PathModel | Withheld:
    """The model the analyst wrote, fitted to a survey.

    Args:
        survey: the answers of a window.
        text: "acsi", or sentences.
        resamples: bootstrap resamples of customers; 0: each of the 50 buckets left out.
        consistent: correct for the items' unreliability (PLSc).

    Withheld when the text cannot be read, and for the reasons of `fit`.
    """
    answered = np.isfinite(survey.scores).any(axis=0)
    model = read(text, survey.items, np.asarray(survey.items["item"])[answered].tolist())
    if isinstance(model, Withheld):
        return model
    refused = model.flaw()
    if refused:
        return Withheld(refused, survey.n)
    return fit(model, survey.item_moments(model.items, resamples=resamples), consistent=consistent)


def read(text: str, items: pd.DataFrame, answered: Sequence[str]) -> Model | Withheld:
    """The model the analyst wrote.

    Args:
        text: "acsi", or sentences.
        items: a row per question: item, construct, kind, touchpoint.
        answered: items with answers; others are left out.

    Withheld when a sentence is no path, or when nobody answered about a construct it names.

    >>> asked = pd.DataFrame({"item": ["q", "s"], "construct": ["quality", "satisfaction"],
    ...                       "kind": "perception", "touchpoint": ""})
    >>> read("quality -> satisfaction", asked, ["q", "s"]).items
    ('q', 's')
    """
    if text.strip().lower() == READY:
        return acsi(items, answered)
    sentences = [sentence.strip() for sentence in text.split(";") if sentence.strip()]
    broken = next((each for each in sentences or [text] if not _is_path(each)), None)
    if broken is not None:
        return Withheld(say(NO_PATH, sentence=broken, arrow=ARROW))
    chain = tuple(dict.fromkeys(paths(*sentences)))
    named = list(dict.fromkeys(name for path in chain for name in path))
    there = items_of(items, answered)
    missing = [name for name in named if name not in there]
    if missing:
        return Withheld(say(UNANSWERED, missing=listed(quoted(missing)), there=listed(list(there))))
    return Model(tuple(construct(name, *there[name]) for name in named), chain)


def _is_path(sentence: str) -> bool:
    sides = sentence.split(ARROW)
    return len(sides) == 2 and all(name.strip() for side in sides for name in side.split(","))
