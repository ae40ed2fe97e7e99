"""What the gate allows, and what of it a company may change: the table ``gate`` of a report's definition.

The page's size is what an e-mail on a phone carries without asking; rows are compared with
the leanest of the twelve months before, so that a season is no alarm.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

PAGE_BYTES = 1_500_000


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


def _in_order(bounds: tuple[float, float]) -> tuple[float, float]:
    if not bounds[0] <= bounds[1]:
        raise ValueError("the lower bound comes first")
    return bounds


Bounds = Annotated[tuple[float, float], AfterValidator(_in_order)]


class Limits(BaseModel):
    """What the gate allows; frozen.

    >>> Limits(bounds={"churn_rate": (0.01, 0.2)}).fewest_rows
    0.5
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    page_bytes: int = Field(PAGE_BYTES, ge=100_000, description="the most bytes a page may have, 100000 or more")
    fewest_rows: float = Field(
        0.5, ge=0, le=1, description="fraction, 0 to 1, of the leanest of the 12 months before that a table must bring"
    )
    fewest_kept: float = Field(
        0.9, ge=0, le=1, description="fraction, 0 to 1, of all rows of the last report that a table must still hold"
    )
    quiet: tuple[Annotated[str, AfterValidator(_pattern)], ...] = Field(
        (), description="regular expressions of lines on stderr that are harmless"
    )
    required: tuple[str, ...] = Field((), description="names of numbers that must be in every report, or say why not")
    bounds: dict[str, Bounds] = Field(
        {}, description="name of a number = [lowest, highest], such as churn_rate = [0.01, 0.2]"
    )
