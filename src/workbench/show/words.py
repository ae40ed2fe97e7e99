"""Words that the sentences of all chapters share, each remembering what it was made of."""

from collections.abc import Sequence

from workbench.phrase import N_
from workbench.show.digits import PERCENT, written
from workbench.show.format import figure
from workbench.show.languages import lookup, remembered

BETWEEN = N_(", ")
AND = N_("{names} and {last}")
PART = N_("{what} {number}")
READ = N_("{head}: {parts}.")
READ_SOME = N_("{head}: {parts}, and {more} more.")


@remembered
def whole(share: float) -> str:
    """A share in whole per cent, as a sentence says it.

    >>> whole(0.784)
    '78%'
    """
    return written(share, "percent", PERCENT, 0)


@remembered
def listed(names: Sequence[str]) -> str:
    """Names in a row.

    >>> listed(["age", "region", "industry"])
    'age, region and industry'
    """
    *others, last = [lookup(name) for name in names] or [""]
    return lookup(AND).format(names=lookup(BETWEEN).join(others), last=last) if others else last


@remembered
def opened(sentence: str) -> str:
    """A sentence with its first letter large; the others as they are.

    >>> opened("the North is the largest region")
    'The North is the largest region'
    """
    begun = lookup(sentence)
    return begun[:1].upper() + begun[1:]


@remembered
def lowered(name: str) -> str:
    """A column's label inside a sentence.

    >>> lowered("Region")
    'region'
    """
    return lookup(name).lower()


@remembered
def sentence(head: str, pairs: Sequence[Sequence[str]], more: int = 0) -> str:
    """What a chart shows, read aloud.

    Args:
        head: what the numbers are.
        pairs: what each is of, and the number.
        more: how many further ones are not read.

    >>> sentence("Customers by region", [("North", "12"), ("South", "10")])
    'Customers by region: North 12, South 10.'
    """
    part = lookup(PART)
    parts = lookup(BETWEEN).join(part.format(what=lookup(what), number=number).strip() for what, number in pairs)
    return lookup(READ_SOME if more else READ).format(head=lookup(head), parts=parts, more=figure(more))
