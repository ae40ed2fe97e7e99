import numpy as np

from workbench.synthetic import answers, experience
from workbench.synthetic.items import ITEMS, attribute
from workbench.synthetic.segments import column
from workbench.synthetic.survey import scores

SIZE = 120_000


def drawn(seed):
    rng = np.random.default_rng(seed)
    segment = rng.choice(len(column("share")), SIZE, p=column("share"))
    exogenous, residual = experience.draw(SIZE, rng)
    return segment, experience.chain(segment, experience.segment_means()[segment] + exogenous, residual), rng


def test_every_latent_variable_has_mean_zero_and_variance_one():
    moments = experience.moments()
    assert np.allclose(np.diag(moments.covariance), 1)
    assert np.abs(moments.mean).max() < 0.02, f"largest mean {np.abs(moments.mean).max():.4f}; limit 0.02"
    assert (moments.residuals > 0.2).all(), f"residual variances {moments.residuals.round(3)}"


def test_the_draws_have_the_moments_of_the_model():
    _, state, _ = drawn(1)
    off = np.abs(np.cov(state.T) - experience.moments().covariance).max()
    assert off < 0.015, f"covariances differ by up to {off:.4f}; limit 0.015 at n = {SIZE:,}"


def test_all_paths_are_recovered_from_draws():
    _, state, _ = drawn(2)
    at = {name: place for place, name in enumerate(experience.LATENTS)}
    for effect, causes in experience.PATHS.items():
        if effect != "quality":
            design = state[:, [at[cause] for cause in causes]]
            found = np.linalg.lstsq(design, state[:, at[effect]], rcond=None)[0]
            off = np.abs(found - np.array(list(causes.values()))).max()
            assert off < 0.012, f"paths to {effect} differ by up to {off:.4f}; limit 0.012"


def test_answers_have_the_moments_in_closed_form():
    segment, state, rng = drawn(3)
    given = scores(state, segment, rng)
    low, high = attribute("scale_min"), attribute("scale_max")
    turned = np.where(attribute("reversed") > 0, low + high - given, given)
    points = 100 * (turned - low) / (high - low)
    seen = answers.seen()
    asked = [answers.stands_for(item) for item in ITEMS]
    columns = [
        points[:, [ok and answers.variable(item) == name for ok, item in zip(asked, ITEMS, strict=True)]].mean(axis=1)
        for name in seen.names
    ]
    off = np.abs(np.mean(columns, axis=1) - seen.means).max()
    assert off < 0.25, f"indices differ by up to {off:.3f} points; limit 0.25"
    spread = np.sqrt(np.diag(seen.covariance))
    apart = np.abs((np.cov(columns) - seen.covariance) / np.outer(spread, spread)).max()
    assert apart < 0.02, f"correlations differ by up to {apart:.4f}; limit 0.02"


def test_reversed_questions_run_the_other_way():
    segment, state, rng = drawn(4)
    given = scores(state, segment, rng)
    satisfaction = state[:, experience.LATENTS.index("satisfaction")]
    for place, item in enumerate(ITEMS):
        if item.construct in ("quality", "effort") and item.kind == "perception":
            tie = np.corrcoef(satisfaction, given[:, place])[0, 1]
            assert (tie < 0) == item.reversed, f"{item.item} correlates {tie:.2f} with satisfaction"
