"""What moved among the drivers between two windows: their shares of what is explained, and their effects.

Shares and effects of one survey wave are so uncertain that most of what moves from one wave to the next
is noise (random halves of 250 answers differ by up to 22 points of share). So each change has an
interval and a chance, which changes to believe is decided for all drivers together (see
`false_discovery`), and the smallest change that could have been seen stands beside it.

    change = share now - share then,    with the same group of customers left out of both windows

which makes it paired where customers answered in both. Shares are LMG (see `importance`), effects are
least squares (see `regression`).
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.analysis import detectable, false_discovery, regression
from workbench.analysis.importance import Importance, relative_importance
from workbench.analysis.indices.item_sums import estimated
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.results import Withheld

CHANGE = ("change", "low", "high", "chance", "detectable", "told")


def compare(
    now: Moments | Withheld,
    then: Moments | Withheld,
    outcome: str,
    drivers: Sequence[str],
    *,
    groups: Mapping[str, str] | None = None,
) -> pd.DataFrame | Withheld:
    """Shares and effects of all drivers in two windows, and what changed.

    Args:
        now, then: moments of two windows with each of the same groups left out; if one is withheld,
            so is the result.
        outcome: the variable explained.
        drivers: what may explain it, at most 20 variables.
        groups: drivers that share what is their group's, as for `importance.relative_importance`.

    Returns a row per driver, in the order given: driver, n (customers, the fewer of both windows);
    share, share_before (0..1), change, low, high, chance (of such a change where there is none), told
    (believed, all drivers together), detectable (the smallest true change told in 80 of 100 pairs of
    windows); and the same of effects (points of the outcome for a point of the driver) as effect,
    effect_before, effect_change, effect_low, effect_high, effect_chance, effect_told,
    effect_detectable. What cannot be computed without some group has empty cells. ValueError for
    resampled moments, of which no two belong together.
    """
    windows = (now, then)
    if any(isinstance(seen, Moments) and seen.resampled for seen in windows):
        raise ValueError("two windows are compared by leaving groups out of both, not by resamples")
    shares = [relative_importance(seen, outcome, drivers, groups=groups) for seen in windows]
    refused = next((found for found in shares if isinstance(found, Withheld)), None)
    if refused:
        return refused
    measured = [found for found in shares if isinstance(found, Importance)]
    n = min(found.n for found in measured)
    share = _compared("share", [found.replicates for found in measured], n)
    effect = _compared("effect", [regression.solve(found.seen)[0] for found in measured], n)
    effect = effect.rename(columns={name: f"effect_{name}" for name in CHANGE})
    return pd.concat([pd.DataFrame({"driver": list(drivers), "n": n}), share, effect], axis=1)


def _compared(name: str, windows: Sequence[Floats], n: int) -> pd.DataFrame:
    """A row per driver, from the statistic in both windows, now first, shape (1 + groups, drivers) each."""
    now, then = windows
    rows = [_row((now - then)[:, at], n) for at in range(now.shape[1])]
    found = pd.DataFrame(rows, columns=[*CHANGE[:-1]])
    found.insert(0, name, now[0])
    found.insert(1, f"{name}_before", then[0])
    return found.assign(told=false_discovery.told(found["chance"]))


def _row(apart: Floats, n: int) -> dict[str, float]:
    found = estimated(apart, n)
    if isinstance(found, Withheld):
        return {}
    tests = {"chance": false_discovery.chance(apart), "detectable": detectable.smallest(apart)}
    return {"change": found.value, "low": found.low, "high": found.high} | tests
