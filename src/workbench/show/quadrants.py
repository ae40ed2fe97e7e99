"""The four fields of an importance-performance map (Martilla and James 1977), and which one a place is in.

A place counts as important, or as doing well, where it is above the split of that axis.
"""

from workbench.phrase import N_

FIRST, KEEP, LATER, ENOUGH = N_("improve first"), N_("keep it up"), N_("improve later"), N_("good enough")


def quadrant(importance: float, performance: float, splits: tuple[float, float]) -> str:
    """The name of the field a place is in, to be looked up in the reader's language.

    Args:
        importance, performance: the place.
        splits: the importance and the performance at which the fields meet.

    >>> quadrant(0.4, 60.0, (0.2, 70.0)), quadrant(0.1, 80.0, (0.2, 70.0))
    ('improve first', 'good enough')
    """
    if importance > splits[0]:
        return KEEP if performance > splits[1] else FIRST
    return ENOUGH if performance > splits[1] else LATER
