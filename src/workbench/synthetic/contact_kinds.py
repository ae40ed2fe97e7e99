"""The kinds of contact: at which stage, on which channels, at what cost, and how they can end."""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.arrays import Floats
from workbench.synthetic.segments import SEGMENTS

SOURCES = ("search", "social media", "recommendation", "shop", "advertising", "sales team")
CHANNELS = ("phone", "letter", "e-mail", "web", "shop", "app", "chat")


@dataclass(frozen=True)
class Kind:
    """A kind of contact.

    Args:
        name, stage: as in ``interactions``.
        channels: odds of ``CHANNELS``: one line for all segments, or one for each.
        costs: mean cost of a contact by channel.
        outcomes: name, chance, and whether the matter was settled (None: nothing to settle).
    """

    name: str
    stage: str
    channels: tuple[tuple[float, ...], ...]
    costs: tuple[float, ...]
    outcomes: tuple[tuple[str, float, bool | None], ...]


_MAIL = (
    (0, 0, 1, 0, 0, 0, 0),
    (0, 0, 0.6, 0, 0, 0.4, 0),
    (0, 0.3, 0.6, 0, 0, 0.1, 0),
    (0, 0.7, 0.3, 0, 0, 0, 0),
    (0, 0.1, 0.9, 0, 0, 0, 0),
)
_HELP = (
    (0.35, 0, 0.2, 0, 0.15, 0.1, 0.2),
    (0.2, 0, 0.2, 0, 0.05, 0.2, 0.35),
    (0.35, 0.02, 0.28, 0, 0.25, 0, 0.1),
    (0.62, 0.06, 0.06, 0, 0.26, 0, 0),
    (0.55, 0, 0.35, 0, 0, 0, 0.1),
)
_HELP_COSTS = (6.8, 4.5, 2.9, 0.0, 4.2, 0.8, 3.1)

KINDS = (
    Kind(
        "campaign",
        "marketing",
        _MAIL,
        (0, 0.95, 0.04, 0, 0, 0.01, 0),
        (("ignored", 0.62, None), ("opened", 0.24, None), ("clicked", 0.11, None), ("redeemed", 0.03, None)),
    ),
    Kind(
        "survey",
        "marketing",
        ((0, 0, 0.8, 0, 0, 0.2, 0),),
        (0, 0, 0.10, 0, 0, 0.10, 0),
        (("no answer", 0.67, None), ("answered", 0.33, None)),
    ),
    Kind(
        "enquiry",
        "sales",
        _HELP,
        _HELP_COSTS,
        (("answered", 0.70, True), ("quote sent", 0.22, True), ("no interest", 0.08, False)),
    ),
    Kind(
        "visit",
        "e-commerce",
        ((0, 0, 0, 0.6, 0, 0.4, 0),),
        (0, 0, 0, 0.03, 0, 0.02, 0),
        (("browsed", 0.62, None), ("basket left", 0.23, None), ("bought", 0.15, None)),
    ),
    Kind(
        "service request",
        "service",
        _HELP,
        _HELP_COSTS,
        (("solved at once", 0.62, True), ("solved later", 0.28, True), ("not solved", 0.10, False)),
    ),
    Kind(
        "complaint",
        "service",
        _HELP,
        _HELP_COSTS,
        (("put right", 0.42, True), ("explained", 0.30, True), ("not solved", 0.28, False)),
    ),
    Kind(
        "community post",
        "community",
        ((0, 0, 0, 0.8, 0, 0.2, 0),),
        (0, 0, 0, 0.15, 0, 0.15, 0),
        (("answered by members", 0.55, True), ("answered by staff", 0.25, True), ("no reply", 0.20, False)),
    ),
)
MOST = 4
"""The most outcomes a kind has."""
NAMES = tuple(kind.name for kind in KINDS)


def channel_odds() -> Floats:
    """Odds of each channel: kinds x segments x channels."""
    size = len(SEGMENTS), len(CHANNELS)
    return np.array([np.broadcast_to(np.array(kind.channels, dtype=float), size) for kind in KINDS])


def mean_costs() -> Floats:
    """Mean cost of a contact: kinds x segments."""
    return np.asarray(np.einsum("ksc,kc->ks", channel_odds(), np.array([kind.costs for kind in KINDS])))


def outcome_odds() -> Floats:
    """Odds of each outcome: kinds x ``MOST`` places."""
    return np.array([[*(chance for _, chance, _ in kind.outcomes), 0.0, 0.0][:MOST] for kind in KINDS])


def _each(part: int) -> tuple[object, ...]:
    """One part of all outcomes, ``MOST`` places for each kind."""
    return tuple(
        kind.outcomes[place][part] if place < len(kind.outcomes) else None for kind in KINDS for place in range(MOST)
    )


LABELS = {
    "stage": tuple(kind.stage for kind in KINDS),
    "channel": CHANNELS,
    "kind": NAMES,
    "outcome": _each(0),
    "resolved": _each(2),
}
"""What the numbers in the columns of ``interactions`` stand for."""
