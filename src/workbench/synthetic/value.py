"""What customers are truly worth: the present value of their expected future contribution.

With h the yearly rate of leaving, d the continuous discount rate and a = h + d, a stream of one unit
a year that stops when the customer leaves is worth 1/a. A customer is worth the streams of the present
life, and, h/a times, what follows on leaving: mail for a while, and with probability ``lifetimes.RETURNS`` a
further life of the same kind, whose value X therefore solves a linear equation:

    X = fresh + (h/a) (k (X + B - W) - mail),     k = RETURNS x E[exp(-d delay)]

where fresh is the value of a life from its second purchase on, B the contribution of the purchase a
return starts with and W the cost of winning back. A contract signed at rate u adds m u / (a (a + u));
a life event at rate v that raises purchases P by g for b years adds P g v (1 - exp(-a b)) / a^2. Season
enters the present life exactly and later lives on average. Nothing planted after the date is foreseen.
"""

import numpy as np
import pandas as pd

from workbench.errors import BadParameter
from workbench.synthetic.arrays import Floats
from workbench.synthetic.known import customer_ids
from workbench.synthetic.lifetimes import AWAY_HIGH, AWAY_LOW, RETURNS, Lives
from workbench.synthetic.money import STILL_WRITTEN_TO, WIN_BACK
from workbench.synthetic.people import BOOST_DAYS, BOOSTS, LIFE_EVENTS, MOVE_LEAVES
from workbench.synthetic.rates import Rates, rates
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.scene import Scene, scenes
from workbench.synthetic.segments import SEGMENTS


def customer_values(recipe: Recipe, as_of: str, discount_rate: float) -> pd.DataFrame:
    """The true value of every customer acquired before a date.

    Args:
        recipe: of the world.
        as_of: the date, YYYY-MM-DD: everything before it has happened, everything from it on is valued.
        discount_rate: a year, as a fraction.

    Returns:
        customer_id, segment, here (still a customer, which no company knows), value (money).

    Raises:
        BadParameter: the date lies outside the world, or the discount rate is not positive.
    """
    day = float((np.datetime64(as_of, "D") - recipe.start).astype(int))
    if not 0 < day <= recipe.days:
        raise BadParameter("no day of the world", where="as_of", value=as_of, do=f"choose one up to {recipe.last_day}")
    if not 0 < discount_rate <= 10:
        raise BadParameter("no discount rate", where="discount_rate", value=discount_rate, do="write 0.10 for 10 %")
    return pd.concat([_of_scene(scene, day, np.log1p(discount_rate)) for scene in scenes(recipe)], ignore_index=True)


def _of_scene(scene: Scene, day: float, discount: float) -> pd.DataFrame:
    people, latest = scene.people, latest_lives(scene.lives, day)
    who = latest.person
    here = latest.end >= day
    expected = rates(scene.recipe, people.take(who), day)
    again = another_life(scene, latest, expected, discount) + expected.basket - WIN_BACK
    value = np.where(
        here,
        _present_life(scene, latest, expected, day, discount) + _on_leaving(expected, again, discount),
        _after_leaving(expected, again, np.maximum(day - latest.end, 0.0), discount),
    )
    return pd.DataFrame(
        {
            "customer_id": customer_ids(scene, who),
            "segment": np.array([segment.name for segment in SEGMENTS], dtype=object)[people.segment[who]],
            "here": here,
            "value": value,
        }
    )


def latest_lives(lives: Lives, day: float) -> Lives:
    """The last life of each person that began before a day."""
    begun = np.flatnonzero(lives.start < day)
    last = np.zeros(int(lives.person.max(initial=-1)) + 1, dtype=int)
    np.maximum.at(last, lives.person[begun], lives.order[begun])
    return lives.take(begun[lives.order[begun] == last[lives.person[begun]]])


def annuity(rate: Floats | float, years: Floats | float) -> Floats:
    """Present value of one unit a year for some years.

    >>> round(float(annuity(0.1, 1.0)), 4)
    0.9516
    """
    return -np.expm1(-np.asarray(rate) * years) / rate


