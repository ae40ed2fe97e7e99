"""What was planted can be found again in the tables, to within what chance allows.

Limits are four standard errors where one is known; the verification repeats these over many seeds.
"""

import numpy as np
import pytest

from workbench import synthetic
from workbench.synthetic.people import LIFE_EVENTS, MOVE_LEAVES
from workbench.synthetic.recipe import YEAR
from workbench.synthetic.scene import scenes
from workbench.synthetic.segments import DRIVERS, SEGMENTS, column
from workbench.synthetic.survey import RESPONSE


@pytest.fixture(scope="module")
def scene(quiet):
    return next(scenes(quiet.recipe))


@pytest.fixture(scope="module")
def exposure(scene):
    """Years each life was under way within the world, and whether its end was seen."""
    lives, days = scene.lives, scene.recipe.days
    return (np.minimum(lives.end, days) - lives.start) / YEAR, lives.end < days


def test_each_segment_has_its_share(quiet):
    known = synthetic.customers(quiet.recipe)
    found = known["segment"].value_counts(normalize=True)
    for segment in SEGMENTS:
        limit = 4 * np.sqrt(segment.share * (1 - segment.share) / len(known))
        off = found[segment.name] - segment.share
        assert abs(off) < limit, f"{segment.name}: share off by {off:+.4f}; limit {limit:.4f}"


def test_purchase_rates(quiet, scene, exposure):
    rows = quiet.rows("""
        SELECT customer_id, COUNT(DISTINCT occurred_at) FROM transactions WHERE revenue > 0 GROUP BY customer_id""")
    bought = {int(customer[1:]): count for customer, count in rows}
    people, lives = scene.people, scene.lives
    years = np.bincount(lives.person, exposure[0], minlength=len(people))
    starts = np.bincount(lives.person, minlength=len(people))
    again = np.array([bought.get(number, 0) for number in people.number]) - starts
    lift = 1 + (people.life @ (np.array([0.3, 0.5, 0.8, 0.4 * (1 - MOVE_LEAVES), 0.0]))) * 0.5
    for number, segment in enumerate(SEGMENTS):
        here = (people.segment == number) & (people.standing == 0)
        expected = (people.rate * years * lift)[here].sum()
        found, limit = again[here].sum() / expected, 4 / np.sqrt(expected) + 0.03
        assert abs(found - 1) < limit, f"{segment.name}: {found:.3f} of the expected purchases; limit 1 +- {limit:.3f}"


def test_the_distribution_of_purchase_rates(scene):
    rate, segment = scene.people.rate, scene.people.segment
    for number, one in enumerate(SEGMENTS):
        found = rate[segment == number]
        shape = found.mean() ** 2 / found.var()
        assert abs(found.mean() / one.rate - 1) < 0.12, f"{one.name}: mean {found.mean():.2f}; wanted {one.rate}"
        assert abs(shape / one.rate_shape - 1) < 0.25, f"{one.name}: shape {shape:.2f}; wanted {one.rate_shape}"


def test_leaving_falls_with_satisfaction_by_the_known_slope(scene, exposure):
    """Maximum likelihood of rate_i = base x exp(-slope x satisfaction_i), moves taken out, by Newton's method."""
    years, left = exposure
    people, lives = scene.people, scene.lives
    left = left & ~lives.moved
    satisfaction, base = people.satisfaction[lives.person], column("leaving")[people.segment[lives.person]]
    slope = 0.0
    for _ in range(20):
        rate = base * np.exp(-slope * satisfaction) * years
        gradient, bend = (satisfaction * (rate - left)).sum(), (satisfaction**2 * rate).sum()
        slope += gradient / bend
    limit = 4 / np.sqrt(bend)
    assert abs(slope - 0.6) < limit, f"slope {slope:.3f}; wanted 0.6 +- {limit:.3f}"


def test_moves_end_their_share_of_lives(scene, exposure):
    moves = scene.people.life[scene.lives.person, LIFE_EVENTS.index("move")] * MOVE_LEAVES
    expected = (moves * exposure[0]).sum()
    found = (scene.lives.moved & exposure[1]).sum()
    assert abs(found - expected) < 4 * np.sqrt(expected), f"{found} lives ended by a move; expected {expected:.0f}"


def test_spend_rises_with_satisfaction_by_the_known_slope(quiet, scene):
    rows = quiet.rows("""
        SELECT customer_id, SUM(revenue) / COUNT(DISTINCT occurred_at) FROM transactions
        WHERE revenue > 0 GROUP BY customer_id""")
    row = {number: place for place, number in enumerate(scene.people.number)}
    person = np.array([row[int(customer[1:])] for customer, _ in rows])
    spend = np.log(np.array([float(amount) for _, amount in rows]))
    design = np.column_stack([scene.people.satisfaction[person], np.eye(len(SEGMENTS))[scene.people.segment[person]]])
    found, residual, *_ = np.linalg.lstsq(design, spend, rcond=None)
    error = np.sqrt(residual[0] / len(spend) * np.linalg.inv(design.T @ design)[0, 0])
    assert abs(found[0] - 0.15) < 4 * error, f"slope {found[0]:.3f}; wanted 0.15 +- {4 * error:.3f}"


