"""The further questions are asked in half of the questionnaires and leave all other answers as they were."""

import numpy as np
import pytest

from workbench import synthetic
from workbench.synthetic import survey
from workbench.synthetic.items import FURTHER, ITEMS, MAIN
from workbench.synthetic.scene import scenes


def _drawn(recipe, further: int):
    scene = next(scenes(recipe))
    rows = np.arange(400)
    chance = scene.chance("answers"), np.random.default_rng(further)
    return survey.answers(recipe, scene.people, rows, np.full(400, 30.0), *chance)


def test_answers_to_the_main_questions_do_not_depend_on_the_further_ones(quiet):
    one, two = (_drawn(quiet.recipe, seed) for seed in (1, 2))
    main = [given["item"] < len(MAIN) for given in (one, two)]
    for column in one:
        assert np.array_equal(one[column][main[0]], two[column][main[1]], equal_nan=True), column
    assert one["response_id"][~main[0]].tolist() != two["response_id"][~main[1]].tolist()


def test_the_answers_of_a_seed_are_the_same_for_ever(quiet):
    """Scores of the first customers as they were when the further questions did not exist."""
    given = _drawn(quiet.recipe, 1)
    main = given["item"] < len(MAIN)
    first = given["score"][main][:12]
    assert str(first.tolist()) == "[7.0, 5.0, 4.0, 7.0, nan, 8.0, 9.0, 9.0, 10.0, 2.0, 8.0, 8.0]"


def test_half_of_the_questionnaires_ask_all_of_them(quiet):
    held = quiet.rows(f"""
        SELECT COUNT(DISTINCT item), COUNT(*) FROM survey_responses
        WHERE item IN ({", ".join(f"'{item.item}'" for item in FURTHER)}) GROUP BY response_id""")
    assert set(held) == {(len(FURTHER), len(FURTHER))}
    share = len(held) / quiet.one("SELECT COUNT(DISTINCT response_id) FROM survey_responses")
    assert 0.47 < share < 0.53, f"{share:.3f} of the questionnaires; wanted half"


def test_every_level_and_object_has_both_sides_of_a_gap():
    for dimension, wanted in (("level", {"core", "form", "social"}), ("object", {"product", "company", "marketing"})):
        for kind in ("perception", "expectation"):
            assert {getattr(item, dimension) for item in ITEMS if item.kind == kind} - {""} == wanted


@pytest.mark.parametrize("name", ["price tolerance", "price premium", "loyalty"])
def test_outcomes_rise_with_satisfaction_by_the_known_slope(quiet, name):
    wide = (
        quiet.con.execute("""
        SELECT response_id, construct, AVG(100 * (CASE WHEN reversed THEN scale_max - score ELSE score - scale_min END)
            / (scale_max - scale_min)) AS score
        FROM survey_responses JOIN survey_items USING (item)
        WHERE kind = 'perception' AND touchpoint IS NULL GROUP BY ALL
    """)
        .df()
        .pivot(index="response_id", columns="construct", values="score")
    )
    x, y = wide[["satisfaction", name]].astype(float).dropna().to_numpy().T
    slope = np.cov(x, y)[0, 1] / np.var(x)
    error = np.std(y - slope * x) / np.std(x) / np.sqrt(len(x))
    wanted = synthetic.truth(quiet.recipe).per_point_of_satisfaction[name]
    assert abs(slope - wanted) < 4 * error, f"slope {slope:.3f}; wanted {wanted:.3f} +- {4 * error:.3f}"
