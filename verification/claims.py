"""What a claim is, how its outcome is judged, and how the claims of all topics are found."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

import verification


@dataclass(frozen=True)
class Outcome:
    """What was observed, in words with numbers, and whether it is within the limit."""

    observed: str
    holds: bool


@dataclass(frozen=True)
class Claim:
    """A statement about the numbers that can be checked.

    Args:
        name: of the function that checks it.
        statement: what is claimed, as a sentence.
        limit: what must be observed for the claim to hold.
        seeds: the seeds it is checked on.
        check: takes seeds and returns what was observed.
    """

    name: str
    statement: str
    limit: str
    seeds: Sequence[int]
    check: Callable[[Sequence[int]], Outcome]

    @property
    def topic(self) -> str:
        """The topic of the module it stands in."""
        return self.check.__module__.removeprefix("verification.claims_")

    def run(self) -> Outcome:
        """Check it on its seeds."""
        return self.check(self.seeds)


def claim(statement: str, *, limit: str, seeds: Sequence[int]) -> Callable[[Callable[[Sequence[int]], Outcome]], Claim]:
    """Make a claim of a function that checks it.

    >>> @claim("Two and two are four.", limit="4", seeds=range(1))
    ... def sums(seeds):
    ...     return within(2 + 2, 4, 4)
    >>> sums.run()
    Outcome(observed='4', holds=True)
    """
    return lambda check: Claim(check.__name__, statement, limit, seeds, check)


def every_claim() -> list[Claim]:
    """All claims, as they stand in their modules: the world first, since the rest is judged against it."""
    names = [module.name for module in pkgutil.iter_modules(verification.__path__) if module.name.startswith("claims_")]
    names.sort(key=lambda name: (not name.startswith("claims_world"), name))
    modules = [importlib.import_module(f"verification.{name}") for name in names]
    return [found for module in modules for found in vars(module).values() if isinstance(found, Claim)]


def about(topic: str) -> str:
    """The docstring of a topic's module."""
    return (importlib.import_module(f"verification.claims_{topic}").__doc__ or "").strip()


def within(value: float, low: float, high: float, form: str = "{:.4g}") -> Outcome:
    """One number that must lie within bounds.

    >>> within(0.5, 0, 1, "{:.0%}")
    Outcome(observed='50%', holds=True)
    """
    return Outcome(form.format(value), bool(low <= value <= high))


def all_within(values: Iterable[float], low: float, high: float, form: str = "{:.4g}") -> Outcome:
    """Numbers that must all lie within bounds; their range is what was observed.

    >>> all_within([1.0, 3.0], 0, 2)
    Outcome(observed='1 to 3', holds=False)
    """
    values = list(values)
    observed = f"{form.format(min(values))} to {form.format(max(values))}"
    return Outcome(observed, bool(low <= min(values) and max(values) <= high))


def at_least(needed: int, count: int, *, of: int) -> Outcome:
    """How often something happened, which must be at least so often.

    >>> at_least(93, 95, of=100)
    Outcome(observed='95 of 100', holds=True)
    """
    return Outcome(f"{count} of {of}", count >= needed)


def standardised(errors: Iterable[float], low: float, high: float) -> Outcome:
    """Distances from the truth in standard errors: the share within 1.96, and their mean.

    The share must lie within bounds, and the mean within four of its own standard errors of zero.
    """
    distances = np.array(list(errors))
    share, mean = float((np.abs(distances) < 1.96).mean()), float(distances.mean())
    centred = abs(mean) < 4 / np.sqrt(len(distances))
    return Outcome(f"{share:.1%} of {len(distances)} within 1.96; mean {mean:+.2f}", low <= share <= high and centred)
