"""Which questions make which construct, from what was asked and answered."""

from collections.abc import Sequence

import pandas as pd

EXPECTATION = "expectation"  # the construct that is asked for before the purchase


def items_of(items: pd.DataFrame, answered: Sequence[str]) -> dict[str, list[str]]:
    """The items of each construct, and of each construct at a touchpoint ('quality: shop').

    Args:
        items: a row per question: item, construct, kind (perception, expectation, ...), touchpoint
            ('' for the whole relationship).
        answered: items with answers; others are left out.

    A construct is made of its questions about the whole relationship, or, where there are none, of
    those about touchpoints. What is felt counts; of the construct 'expectation', what is expected.

    >>> asked = pd.DataFrame({"item": ["q", "shop", "s"], "construct": ["quality", "quality", "satisfaction"],
    ...                       "kind": "perception", "touchpoint": ["", "shop", ""]})
    >>> items_of(asked, ["q", "shop", "s"])
    {'quality': ['q'], 'satisfaction': ['s'], 'quality: shop': ['shop']}
    """
    kind = items["construct"].map(lambda name: EXPECTATION if name == EXPECTATION else "perception")
    fits = items[(items["kind"] == kind) & items["item"].isin(answered)]
    whole = fits[fits["touchpoint"] == ""]
    local = fits[fits["touchpoint"] != ""]
    only_local = local[~local["construct"].isin(whole["construct"])]
    found: dict[str, list[str]] = {}
    for part in (whole, only_local):
        found |= {str(name): rows["item"].tolist() for name, rows in part.groupby("construct", sort=False)}
    touched = local.assign(name=local["construct"] + ": " + local["touchpoint"])
    return found | {str(name): rows["item"].tolist() for name, rows in touched.groupby("name", sort=False)}
