"""The answers of a random store as pandas reads them: what the survey's queries are held against."""

import hashlib

import numpy as np
import pandas as pd
from asking import AS_OF
from random_rows import random_rows

ROWS = random_rows(seed=7)


def usable_answers() -> pd.DataFrame:
    """The answers that say something, rescaled, from before AS_OF."""
    frame = pd.DataFrame(ROWS["survey_responses"]).merge(pd.DataFrame(ROWS["survey_items"]), on="item")
    frame = frame[frame["answered_at"] < pd.Timestamp(AS_OF)]
    score = frame["score"].astype(float)
    inside = score.between(frame["scale_min"], frame["scale_max"])
    frame = frame[inside & (score != frame["not_applicable"].astype(float))]
    share = (frame["score"] - frame["scale_min"]) / (frame["scale_max"] - frame["scale_min"])
    frame["index"] = (100 * np.where(frame["reversed"], 1 - share.astype(float), share.astype(float))).round(6)
    frame["weight"] = frame["weight"].astype(float).fillna(1)
    frame["touchpoint"] = frame["touchpoint"].fillna("")
    return frame


def bucket(customer: str) -> int:
    return int(hashlib.md5(customer.encode()).hexdigest()[:3], 16) % 50
