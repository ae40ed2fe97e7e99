"""Every method that takes a survey, as one table: a name, and what it gives as numbers and sentences."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass

import numpy as np
import pandas as pd

from workbench.analysis import (
    advocacy,
    delivered_value,
    gaps,
    importance,
    improvement,
    indices,
    interaction,
    path_model,
    penalty_reward,
    regression,
)
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import Survey

DRIVERS = ["quality: shop", "quality: phone", "value"]
TOUCHPOINTS = DRIVERS[:2]
TOGETHER = dict.fromkeys(TOUCHPOINTS, "touchpoints")


def index(seen: Survey) -> object:
    """The index of satisfaction in each region, weighted by the path model."""
    weights = indices.weights(path_model.of(seen, "acsi"), seen.items)
    return indices.by_segment(seen, weights, indices.Topic("satisfaction"), "region")


def differences(seen: Survey) -> object:
    """Whether regions differ in their drivers."""
    parts = {name: part.moments("satisfaction", DRIVERS) for name, part in seen.by("region").items()}
    return interaction.of_drivers(parts, "satisfaction", DRIVERS)


METHODS: dict[str, Callable[[Survey], object]] = {
    "moments": lambda seen: seen.item_moments(seen.items["item"].tolist()),
    "regression": lambda seen: regression.fit(seen.moments("satisfaction"), "satisfaction", DRIVERS),
    "importance": lambda seen: importance.of(seen, "satisfaction", DRIVERS),
    "grouped importance": lambda seen: importance.of(seen, "satisfaction", DRIVERS, groups=TOGETHER),
    "importance for the top box": lambda seen: importance.of(seen, "satisfaction", DRIVERS, top=75),
    "path model": lambda seen: path_model.of(seen, "acsi"),
    "consistent path model": lambda seen: path_model.of(seen, "acsi", consistent=True),
    "index": index,
    "improvement": lambda seen: improvement.of(seen.moments("satisfaction"), "satisfaction", DRIVERS),
    "gaps": lambda seen: gaps.by_touchpoint(seen),
    "gaps by level": lambda seen: gaps.by_dimension(seen, "level"),
    "response surfaces": lambda seen: gaps.surfaces(seen),
    "penalty and reward": lambda seen: penalty_reward.of(seen, TOUCHPOINTS),
    "delivered value": lambda seen: delivered_value.of(seen),
    "advocacy": lambda seen: advocacy.of(seen),
    "differences of drivers": differences,
}


def sentences(result: object) -> list[str]:
    """Why parts of a result are withheld, wherever they stand in it."""
    if isinstance(result, Withheld):
        return [result.why]
    if isinstance(result, pd.DataFrame):
        return [str(why) for why in result["why"] if why] if "why" in result else []
    if isinstance(result, path_model.PathModel):
        return sentences(result.effects()) + sentences(result.indices())
    if is_dataclass(result):
        return [why for field in fields(result) for why in sentences(getattr(result, field.name))]
    if isinstance(result, (tuple, list, dict)):
        parts = result.values() if isinstance(result, dict) else result
        return [why for part in parts for why in sentences(part)]
    return []


COUNTED = {"n", "pairs", "effective"}  # copies are more answers, a weight is not


def numbers(result: object) -> list[float]:
    """Every number of a result, in order, but for counts of customers."""
    if isinstance(result, (bool, np.bool_, str)) or result is None:
        return []
    if isinstance(result, (int, float, np.integer, np.floating)):
        return [float(result)]
    if isinstance(result, np.ndarray):
        return np.asarray(result, dtype=float).ravel().tolist() if result.dtype.kind in "fi" else []
    if isinstance(result, pd.DataFrame):
        kept = result.drop(columns=["n"], errors="ignore").select_dtypes("number")
        return kept.to_numpy(dtype=float).ravel().tolist()
    if is_dataclass(result):
        return [
            x for field in fields(result) if field.name not in COUNTED for x in numbers(getattr(result, field.name))
        ]
    if isinstance(result, (tuple, list, dict)):
        parts = result.values() if isinstance(result, dict) else result
        return [x for part in parts for x in numbers(part)]
    return []
