"""What belongs to the company and not to one analysis: one commented file in its store.

Each setting is described once, here. From that description come the comments of a new
``workbench.toml``, the checks when it is read, and the advice when a value is wrong.
A setting left out of the file has its default.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from workbench.errors import BadParameter

FILE = "workbench.toml"


class Settings(BaseModel):
    """The company's settings; frozen.

    >>> Settings().currency
    'EUR'
    >>> Settings(discount_rate=0.08).discount_rate
    0.08
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    currency: str = Field("EUR", pattern="^[A-Z]{3}$", description="ISO code of the one currency of all amounts")
    discount_rate: float = Field(0.10, ge=0, lt=1, description="yearly discount rate as a fraction, from 0 to below 1")
    contract: Literal["none", "some", "all"] = Field(
        "some", description="whether customers are bound by contract: none, some or all"
    )
    minimum_cell: int = Field(10, ge=1, description="the fewest customers a shown group may have, 1 or more")
    contact_cost: float = Field(0.0, ge=0, description="cost of a contact whose own cost is empty, 0 or more")
    new_days: int = Field(90, ge=1, description="days after the first purchase in which a customer is new, 1 or more")
    dormant_days: int = Field(180, ge=1, description="days without a purchase after which one is dormant, 1 or more")
    lost_days: int = Field(365, ge=1, description="days without a purchase after which one is lost, 1 or more")

    def model_post_init(self, context: object, /) -> None:
        """Check what one setting alone cannot show: the thresholds' order."""
        if self.lost_days <= self.dormant_days:
            raise ValueError("lost_days must be more than dormant_days")


def read(folder: Path) -> Settings:
    """The settings of a store; all defaults if it has no settings file.

    Raises:
        BadParameter: the file is no TOML, or a key or value in it is not allowed.
    """
    path = folder / FILE
    if not path.exists():
        return Settings()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadParameter("not a TOML file", where=str(path), value=error, do="mend that line") from error
    return check(values, where=str(path))


def check(values: Mapping[str, Any], where: str) -> Settings:
    """Settings from plain values; ``where`` names their file in the error.

    Raises:
        BadParameter: naming the first wrong key, its value and what is allowed.
    """
    try:
        return Settings(**values)
    except ValidationError as error:
        raise _explained(error.errors()[0], where) from error


def default_toml(overrides: Mapping[str, Any] | None = None, *, where: str = "source.toml [company]") -> str:
    """The text of a new settings file: every setting, its description, its value.

    >>> print(default_toml({"currency": "USD"}).splitlines()[3])
    currency = "USD"
    """
    settings = check(overrides or {}, where)
    lines = ["# What belongs to the company and not to one analysis. Notebook parameters default to these.", ""]
    for name, field in Settings.model_fields.items():
        lines += ["", f"# {field.description}", f"{name} = {json.dumps(getattr(settings, name))}"]
    return "\n".join(lines[:2] + lines[3:]) + "\n"


def _explained(problem: ErrorDetails, where: str) -> BadParameter:
    if not problem["loc"]:
        return BadParameter(problem["msg"].removeprefix("Value error, "), where=where, do="change one of them")
    key = str(problem["loc"][0])
    if key not in Settings.model_fields:
        known = ", ".join(Settings.model_fields)
        return BadParameter("unknown setting", where=where, value=key, do=f"remove it; the settings are {known}")
    return BadParameter(
        "a setting has a value that is not allowed",
        where=f"{where}, {key}",
        value=json.dumps(problem["input"], default=str),
        do=f"allowed is: {Settings.model_fields[key].description}",
    )
