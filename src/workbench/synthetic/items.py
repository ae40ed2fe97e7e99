"""The questionnaire: which questions are asked, and how each answer comes from the latent variables.

The answer to an item lies, before it is rounded to the scale, at

    mean + spread x (loading x latent + sqrt(1 - loading^2) x noise)

points of 0 to 100, where the latent variable has mean 0 and variance 1 over the world. Rounding and
the ends of the scale are part of the truth (see ``answers``).

Most questions are asked of all (`MAIN`). Questions on delivered value, on paying more for a better
experience and on what is expected of the product (`FURTHER`) are asked in half of the questionnaires,
with chance of their own, so that the answers to the rest do not depend on them. Costs are asked as
burdens: 100 is the heaviest, so their loadings are negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.synthetic.arrays import Floats
from workbench.synthetic.segments import DRIVERS, PRODUCT, SEGMENTS, TOUCHPOINTS

ASIDE = 99.0
"""The answer that means 'not applicable'."""


@dataclass(frozen=True)
class Item:
    """A question.

    Args:
        item, construct, kind, touchpoint: as in ``survey_items``.
        latent: the latent variable behind the answer; empty if there is none.
        mean, spread: of the answers, in points of 0 to 100.
        loading: correlation of the answer, before rounding, with its latent variable.
        scale_min, scale_max, reversed, not_applicable: the scale.
        half: which half of the questionnaires asks it, 0 or 1; -1 for all.
        level, object: as in ``survey_items``.
    """

    item: str
    construct: str
    kind: str
    touchpoint: str
    latent: str
    mean: float
    spread: float = 18.0
    loading: float = 0.88
    scale_min: float = 1.0
    scale_max: float = 10.0
    reversed: bool = False
    not_applicable: float | None = None
    half: int = -1
    level: str = ""
    object: str = ""


_LEVEL = {"product core": "core", "product form": "form", "product social": "social"}
_LEVEL |= dict.fromkeys(TOUCHPOINTS, "form")
_OBJECT = dict.fromkeys(PRODUCT, "product") | {"image": "company", "shop": "marketing", "web": "marketing"}
_OBJECT |= dict.fromkeys(("call centre", "delivery", "billing"), "company")


def _scale(construct: str, means: tuple[float, ...], kind: str = "perception", flip: int = -1) -> list[Item]:
    """The items of one construct; the one at ``flip`` is worded the other way round."""
    stem, level, of = construct.replace(" ", "_"), _LEVEL.get(construct, ""), _OBJECT.get(construct, "")
    return [
        Item(
            f"{stem}_{place + 1}", construct, kind, "", construct, mean, reversed=place == flip, level=level, object=of
        )
        for place, mean in enumerate(means)
    ]


# What is perceived and what is expected at each touchpoint, and the items of the product's three dimensions, in points.
_POINTS = {"shop": (76, 80), "web": (70, 76), "call centre": (64, 74), "delivery": (74, 79), "billing": (71, 73)}
_PRODUCT = {"product core": (77, 75), "product form": (72, 73), "product social": (65, 62)}


def _touchpoint(name: str, perceived: float, expected: float) -> list[Item]:
    """Two questions on what is perceived at a touchpoint, one on what is expected, one on what matters."""
    stem, aside = name.replace(" ", "_"), None if name == "billing" else ASIDE
    first = Item(f"{stem}_1", "quality", "perception", name, name, perceived + 1, not_applicable=aside)
    turned = name in ("billing", "call centre")
    second = replace(first, item=f"{stem}_2", mean=perceived - 1, reversed=turned)
    expects = Item(f"{stem}_expected", "quality", "expectation", name, "expectation", expected, 16.0, 0.6, half=0)
    matters = Item(f"{stem}_importance", "quality", "importance", name, "", 62.0, 20.0, 0.0, half=1)
    level, subject = _LEVEL[name], _OBJECT[name]
    return [replace(item, level=level, object=subject) for item in (first, second, expects, matters)]


def _delivered(construct: str, latent: str, mean: float, loading: float) -> Item:
    """What a customer gets, or with a negative loading, what it costs."""
    return Item(construct.replace(" ", "_"), construct, "perception", "", latent, mean, 20.0, loading)


def _expected(construct: str, mean: float) -> Item:
    """What is expected of one dimension of the product."""
    item = _scale(construct, (mean,), "expectation")[0]
    return replace(item, item=f"{construct.replace(' ', '_')}_expected", latent="expectation", spread=16.0, loading=0.6)


MAIN: tuple[Item, ...] = (
    *_scale("satisfaction", (74, 72, 71)),
    *_scale("image", (75, 73)),
    *_scale("expectation", (78, 76), kind="expectation"),
    *_scale("quality", (75, 73, 73), flip=2),
    *_scale("value", (67, 65)),
    *_scale("complaints", (64,)),
    *_scale("loyalty", (72, 70)),
    Item("recommend", "recommendation", "perception", "", "loyalty", 76, 20.0, 0.80, 0.0, 10.0),
    Item("effort", "effort", "perception", "", "quality", 70, 22.0, 0.60, 1.0, 7.0, reversed=True),
    Item("price_tolerance", "price tolerance", "perception", "", "loyalty", 52, 22.0, 0.50),
    *(item for name, levels in _POINTS.items() for item in _touchpoint(name, *levels)),
    *(item for name, means in _PRODUCT.items() for item in _scale(name, means)),
)

FURTHER: tuple[Item, ...] = (
    _delivered("product value", "product core", 75, 0.80),
    _delivered("service value", "delivery", 72, 0.75),
    _delivered("personnel value", "call centre", 70, 0.75),
    _delivered("image value", "image", 71, 0.80),
    _delivered("money cost", "value", 48, -0.60),
    _delivered("time cost", "shop", 36, -0.45),
    _delivered("energy cost", "web", 33, -0.45),
    _delivered("psychic cost", "billing", 30, -0.45),
    Item("price_premium", "price premium", "perception", "", "satisfaction", 38, 24.0, 0.55),
    _expected("product core", 80),
    _expected("product form", 74),
    _expected("product social", 67),
)

ITEMS = (*MAIN, *FURTHER)


def importance_shift(items: Sequence[Item] = ITEMS) -> Floats:
    """What the need for a driver adds to the stated importance of its items: segments x items, points."""
    shift = np.zeros((len(SEGMENTS), len(items)))
    for place, item in enumerate(items):
        if item.kind == "importance":
            needs = np.array([segment.needs[DRIVERS.index(item.touchpoint)] for segment in SEGMENTS])
            shift[:, place] = 90 * (needs - 0.15)
    return shift


def attribute(name: str, items: Sequence[Item] = ITEMS) -> Floats:
    """One numeric attribute of items, item by item."""
    return np.array([getattr(item, name) for item in items], dtype=float)
