"""Words that the sentences of all chapters share."""

from collections.abc import Sequence

from workbench.show import format
from workbench.show.digits import SPACE


def whole(share: float) -> str:
    """A share in whole per cent, as a sentence says it.

    >>> whole(0.784).replace(SPACE, " ")
    '78 %'
    """
    return format.value(100 * share, "count") + f"{SPACE}%"


def listed(names: Sequence[str]) -> str:
    """Names in a row.

    >>> listed(["age", "region", "industry"])
    'age, region and industry'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def opened(sentence: str) -> str:
    """A sentence with its first letter large; the others as they are.

    >>> opened("the North is the largest region")
    'The North is the largest region'
    """
    return sentence[:1].upper() + sentence[1:]
