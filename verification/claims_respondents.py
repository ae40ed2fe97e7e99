"""Who answers, and what is said of parts of those who do: weights, tests between groups, small groups.

In the demonstration world who answers depends on how they buy, how long they have been customers and their age, and
the dissatisfied leave. So those who answer are more satisfied than those who were asked, and those who were asked more
than the world was made: weights can bring back the silent; nothing brings back those who left before they were asked.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from verification.claims import Outcome, claim, within
from verification.stores import seen
from workbench.analysis import indices, interaction, weighting
from workbench.analysis.indices.item_sums import of_survey
from workbench.analysis.interaction import Interaction
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey
from workbench.synthetic import Recipe, survey
from workbench.synthetic.items import ITEMS
from workbench.synthetic.people import REGIONS
from workbench.synthetic.recipe import YEAR
from workbench.synthetic.scene import scenes

OUTCOME = "satisfaction"
TOPIC = indices.Topic(OUTCOME)
DRIVERS = ["quality: billing", "quality: shop", "quality: web"]
MONTHS = 12
SPLITS = 50  # ways in which the customers of a world are dealt into groups
DRAWS = 5  # answers drawn of everybody asked


@claim(
    "Weights by the chance to answer take out most of what the index of satisfaction is too high because the "
    "dissatisfied do not answer; raking some of it.",
    limit="less than half of the bias is left by chance to answer, less than three quarters by raking",
    seeds=range(1, 31),
)
def weighted_index(seeds: Sequence[int]) -> Outcome:
    missed: dict[str, list[float]] = {kind: [] for kind in weighting.KINDS}
    held: dict[str, list[bool]] = {kind: [] for kind in weighting.KINDS}
    for seed in seeds:
        truth = everybody_asked(Recipe(customers=6_000, seed=seed, events=False))
        with seen(seed, customers=6_000) as world:
            answered, who = world.survey(MONTHS), world.ask("who_answered", window_months=MONTHS)
        for kind in weighting.KINDS:
            found = _index(weighting.apply(answered, kind, who))
            missed[kind].append(found.value - truth)
            held[kind].append(found.low <= truth <= found.high)
    bias = {kind: float(np.mean(each)) for kind, each in missed.items()}
    error = float(np.std(missed["none"])) / np.sqrt(len(seeds))
    told = ", ".join(f"{kind} {bias[kind]:+.2f} (interval holds in {np.mean(held[kind]):.0%})" for kind in bias)
    holds = abs(bias["propensity"]) < 0.5 * bias["none"] and abs(bias["raking"]) < 0.75 * bias["none"]
    return Outcome(f"points too high: {told}; each give or take {error:.2f}", holds)


@claim(
    "Where groups of customers do not differ, their index is said to differ as often as promised.",
    limit="3 to 7 % of seeds x deals into four groups",
    seeds=range(1, 31),
)
def groups_alike(seeds: Sequence[int]) -> Outcome:
    told = [
        _tested(interaction.of_index(dealt, _alike(dealt), TOPIC, "group")).told
        for seed in seeds
        for dealt in _deals(seed, SPLITS)
    ]
    return within(float(np.mean(told)), 0.03, 0.07, "{:.1%} of " + f"{len(told):,}")


@claim(
    "Where drivers work alike in groups of customers, they are said not to as often as promised.",
    limit="2 to 7 % of seeds x deals into four groups",
    seeds=range(31, 61),
)
def drivers_alike(seeds: Sequence[int]) -> Outcome:
    told = []
    for seed in seeds:
        for dealt in _deals(seed, 10):
            parts = {name: part.moments(OUTCOME, DRIVERS) for name, part in dealt.by("group").items()}
            told.append(_tested(interaction.of_drivers(parts, OUTCOME, DRIVERS)).told)
    return within(float(np.mean(told)), 0.02, 0.07, "{:.1%} of " + f"{len(told):,}")


@claim(
    "A group of a quarter of the customers whose index lies four points lower is found.",
    limit="80 % of seeds x deals or more",
    seeds=range(61, 81),
)
def a_group_lower(seeds: Sequence[int]) -> Outcome:
    found = []
    for seed in seeds:
        for dealt in _deals(seed, 10):
            lower = (dealt.about["group"] == "a").to_numpy()[:, None] & _places(dealt)
            moved = replace(dealt, scores=dealt.scores - 4.0 * lower)
            tested = _tested(interaction.of_index(moved, _alike(moved), TOPIC, "group"))
            found.append(tested.told and tested.each["lowest"].iloc[0] == "a")
    return within(float(np.mean(found)), 0.80, 1.0, "{:.1%} of " + f"{len(found):,}")


@claim(
    "Regions drawn towards each other come nearer to the truth than each alone, and their intervals hold it.",
    limit="squared error under 85 %; 92 to 97 % of seeds x draws x regions",
    seeds=range(1, 61),
)
def small_regions(seeds: Sequence[int]) -> Outcome:
    """Regions are alike in the world, so each is moved by an amount drawn for it; 240 customers of a world are seen."""
    worlds = [_answers(seed) for seed in seeds]
    middle = float(np.nanmean(np.concatenate([_scores(each) for each in worlds])))
    alone, pooled, held = [], [], []
    for place in range(3 * len(worlds)):
        rng, each = np.random.default_rng([place, *seeds]), worlds[place % len(worlds)]
        moves = dict(zip(REGIONS, rng.normal(0, 4, len(REGIONS)), strict=True))
        moved = each.scores + each.about["region"].map(moves).to_numpy()[:, None]
        few = replace(each, scores=moved).of(np.isin(np.arange(each.n), rng.permutation(each.n)[:240]))
        found = indices.by_segment(few, _alike(each), TOPIC, "region", fewest=10)
        found = found[found["pooled"].notna()]
        truth = middle + found["segment"].map(moves)
        alone.append(np.square(found["index"] - truth))
        pooled.append(np.square(found["pooled"] - truth))
        held.append((found["pooled_low"] <= truth) & (found["pooled_high"] >= truth))
    left = float(np.concatenate(pooled).mean() / np.concatenate(alone).mean())
    share, n = float(np.concatenate(held).mean()), sum(map(len, held))
    return Outcome(f"{left:.0%} of the squared error; {share:.1%} of {n:,} hold", left < 0.85 and 0.92 <= share <= 0.97)


def everybody_asked(recipe: Recipe) -> float:
    """The index of satisfaction had everybody answered who was asked in the last year, with their latest invitation."""
    rng, points = np.random.default_rng(0), []
    items = [item for item in ITEMS if item.construct == OUTCOME and item.kind == "perception" and not item.touchpoint]
    low, high, turned = (
        np.array([getattr(item, name) for item in items]) for name in ("scale_min", "scale_max", "reversed")
    )
    for scene in scenes(recipe):
        asked = survey.invitations(recipe, scene.people, scene.lives, scene.span, scene.chance("survey"))
        of = pd.DataFrame({"person": asked.person, "day": asked.asked})
        latest = of[of["day"] >= recipe.days - YEAR].sort_values("day").drop_duplicates("person", keep="last")
        person, day = latest["person"].to_numpy(), latest["day"].to_numpy()
        for _ in range(DRAWS):
            state = survey.states(recipe, scene.people, person, day, rng)
            score = survey.scores(state, scene.people.segment[person], rng, items)
            share = (np.where(turned > 0, low + high - score, score) - low) / (high - low)
            points.append(100 * share.mean(axis=1))
    return float(np.concatenate(points).mean())


def _answers(seed: int) -> Survey:
    """A year of answers of a small world in which nothing is planted."""
    with seen(seed, customers=3_000, months=16) as world:
        return world.survey(MONTHS)


def _deals(seed: int, count: int) -> list[Survey]:
    """The answers of a world, its customers dealt into four groups by chance, several times."""
    rng, answered = np.random.default_rng(seed), _answers(seed)
    dealt = [answered.about.assign(group=rng.choice(list("abcd"), answered.n)) for _ in range(count)]
    return [replace(answered, about=about) for about in dealt]


def _alike(answered: Survey) -> indices.Weights:
    return indices.weights(Withheld("no model"), answered.items)


def _places(answered: Survey) -> np.ndarray:
    """Which columns are the outcome's, shape (1, items)."""
    return np.isin(np.arange(len(answered.items)), answered.columns(construct=OUTCOME, touchpoint=""))[None, :]


def _scores(answered: Survey) -> np.ndarray:
    """Each customer's mean of the outcome's questions."""
    return np.nanmean(np.where(_places(answered), answered.scores, np.nan), axis=1)


def _index(answered: Survey | Withheld) -> Estimate:
    assert isinstance(answered, Survey), answered
    items = TOPIC.questions(answered.items)
    found = of_survey(answered, items).index(_alike(answered))
    assert isinstance(found, Estimate), found
    return found


def _tested(found: Interaction | Withheld) -> Interaction:
    assert isinstance(found, Interaction), found
    return found
