"""The survey of the demonstration world shows the indices and drivers known in closed form, to those who answer.

The truth about answers includes what rounding to a scale and its ends do to them. It is that of everybody; who
answers depends on behaviour in a known way.
"""

from collections.abc import Sequence

import numpy as np

from verification.claims import Outcome, claim, standardised
from verification.worlds import quiet
from workbench import synthetic
from workbench.synthetic.items import ASIDE, ITEMS, attribute
from workbench.synthetic.scene import Scene
from workbench.synthetic.segments import DRIVERS
from workbench.synthetic.survey import RESPONSE, answers, invitations, response_terms

VARIABLES = ("satisfaction", *DRIVERS)


@claim(
    "The indices of satisfaction and the eight drivers are those known in closed form.",
    limit="within 1.96 standard errors in 92 to 98 % of seeds x variables",
    seeds=range(1, 61),
)
def indices(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _index_distances(seed)), 0.92, 0.98)


def _index_distances(seed: int) -> list[float]:
    scene = quiet(seed)
    truth, given = synthetic.truth(scene.recipe).index, _everybody_answers(scene)
    distances = []
    for name, scores in zip(VARIABLES, given.T, strict=True):
        there = scores[~np.isnan(scores)]
        wanted = truth.get(f"quality: {name}", truth.get(name, np.nan))
        distances.append(float((there.mean() - wanted) / (there.std() / np.sqrt(len(there)))))
    return distances


@claim(
    "The regression of satisfaction on the eight drivers finds the coefficients known in closed form.",
    limit="within 1.96 standard errors in 92 to 98 % of seeds x drivers",
    seeds=range(1, 61),
)
def driver_coefficients(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _driver_distances(seed)), 0.92, 0.98)


def _driver_distances(seed: int) -> np.ndarray:
    """In points, with errors that hold whatever the variance (White 1980), among complete answers."""
    scene = quiet(seed)
    given = _everybody_answers(scene)
    given = given[~np.isnan(given).any(axis=1)]
    centred = given - given.mean(axis=0)
    outcome, design = centred[:, 0], centred[:, 1:]
    inverse = np.linalg.inv(design.T @ design)
    found = inverse @ design.T @ outcome
    pull = design * (outcome - design @ found)[:, None]
    errors = np.sqrt(np.diag(inverse @ (pull.T @ pull) @ inverse))
    return (found - np.array(list(synthetic.truth(scene.recipe).answered.per_point.values()))) / errors


def _everybody_answers(scene: Scene) -> np.ndarray:
    """Mean answers of everybody to ``VARIABLES`` on one day, 0 to 100; not a number where an answer is missing."""
    people = scene.people
    given = answers(
        scene.recipe,
        people,
        np.arange(len(people)),
        np.ones(len(people)),
        scene.chance("answers"),
        scene.chance("further answers"),
    )
    score = np.full((len(people), len(ITEMS)), np.nan)
    score[given["response_id"], given["item"]] = np.where(given["score"] == ASIDE, np.nan, given["score"])
    low, high = attribute("scale_min"), attribute("scale_max")
    points = 100 * np.where(attribute("reversed") > 0, high - score, score - low) / (high - low)
    about = [(item.touchpoint or item.construct) if item.kind == "perception" else "" for item in ITEMS]
    places = [[place for place, name in enumerate(about) if name == wanted] for wanted in VARIABLES]
    return np.column_stack([points[:, chosen].mean(axis=1) for chosen in places])


@claim(
    "Who answers depends on purchases, tenure, age and having left by the known coefficients.",
    limit="within 1.96 standard errors in 90 to 99 % of seeds x coefficients",
    seeds=range(1, 31),
)
def response_model(seeds: Sequence[int]) -> Outcome:
    return standardised((distance for seed in seeds for distance in _response_distances(seed)), 0.90, 0.99)


def _response_distances(seed: int) -> np.ndarray:
    """Logistic regression by Newton's method, without the last days, whose answers are still to come."""
    scene = quiet(seed)
    asked = invitations(scene.recipe, scene.people, scene.lives, scene.span, scene.chance("survey"))
    early = asked.asked < scene.recipe.days - 20
    design = response_terms(scene.recipe, scene.people, scene.lives, asked.life[early], asked.asked[early]).T
    outcome, wanted = np.isfinite(asked.answered[early]), np.array(list(RESPONSE.values()))
    found, bend = np.zeros(design.shape[1]), np.eye(design.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-design @ found))
        bend = design.T @ (design * (chance * (1 - chance))[:, None])
        found += np.linalg.solve(bend, design.T @ (outcome - chance))
    return (found - wanted) / np.sqrt(np.diag(np.linalg.inv(bend)))