def test_mean_spend_of_each_segment(scene):
    people = scene.people
    for number, segment in enumerate(SEGMENTS):
        found = people.spend[people.segment == number]
        error = found.std() / np.sqrt(len(found))
        off = found.mean() - segment.spend
        assert abs(off) < 4 * error, f"{segment.name}: mean spend off by {off:+.2f}; limit {4 * error:.2f}"


def test_the_indices_of_the_survey(quiet):
    truth = synthetic.truth(quiet.recipe)
    found = quiet.rows("""
        SELECT construct || COALESCE(': ' || touchpoint, ''), COUNT(DISTINCT customer_id), AVG(100 * (
            CASE WHEN reversed THEN scale_max - score ELSE score - scale_min END) / (scale_max - scale_min))
        FROM survey_responses JOIN survey_items USING (item)
        WHERE kind = 'perception' AND score IS DISTINCT FROM not_applicable GROUP BY 1""")
    assert {name for name, *_ in found} == set(truth.index) - {"expectation"}
    for name, customers, index in found:
        # Who answers is somewhat more satisfied, because the dissatisfied have left: up to two points.
        # They also bear lighter burdens.
        burden = -1 if name.endswith(" cost") else 1
        off, error = burden * (float(index) - truth.index[name]), 20 / np.sqrt(customers)
        assert -4 * error < off < 2 + 4 * error, (
            f"{name}: {off:+.2f} points; limit {-4 * error:.2f} to {2 + 4 * error:.2f}"
        )


def test_the_drivers_of_satisfaction(quiet):
    names = [
        f"quality: {name}" if f"quality: {name}" in synthetic.truth(quiet.recipe).index else name for name in DRIVERS
    ]
    wide = (
        quiet.con.execute("""
        SELECT response_id, construct || COALESCE(': ' || touchpoint, '') AS variable, AVG(100 * (
            CASE WHEN reversed THEN scale_max - score ELSE score - scale_min END) / (scale_max - scale_min)) AS score
        FROM survey_responses JOIN survey_items USING (item)
        WHERE kind = 'perception' AND score IS DISTINCT FROM not_applicable GROUP BY ALL
    """)
        .df()
        .pivot(index="response_id", columns="variable", values="score")
    )
    complete = wide[["satisfaction", *names]].astype(float).dropna()
    scaled = (complete - complete.mean()) / complete.std()
    design, outcome = scaled[names].to_numpy(), scaled["satisfaction"].to_numpy()
    found = np.linalg.lstsq(design, outcome, rcond=None)[0]
    left_over = ((outcome - design @ found) ** 2).mean()
    errors = np.sqrt(left_over * np.diag(np.linalg.inv(design.T @ design)))
    wanted = np.array(list(synthetic.truth(quiet.recipe).answered.drivers.values()))
    worst = np.abs((found - wanted) / errors).max()
    assert worst < 4, f"largest distance {worst:.2f} standard errors (limit 4) in {len(complete):,} answers"


def test_answering_depends_on_behaviour(quiet, scene):
    rows = quiet.rows("SELECT customer_id, outcome = 'answered' FROM interactions WHERE kind = 'survey'")
    row = {number: place for place, number in enumerate(scene.people.number)}
    person = np.array([row[int(customer[1:])] for customer, _ in rows])
    answered = np.array([done for _, done in rows])
    often = scene.people.rate[person] > np.median(scene.people.rate[person])
    more, less = answered[often].mean(), answered[~often].mean()
    assert 0.2 < answered.mean() < 0.45, f"response rate {answered.mean():.3f}; wanted 0.2 to 0.45"
    assert more > less + 0.05, f"frequent buyers answer {more:.3f}, others {less:.3f}"
    assert RESPONSE["left"] < -1


def test_words_carry_the_known_sentiment(quiet):
    known = synthetic.feedback(quiet.recipe)
    stored = quiet.con.execute("SELECT feedback_id, rating, text, language FROM feedback").df()
    joined = known.merge(stored, on="feedback_id", validate="one_to_one")
    assert len(joined) == len(known) == len(stored)
    stars = joined.groupby("sentiment")["rating"].mean()
    assert stars["negative"] < 2 < 2.7 < stars["neutral"] < 3.5 < 4 < stars["positive"], stars.to_dict()
    lamps = joined[joined["text"].str.contains("lamp|一盏灯", regex=True)]
    assert set(lamps["theme"]) == {"shop"}
    assert set(lamps["sentiment"]) == {"neutral"}