def another_life(scene: Scene, latest: Lives, expected: Rates, discount: float) -> Floats:
    """Value X of a further life, its first purchase and the cost of winning back not included."""
    end = expected.leaving + discount
    follows = expected.leaving / end
    fresh = (expected.purchases - expected.serving) / end + expected.purchases * _coming_events(scene, latest, end)
    fresh += expected.contract * expected.signing / (end * (end + expected.signing))
    back = RETURNS * _delay(discount, np.zeros(1))
    gain = back * (expected.basket - WIN_BACK) - _mail(expected, discount)
    return np.asarray((fresh + follows * gain) / (1 - follows * back))


def _present_life(scene: Scene, latest: Lives, expected: Rates, day: float, discount: float) -> Floats:
    """Value of the streams of a life that is under way."""
    end = expected.leaving + discount
    holds = latest.signed < day
    signing = np.where(holds, 1.0, expected.signing / (end + expected.signing))
    extra = _coming_events(scene, latest, end) + _past_events(scene, latest, end, day)
    value = expected.purchases * (_seasonal(scene.recipe, end, day) + extra)
    return np.asarray(value - expected.serving / end + expected.contract * signing / end)


def _coming_events(scene: Scene, latest: Lives, end: Floats) -> Floats:
    """What life events to come add to one unit of purchases a year."""
    stays = np.where(np.array(LIFE_EVENTS) == "move", 1 - MOVE_LEAVES, 1.0)
    lift = scene.people.life[latest.person] @ (np.array(BOOSTS) * stays)
    return np.asarray(lift * annuity(end, BOOST_DAYS / YEAR) / end)


def _past_events(scene: Scene, latest: Lives, end: Floats, day: float) -> Floats:
    """What life events of the last months still add to one unit of purchases a year."""
    changes = scene.changes
    recent = np.flatnonzero((changes.day < day) & (changes.day + BOOST_DAYS > day))
    row = np.full(len(scene.people), -1)
    row[latest.person] = np.arange(len(latest))
    at = row[changes.person[recent]]
    same_life = scene.lives.start[changes.life[recent]] == latest.start[at]
    left = (changes.day[recent] + BOOST_DAYS - day) / YEAR
    worth = np.array(BOOSTS)[changes.kind[recent]] * annuity(end[at], left) * same_life
    return np.bincount(at, worth, minlength=len(latest)).astype(float)


def _seasonal(recipe: Recipe, end: Floats, day: float) -> Floats:
    """Present value of one unit a year that follows the season, from a day on, until the customer leaves."""
    value = np.zeros(len(end))
    month = int(recipe.calendar_month(np.array([day]))[0])
    for step in range(12):
        value += recipe.seasons[(month + step) % 12] * np.exp(-end * step / 12) * annuity(end, 1 / 12)
    return value / -np.expm1(-end)


def _mail(expected: Rates, discount: float) -> Floats:
    return expected.writing * annuity(discount, STILL_WRITTEN_TO / YEAR)


def _on_leaving(expected: Rates, again: Floats, discount: float) -> Floats:
    """Value today of what follows on leaving some time."""
    follows = expected.leaving / (expected.leaving + discount)
    return follows * (RETURNS * _delay(discount, np.zeros(1)) * again - _mail(expected, discount))


def after_leaving_odds(away: Floats) -> tuple[Floats, Floats, Floats]:
    """For people who left some days ago: chance of a return still to come, and when after leaving at the earliest
    and latest."""
    still = RETURNS * np.clip((AWAY_HIGH - away) / (AWAY_HIGH - AWAY_LOW), 0, 1)
    return still / (1 - RETURNS + still), np.maximum(AWAY_LOW, away), np.maximum(AWAY_HIGH, away)


def _after_leaving(expected: Rates, again: Floats, away: Floats, discount: float) -> Floats:
    """Value of somebody who left some days ago and has not returned."""
    mail = expected.writing * annuity(discount, np.maximum(STILL_WRITTEN_TO - away, 0) / YEAR)
    return after_leaving_odds(away)[0] * _delay(discount, away) * again - mail


def _delay(discount: float, away: Floats) -> Floats:
    """Mean discount factor of a return still to come, seen some days after leaving."""
    _, low, high = after_leaving_odds(away)
    width = np.maximum(high - low, 1e-9) / YEAR
    return np.exp(-discount * (low - away) / YEAR) * annuity(discount, width) / width
