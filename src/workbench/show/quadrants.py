"""The four fields of an importance-performance map (Martilla and James 1977), and which one a place is in.

A place matters more, or stands higher, where it is above the split of that axis. The names say only
that: which place to improve first takes an interval, not a field, and the chart's title says it.
"""

from collections.abc import Sequence

from workbench.phrase import N_

MORE_LOWER, MORE_HIGHER = N_("matters more, stands lower"), N_("matters more, stands higher")
LESS_LOWER, LESS_HIGHER = N_("matters less, stands lower"), N_("matters less, stands higher")
FIELDS = (MORE_LOWER, MORE_HIGHER, LESS_LOWER, LESS_HIGHER)


def quadrant(importance: float, performance: float, splits: tuple[float, float], fields: Sequence[str] = FIELDS) -> str:
    """The name of the field a place is in, to be looked up in the reader's language.

    Args:
        importance, performance: the place.
        splits: the importance and the performance at which the fields meet.
        fields: their names: lower right, upper right, lower left, upper left.

    >>> quadrant(0.4, 60.0, (0.2, 70.0)), quadrant(0.1, 80.0, (0.2, 70.0))
    ('matters more, stands lower', 'matters less, stands higher')
    """
    return fields[2 * (importance <= splits[0]) + (performance > splits[1])]
