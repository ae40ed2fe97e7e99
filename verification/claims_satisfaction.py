"""What is said of satisfaction holds as often as it promises: intervals of paths and drivers, leads, touchpoints.

Each seed is a world of 4,000 customers whose tables go through the store's own queries. The truth of a path is that of
the answers of everybody, known in closed form (`synthetic.truth`). A survey reaches those who answer, so for drivers
the truth is what the answers of all other worlds together show, some fifty times as many.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from verification.claims import Outcome, at_least, claim, within
from verification.stores import Seen, seen
from workbench import synthetic
from workbench.analysis import answers, importance, indices, path_model, regression, shapley
from workbench.analysis.importance import Importance, Lead
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey
from workbench.synthetic.experience import PATHS
from workbench.synthetic.segments import DRIVERS, TOUCHPOINTS

OUTCOME = "satisfaction"
ASKED = [f"quality: {name}" if name in TOUCHPOINTS else name for name in DRIVERS]
CHAIN = path_model.paths(
    *(f"{', '.join(causes)} -> {effect}" for effect, causes in PATHS.items() if effect != "quality")
)
YEAR = 12


@claim(
    "The 95 % intervals of the paths of the satisfaction chain hold the true ones.",
    limit="93 to 98 % of seeds x paths",
    seeds=range(1, 101),
)
def chain_paths(seeds: Sequence[int]) -> Outcome:
    held: dict[str, list[bool]] = {f"{cause} -> {effect}": [] for cause, effect in CHAIN}
    for seed in seeds:
        with seen(seed, months=16) as world:
            truth, fitted = synthetic.truth(world.recipe).answered.paths, _chain(world.survey())
        for cause, effect in CHAIN:
            name, found = f"{cause} -> {effect}", fitted.path(cause, effect)
            held[name].append(isinstance(found, Estimate) and found.low <= truth[name] <= found.high)
    counts = {name: sum(inside) for name, inside in held.items()}
    least = min(counts, key=lambda name: counts[name])
    share = sum(counts.values()) / len(seeds) / len(counts)
    form = "{:.1%} of " + f"{len(seeds) * len(counts):,}; fewest {least} with {counts[least]} of {len(seeds)}"
    return within(share, 0.93, 0.98, form)


def _chain(survey: Survey) -> path_model.PathModel:
    """The chain of the world, each construct measured by the questions about the whole relationship."""
    whole = survey.items[(survey.items["touchpoint"] == "") & (survey.items["kind"] != "importance")]
    named = dict.fromkeys(name for path in CHAIN for name in path)
    constructs = [path_model.construct(name, *whole.loc[whole["construct"] == name, "item"]) for name in named]
    model = path_model.Model(tuple(constructs), CHAIN)
    fitted = path_model.fit(model, survey.item_moments(model.items))
    assert isinstance(fitted, path_model.PathModel), fitted
    return fitted


@claim(
    "The 95 % intervals of what one point more for a driver goes with hold the truth.",
    limit="92 to 98 % of seeds x drivers",
    seeds=range(1, 61),
)
def driver_effects(seeds: Sequence[int]) -> Outcome:
    return _coverage(seeds, lambda seen: regression.fit(seen, OUTCOME, ASKED).frame(), _true_effects)


@claim(
    "The 95 % intervals of the drivers' shares of what is explained (LMG) hold the truth.",
    limit="92 to 98 % of seeds x drivers",
    seeds=range(61, 121),
)
def driver_shares(seeds: Sequence[int]) -> Outcome:
    return _coverage(seeds, lambda seen: _shares(seen).frame(), _true_shares)


def _coverage(
    seeds: Sequence[int], estimate: Callable[[Moments], pd.DataFrame], true_values: Callable[[Moments], Floats]
) -> Outcome:
    """How often the intervals of each world hold what all other worlds together show."""
    worlds = [_ratings(seed) for seed in seeds]
    truths = true_values(_together(worlds))
    held = []
    for place, survey in enumerate(worlds):
        frame = estimate(_moments(survey)).set_index("driver").loc[ASKED]
        truth = truths[1 + place]  # row 1 + g leaves world g out
        held += ((frame["low"] <= truth) & (frame["high"] >= truth)).tolist()
    return within(float(np.mean(held)), 0.92, 0.98, "{:.1%} of " + f"{len(held):,}")


@claim("A driver is said to lead only if it does.", limit="wrong in at most 5 of 60 seeds", seeds=range(121, 181))
def leads(seeds: Sequence[int]) -> Outcome:
    worlds = [_ratings(seed) for seed in seeds]
    first = ASKED[int(_true_shares(_together(worlds))[0].argmax())]
    found = [_shares(_moments(survey)).lead() for survey in worlds]
    claimed = [lead.driver for lead in found if isinstance(lead, Lead) and lead.margin.low > 0]
    wrong = sum(driver != first for driver in claimed)
    return Outcome(f"{wrong} wrong of {len(claimed)} claimed in {len(worlds)}", wrong <= 5)


@claim(
    "Where nothing changed, few months raise an alarm at any touchpoint, all touchpoints together.",
    limit="1 to 7 % of seeds x months",
    seeds=range(1, 61),
)
def false_alarms(seeds: Sequence[int]) -> Outcome:
    alarms: list[bool] = []
    for seed in seeds:
        with seen(seed, months=14) as world:
            alarms += [bool(months["told"].any()) for months in _touchpoints(world, months=12)]
    return within(float(np.mean(alarms)), 0.01, 0.07, "{:.1%} of " + f"{len(alarms):,}")


@claim(
    "The failure planted at the call centre in the last month is the change that stands out.",
    limit="at least 57 of 60 seeds",
    seeds=range(1, 61),
)
def planted_failure(seeds: Sequence[int]) -> Outcome:
    first = []
    for seed in seeds:
        with seen(seed, months=14, events=True) as world:
            told = next(_touchpoints(world, months=2)).query("told").sort_values("change")
        first.append(told["name"].tolist()[:1] == ["call centre"])
    return at_least(57, sum(first), of=len(first))


def _touchpoints(world: Seen, months: int) -> Iterator[pd.DataFrame]:
    """What changed at the touchpoints in each month that has one before."""
    history, items = world.ask("item_history", months=months), world.ask("survey_items")
    weights = indices.weights(Withheld("no model"), items)
    for month in sorted(history["month"].unique())[1:]:
        yield indices.touchpoints(history, weights, month=pd.Timestamp(month).date())


def _ratings(seed: int) -> Survey:
    """A year of answers of a world in which nothing is planted."""
    with seen(seed, months=14) as world:
        return world.survey(YEAR)


def _moments(survey: Survey) -> Moments:
    found = survey.moments(OUTCOME, ASKED)
    assert isinstance(found, Moments), found
    return found.of([OUTCOME, *ASKED])


def _together(worlds: Sequence[Survey]) -> Moments:
    """Moments of satisfaction and its drivers in all worlds, each of them a group that is left out."""
    parts = []
    for survey in worlds:
        names, values = survey.variables(OUTCOME)
        parts.append(values[:, [names.index(name) for name in (OUTCOME, *ASKED)]])
    world = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    found = answers.moments([OUTCOME, *ASKED], np.concatenate(parts), groups=world)
    assert isinstance(found, Moments), found
    return found


def _shares(seen: Moments) -> Importance:
    found = importance.relative_importance(seen, OUTCOME, ASKED)
    assert isinstance(found, Importance), found
    return found


def _true_effects(chosen: Moments) -> Floats:
    inside, across = chosen.covariances[:, 1:, 1:], chosen.covariances[:, 1:, :1]
    return np.asarray(np.linalg.solve(inside, across)[:, :, 0])


def _true_shares(chosen: Moments) -> Floats:
    parts = shapley.lmg(chosen.correlations)
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))
