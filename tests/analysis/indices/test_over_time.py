"""An index over time: its level is the weighted mean, its change is paired and of the questions asked in both."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from analysis.answers_over_months import BEFORE, NOW, changed, item_history, unanswered
from analysis.made_up_survey import ITEMS, survey

from workbench.analysis import indices
from workbench.analysis.indices import Topic
from workbench.analysis.indices.weighing import Weights
from workbench.analysis.results import Estimate, Withheld

ALIKE = indices.weights(Withheld("no model"), ITEMS)
SATISFIED = Topic("satisfaction")
SATISFACTION = ["sat_1", "sat_2", "sat_3"]


def change(answers, weights: Weights = ALIKE, topic: Topic = SATISFIED):
    return indices.history(answers, weights, topic, month=NOW).changes[1]


class TestPast:
    def test_a_past_by_the_weights_of_today_says_so_and_is_no_restatement(self):
        months = item_history({BEFORE: survey(400, seed=1), NOW: survey(400)})
        uneven = Weights(ALIKE.of | {"sat_1": 0.5, "sat_2": 0.3, "sat_3": 0.2}, {})
        assert set(indices.history(months, uneven, SATISFIED, month=NOW).past["by"]) == {"by today's weights"}
        assert "by" not in indices.history(months, ALIKE, SATISFIED, month=NOW).past


class TestLevel:
    def test_it_is_the_weighted_mean_of_the_questions_means(self):
        seen = survey(400)
        weights = Weights(ALIKE.of | {"sat_1": 0.5, "sat_2": 0.3, "sat_3": 0.2}, {})
        found = indices.of_month(item_history({NOW: seen}), weights, SATISFIED, month=NOW)
        assert isinstance(found, Estimate)
        means = np.nanmean(seen.scores[:, 9:12], axis=0)
        assert found.value == pytest.approx(means @ [0.5, 0.3, 0.2])
        assert found.n == 400

    def test_integer_weights_are_replicated_customers(self):
        seen = survey(200)
        copies = np.random.default_rng(1).integers(1, 4, 200)
        twice = np.repeat(np.arange(200), copies)
        weighted = replace(seen, weights=copies.astype(float))
        copied = replace(seen, scores=seen.scores[twice], weights=np.ones(len(twice)), groups=seen.groups[twice])
        first, second = (
            indices.of_month(item_history({NOW: each}), ALIKE, SATISFIED, month=NOW) for each in (weighted, copied)
        )
        assert (first.value, first.low, first.high) == pytest.approx((second.value, second.low, second.high))

    def test_the_interval_is_that_of_the_mean_where_nothing_is_missing(self):
        seen = survey(2000, missing=0)
        found = indices.of_month(item_history({NOW: seen}), ALIKE, SATISFIED, month=NOW)
        error = seen.scores[:, 9:12].mean(axis=1).std() / np.sqrt(2000)
        assert (found.high - found.low) / 2 == pytest.approx(2 * error, rel=0.25)

    def test_a_question_of_a_handful_does_not_count(self):
        few = np.arange(200)[:, None] < 9
        seen = changed(survey(200), lambda x: np.where(few, x, np.nan), "sat_2")
        found = indices.of_month(item_history({NOW: seen}), ALIKE, SATISFIED, month=NOW)
        assert found.value == pytest.approx(np.nanmean(seen.scores[:, [9, 11]], axis=0).mean())

    def test_a_touchpoint_and_an_expectation_are_indices_too(self):
        seen = survey(300)
        answers = item_history({NOW: seen})
        shop = indices.of_month(answers, ALIKE, Topic("quality", "shop"), month=NOW)
        expected = indices.of_month(answers, ALIKE, Topic("quality", "shop", "expectation"), month=NOW)
        assert shop.value == pytest.approx(np.nanmean(seen.scores[:, 5]))
        assert expected.value == pytest.approx(np.nanmean(seen.scores[:, 1]))

    def test_what_cannot_be_said_has_a_sentence(self):
        few = item_history({NOW: survey(6)})
        same = changed(survey(100), lambda x: 70.0, *SATISFACTION)
        assert indices.of_month(few, ALIKE, SATISFIED, month=NOW).why == "6 answers; at least 10 are needed"
        assert (
            "all 100 answers are the same"
            in indices.of_month(item_history({NOW: same}), ALIKE, SATISFIED, month=NOW).why
        )
        assert "no such number" in indices.of_month(few, ALIKE, SATISFIED, month=BEFORE).why
        assert "no such number" in indices.of_month(few.head(0), ALIKE, SATISFIED, month=NOW).why


class TestChange:
    def test_the_same_customers_in_both_months_make_it_sure(self):
        seen = survey(300)
        again = replace(seen, scores=seen.scores + np.random.default_rng(5).normal(1.5, 3, seen.scores.shape))
        paired = change(item_history({BEFORE: seen, NOW: again}))
        others = change(
            item_history({BEFORE: seen, NOW: changed(survey(300, seed=9), lambda x: x + 1.5, *SATISFACTION)})
        )
        assert paired.low > 0
        assert paired.high - paired.low < 0.4 * (others.high - others.low)

    def test_it_is_of_the_questions_asked_in_both_months(self):
        rise = np.random.default_rng(0).normal(2, 1, (300, 2))
        before = changed(survey(300), unanswered, "sat_2")  # it is new, and rated lower than the others
        now = changed(changed(survey(300), lambda x: x - 30, "sat_2"), lambda x: x + rise, "sat_1", "sat_3")
        assert change(item_history({BEFORE: before, NOW: now})).value == pytest.approx(2, abs=0.3)

    def test_without_a_shared_question_there_is_none(self):
        before = changed(survey(300), unanswered, "sat_2", "sat_3")
        now = changed(survey(300), unanswered, "sat_1")
        assert "no question" in change(item_history({BEFORE: before, NOW: now})).why

    def test_it_is_that_of_last_month_and_of_last_year(self):
        last_year = dt.date(2025, 9, 1)
        months = {NOW: survey(300), BEFORE: survey(300, seed=1), last_year: survey(300, seed=2)}
        history = indices.history(item_history(months), ALIKE, SATISFIED, month=NOW)
        level = {when: indices.of_month(item_history(months), ALIKE, SATISFIED, month=when).value for when in months}
        assert history.changes[1].value == pytest.approx(level[NOW] - level[BEFORE])
        assert history.changes[12].value == pytest.approx(level[NOW] - level[last_year])
        assert history.past["month"].tolist() == [last_year, BEFORE]


class TestMonthByMonth:
    MONTHS = tuple(dt.date(2026, number, 1) for number in range(1, 10))

    def test_a_row_per_month_with_answers_and_marks_where_it_changed(self):
        seen = {when: survey(300, seed=at) for at, when in enumerate(self.MONTHS)}
        seen[NOW] = changed(seen[NOW], lambda x: x - 8, *SATISFACTION)
        seen[dt.date(2026, 3, 1)] = survey(5)
        frame = indices.over_months(item_history(seen), ALIKE, SATISFIED, month=NOW)
        assert frame["month"].tolist() == list(self.MONTHS)
        assert frame["index"].notna().tolist() == [True, True, False, *[True] * 6]
        assert frame["why"].iloc[2] == "5 answers; at least 10 are needed"
        assert frame["told"].tolist() == [*[False] * 8, True]
        assert frame["change_high"].iloc[-1] < 0

    def test_this_month_is_asked_about_by_itself(self):
        seen = {when: survey(300, seed=at) for at, when in enumerate(self.MONTHS)}
        seen[NOW] = changed(
            seen[BEFORE], lambda x: x + np.random.default_rng(1).normal(-0.1, 5, x.shape), *SATISFACTION
        )
        frame = indices.over_months(item_history(seen), ALIKE, SATISFIED, month=NOW)
        assert 0.05 / 9 < frame["chance"].iloc[-1] < 0.05
        assert frame["told"].iloc[-1]

    def test_months_after_this_one_are_not_looked_at(self):
        seen = {when: survey(300, seed=at) for at, when in enumerate(self.MONTHS)}
        frame = indices.over_months(item_history(seen), ALIKE, SATISFIED, month=BEFORE)
        assert frame["month"].max() == BEFORE

    def test_without_answers_it_is_empty(self):
        frame = indices.over_months(item_history({NOW: survey(20)}).head(0), ALIKE, SATISFIED, month=NOW)
        assert frame.empty and "told" in frame
