"""How much of a change is the mix of segments, and how much a change within them (Kitagawa).

If more answers come from segments that were always less satisfied, the index falls though nobody is
less satisfied than before. With the share p and the mean m of each segment s, now (1) and then (0),

    within = sum over s of (p1 + p0) / 2 x (m1 - m0)       what changed among like customers
    mix    = sum over s of (m1 + m0) / 2 x (p1 - p0)       what changed because others answered
    total  = within + mix

Shares and means are taken question by question and added with the questions' weights in the index, so
that both parts add up to its change. A segment in only one of the two windows has the same mean in
both: it can be no more than mix. Customers whose segment is not known are a segment of their own.

Intervals leave the same group of customers out of both windows (see `changes`).

References: Kitagawa 1955, JASA 50:1168-1194. Oaxaca 1973, International Economic Review 14:693-709.
"""

from dataclasses import dataclass

import numpy as np

from workbench.analysis.indices.item_sums import ItemSums, estimated, of_survey
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights
from workbench.analysis.moments import Floats
from workbench.analysis.results import Result, Withheld
from workbench.analysis.state_chain import leave_out
from workbench.analysis.surveys import Survey
from workbench.phrase import N_, say

NOTHING_SHARED = N_("no question about '{construct}' was answered by {fewest} customers in both windows")
ONE_SEGMENT = N_("all customers are in one group, so there is no mix that could change")
FEWEST = 30  # customers of each window who answered a question


@dataclass(frozen=True)
class MixChange:
    """A change of an index between two windows and its parts, in points.

    Args:
        total: the change.
        within: what like customers changed; the change adjusted for the mix.
        mix: what came from other customers answering; ``within`` and ``mix`` add up to ``total``.
    """

    total: Result
    within: Result
    mix: Result


def adjusted(now: Survey, then: Survey, by: str, weights: Weights, topic: Topic) -> MixChange:
    """The change of an index between two windows, divided into what is mix and what is not.

    Args:
        now, then: the two windows.
        by: what divides the customers, a column of ``about``.
        weights: of the questions, the same for both.
        topic: what the index is of.

    Of the questions that at least 30 customers answered in both windows; withheld if there is none, or
    if all customers are in one segment. KeyError if ``by`` is not known of the customers.
    """
    there = _asked(then, topic)
    items = [item for item in _asked(now, topic) if item in there]
    segments = [survey.labels(by) for survey in (now, then)]
    labels = sorted({*segments[0], *segments[1]})
    if not items or len(labels) < 2:
        why = say(ONE_SEGMENT) if items else say(NOTHING_SHARED, construct=topic.construct, fewest=FEWEST)
        return MixChange(*[Withheld(why)] * 3)
    first, second = (
        [of_survey(survey.of(own == label), items) for label in labels]
        for survey, own in zip((now, then), segments, strict=True)
    )
    within, mix = (part @ weights.relative(items) for part in _divided(first, second))
    held = np.r_[True, np.any([sums.groups for sums in (*first, *second)], axis=0)]
    n = min(sum(sums.customers for sums in side) for side in (first, second))
    return MixChange(*(estimated(part[held], n) for part in (within + mix, within, mix)))


def _divided(now: list[ItemSums], then: list[ItemSums]) -> tuple[Floats, Floats]:
    """Within and mix of each question, for everyone and without each group, shape (1 + groups, questions)."""
    share, mean = _shares_and_means(now)
    share_then, mean_then = _shares_and_means(then)
    # A segment without answers in one window has the mean of the other; without any, it has no share either.
    filled = np.nan_to_num(np.where(np.isnan(mean), mean_then, mean))
    filled_then = np.nan_to_num(np.where(np.isnan(mean_then), mean, mean_then))
    within = (share + share_then) / 2 * (filled - filled_then)
    mix = (filled + filled_then) / 2 * (share - share_then)
    return within.sum(axis=0), mix.sum(axis=0)


def _shares_and_means(parts: list[ItemSums]) -> tuple[Floats, Floats]:
    """Of each segment, shape (segments, 1 + groups, questions); NaN where nobody is left to have them."""
    bottom, top = (np.stack([leave_out(sums) for sums in kind]) for kind in _weights_and_scores(parts))
    there = bottom > 1e-12 * bottom[:, :1]
    mean = np.divide(top, bottom, out=np.full_like(top, np.nan), where=there)
    whole = np.broadcast_to((bottom * there).sum(axis=0), bottom.shape)
    return np.divide(bottom * there, whole, out=np.full_like(bottom, np.nan), where=whole > 0), mean


def _weights_and_scores(parts: list[ItemSums]) -> tuple[list[Floats], list[Floats]]:
    return [part.w for part in parts], [part.ws for part in parts]


def _asked(survey: Survey, topic: Topic) -> tuple[str, ...]:
    return of_survey(survey, topic.questions(survey.items)).asked(FEWEST).items
