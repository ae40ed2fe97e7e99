"""What an analysis hands over: a number with its doubt, or the reason why there is none."""

from typing import Protocol, runtime_checkable


class Measured(Protocol):
    """A number with its doubt, whoever computed it (``analysis.Estimate`` is one)."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def n(self) -> int: ...


@runtime_checkable
class Silent(Protocol):
    """A number that is withheld, and why (``analysis.Withheld`` is one)."""

    @property
    def why(self) -> str: ...
    @property
    def n(self) -> int: ...
