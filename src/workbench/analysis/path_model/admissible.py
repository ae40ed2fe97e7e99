"""What a path model must not be believed in: checks before and after it is solved.

Before: items that do not vary, that are copies of each other, or too few answers. After: items
that point the other way than their construct, paths above 1, and pairs of constructs whose items
have more in common with each other's than with their own (HTMT), which are two names for one
thing. The first kind withholds the model; the second the numbers it touches.
"""

from collections.abc import Sequence

import numpy as np

from workbench.analysis.moments import Floats, Moments
from workbench.analysis.path_model.quality import htmt
from workbench.analysis.path_model.solution import SINGULAR, Solution
from workbench.analysis.path_model.specification import Model
from workbench.analysis.results import Withheld
from workbench.phrase import N_, Phrase, say

FEWEST = 30  # effective answers, whatever the size of the model
FEWEST_PER_CAUSE = 10  # of the largest regression in the model (Hair, Hult, Ringle and Sarstedt 2017)
SAME = 1 - 1e-6  # a correlation above this is a copy; gaps in the answers leave a rest of rounding


def before(model: Model, seen: Moments | Withheld) -> Moments | Withheld:
    """The moments of the model's items in their order, or why they cannot carry the model."""
    if isinstance(seen, Withheld):
        return seen
    flaw = model.flaw()
    if flaw:
        return Withheld(flaw, seen.n)
    unasked = [item for item in model.items if item not in seen.names]
    if unasked:
        what = N_("there are no answers to {items}, which the model needs; there are answers to {seen}")
        return Withheld(say(what, items=", ".join(unasked), seen=", ".join(seen.names)), seen.n)
    chosen = seen.of(model.items)
    return chosen.check(_needed(model)) or _copies(chosen) or chosen


def _needed(model: Model) -> int:
    causes = max(len(model.causes(name)) for name in model.names)
    formed = max((len(each.items) for each in model.constructs if each.mode == "B"), default=0)
    return max(FEWEST, FEWEST_PER_CAUSE * max(causes, formed))


def _copies(chosen: Moments) -> Withheld | None:
    correlations = np.triu(np.abs(chosen.correlations[0]), 1)
    if correlations.max(initial=0) > SAME:
        first, second = np.argwhere(correlations > SAME)[0]
        why = N_("{first} and {second} have the same answers; leave one out")
        return Withheld(say(why, first=chosen.names[first], second=chosen.names[second]), chosen.n)
    if np.linalg.eigvalsh(chosen.correlations[0])[0] > SINGULAR:
        return None
    return Withheld(say("one item follows exactly from the others, so their parts cannot be told apart"), chosen.n)


def flaws_of_constructs(model: Model, found: Solution) -> dict[str, Phrase]:
    """Why a construct's own numbers are withheld, by its name: an item that points the other way."""
    turned: dict[str, Phrase] = {}
    for place, each in enumerate(model.constructs):
        block = model.blocks()[:, place]
        against = np.flatnonzero((found.loadings[0, block, place] < 0) | (found.weights[0, block, place] < 0))
        if len(against) and each.mode == "A":
            why = N_("{item} points the other way than the rest of {construct}; is it a reversed question?")
            turned[each.name] = say(why, item=each.items[against[0]], construct=each.name)
    return turned


def flaws_of_paths(model: Model, correlations: Floats, found: Solution, limit: float) -> dict[tuple[str, str], Phrase]:
    """Why a path is withheld, by cause and effect.

    Args:
        correlations: of the items, for everyone.
        limit: HTMT above which two constructs cannot be told apart.
    """
    constructs = flaws_of_constructs(model, found)
    same = _twins(model, htmt(model, correlations), limit)
    found_flaws: dict[tuple[str, str], Phrase] = {}
    for cause, effect in model.paths:
        size = found.paths[0, model.names.index(cause), model.names.index(effect)]
        around = (cause, *model.causes(effect), effect)
        twin = next((pair for pair in same if cause in pair and all(name in around for name in pair)), None)
        if cause in constructs or effect in constructs:
            found_flaws[cause, effect] = constructs.get(cause) or constructs[effect]
        elif abs(size) > 1:
            found_flaws[cause, effect] = say("it came out as {size}, beyond what a path can be", size=float(size))
        elif twin:
            why = N_("the items of {first} and {second} have too much in common to tell the two apart")
            found_flaws[cause, effect] = say(why, first=twin[0], second=twin[1])
    return found_flaws


def _twins(model: Model, ratios: Floats, limit: float) -> Sequence[tuple[str, str]]:
    pairs = np.argwhere(np.triu(ratios > limit, 1))
    return [(model.names[first], model.names[second]) for first, second in pairs]
