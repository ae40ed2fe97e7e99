"""What the analyst claims: which items make which construct, and what leads to what.

A specification reads as the analyst's sentence and knows nothing of data:

    chain = Model(
        constructs=(construct("Quality", "q1", "q2"), construct("Satisfaction", "s1", "s2")),
        paths=paths("Quality -> Satisfaction"),
    )

It is a frozen value: the same specification is fitted to every month, segment and resample.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.phrase import N_, Phrase, listed, say

Mode = Literal["A", "B"]
ARROW = "->"


@dataclass(frozen=True)
class Construct:
    """Something customers cannot be asked in one question, and the items that ask for it.

    Args:
        name: the construct.
        items: the variables that make it, at least one.
        mode: "A" weights items by what each has in common with the neighbours (for items that
            reflect the construct); "B" by regression (for items that form it).
    """

    name: str
    items: tuple[str, ...]
    mode: Mode = "A"


@dataclass(frozen=True)
class Model:
    """Constructs and the paths between them, each path from a cause to an effect.

    >>> Model((construct("A", "a"), construct("B", "b")), paths("A -> B")).order
    ('A', 'B')
    """

    constructs: tuple[Construct, ...]
    paths: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The constructs' names, in the order given."""
        return tuple(each.name for each in self.constructs)

    @property
    def items(self) -> tuple[str, ...]:
        """All items, construct after construct."""
        return tuple(item for each in self.constructs for item in each.items)

    @property
    def order(self) -> tuple[str, ...]:
        """The constructs from causes to effects.

        Raises graphlib.CycleError where a construct leads back to itself; see ``flaw``.
        """
        graph = TopologicalSorter({name: self.causes(name) for name in self.names})
        return tuple(graph.static_order())

    def causes(self, name: str) -> tuple[str, ...]:
        """What leads to a construct directly."""
        return tuple(source for source, target in self.paths if target == name)

    def blocks(self) -> NDArray[np.bool_]:
        """Which item belongs to which construct, shape (items, constructs)."""
        owner = [place for place, each in enumerate(self.constructs) for _ in each.items]
        return np.asarray(np.array(owner)[:, None] == np.arange(len(self.constructs)))

    def arrows(self) -> NDArray[np.bool_]:
        """Which construct (row) leads to which (column), shape (constructs, constructs)."""
        found = np.zeros((len(self.names), len(self.names)), dtype=bool)
        for source, target in self.paths:
            found[self.names.index(source), self.names.index(target)] = True
        return found

    def flaw(self) -> Phrase | None:
        """What is wrong with the specification itself, as a sentence; None if it can be fitted.

        >>> Model((construct("A", "a"), construct("B", "b")), paths("A -> B", "B -> A")).flaw()
        'the paths lead in a circle: A -> B -> A'
        """
        repeated = _repeated(self.names) or _repeated(self.items)
        if repeated:
            return say("'{name}' is named twice; every construct has its own name and its own items", name=repeated)
        unknown = [name for path in self.paths for name in path if name not in self.names]
        if unknown:
            why = N_("a path names '{name}', which is no construct; there are {names}")
            return say(why, name=unknown[0], names=listed(self.names))
        empty = [each.name for each in self.constructs if not each.items]
        if empty:
            return say("'{name}' has no item, so nothing can be said of it", name=empty[0])
        alone = [name for name in self.names if not any(name in path for path in self.paths)]
        if alone:
            return say("'{name}' has no path, so nothing can be said of it", name=alone[0])
        try:
            self.order  # noqa: B018  (asked for its error)
        except CycleError as error:
            return say("the paths lead in a circle: {circle}", circle=f" {ARROW} ".join(reversed(error.args[1])))
        return None


def construct(name: str, *items: str, mode: Mode = "A") -> Construct:
    """A construct from its items.

    >>> construct("Value", "worth its price", "price worth it").items
    ('worth its price', 'price worth it')
    """
    return Construct(name, items, mode)


def paths(*sentences: str) -> tuple[tuple[str, str], ...]:
    """Paths from sentences, each with one cause or several and one effect or several.

    Raises ValueError for a sentence without exactly one arrow.

    >>> paths("Quality, Value -> Satisfaction")
    (('Quality', 'Satisfaction'), ('Value', 'Satisfaction'))
    """
    return tuple(path for sentence in sentences for path in _read(sentence))


def _read(sentence: str) -> Iterable[tuple[str, str]]:
    sides = sentence.split(ARROW)
    if len(sides) != 2:
        raise ValueError(f"a path reads 'cause {ARROW} effect': {sentence!r}")
    causes, effects = ([name.strip() for name in side.split(",")] for side in sides)
    return ((cause, effect) for cause in causes for effect in effects)


def _repeated(names: tuple[str, ...]) -> str:
    return next((name for place, name in enumerate(names) if name in names[:place]), "")
