"""The path model: recovery, invariances, and everything that must not be believed."""

import numpy as np
import pandas as pd
import pytest
from analysis.path_model.ecsi import MODEL, answers
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.answers import moments
from workbench.analysis.path_model import Model, acsi, construct, fit, paths
from workbench.analysis.path_model.solution import compute
from workbench.analysis.results import Estimate, Withheld

CHAIN = Model(
    (construct("A", "a1", "a2", "a3"), construct("B", "b1", "b2", "b3"), construct("C", "c1", "c2")),
    paths("A -> B, C", "B -> C"),
)


def world(n: int = 2000, seed: int = 0, *, b: float = 0.6, c: tuple[float, float] = (0.3, 0.4)) -> np.ndarray:
    """Answers of a chain whose composites are the items' sums: A -> B, A -> C, B -> C."""
    draw = np.random.default_rng(seed).standard_normal
    one = draw(n)
    two = b * one + np.sqrt(1 - b**2) * draw(n)
    three = c[0] * one + c[1] * two
    three += np.sqrt(1 - c[0] ** 2 - c[1] ** 2 - 2 * b * c[0] * c[1]) * draw(n)
    columns = [score + 0.5 * draw(n) for score, items in ((one, 3), (two, 3), (three, 2)) for _ in range(items)]
    return 60 + 10 * np.stack(columns, axis=1)


def fitted(x, model=CHAIN, **options):
    return fit(model, moments(model.items, x, groups=np.arange(len(x)) % 50), **options)


class TestRecovery:
    def test_consistent_paths_are_those_of_the_world(self):
        found = fitted(world(60_000), consistent=True).found
        assert [found.paths[0, 0, 1], found.paths[0, 0, 2], found.paths[0, 1, 2]] == pytest.approx(
            [0.6, 0.3, 0.4], abs=0.02
        )

    def test_intervals_hold_what_a_very_large_survey_finds(self):
        truth = fitted(world(200_000, 99)).found.paths[0, 0, 1]
        inside = [(path := fitted(world(400, seed)).path("A", "B")).low <= truth <= path.high for seed in range(40)]
        assert sum(inside) >= 35  # of 40, at 95 %: fewer in 3 of 100 runs of this test's kind

    def test_missing_answers_do_not_pull_paths_towards_zero(self):
        """30 % of the seven quality items missing: filling in means gives .42 instead of .51."""
        x = answers()
        quality = [MODEL.items.index(f"PERQ{item}") for item in range(1, 8)]
        found = []
        for seed in range(12):
            holes = x.copy()
            holes[:, quality] = np.where(np.random.default_rng(seed).random((250, 7)) < 0.3, np.nan, x[:, quality])
            seen = moments(MODEL.items, holes, groups=np.zeros(250, dtype=int))
            place = MODEL.names.index("Quality"), MODEL.names.index("Satisfaction")
            found.append(compute(MODEL, seen).paths[0, *place])
        assert np.mean(found) == pytest.approx(0.512, abs=0.03)


class TestInvariance:
    @given(st.lists(st.integers(1, 4), min_size=60, max_size=60))
    @settings(max_examples=10)
    def test_integer_weights_are_replicated_rows(self, weights):
        x, counts = world(60, 3), np.array(weights)
        weighted = fit(CHAIN, moments(CHAIN.items, x, counts.astype(float), np.arange(60)), htmt_limit=9)
        copied = fit(
            CHAIN,
            moments(CHAIN.items, np.repeat(x, counts, axis=0), groups=np.repeat(np.arange(60), counts)),
            htmt_limit=9,
        )
        if isinstance(weighted, Withheld):  # too few effective answers; copies are counted as answers
            return
        for name in ("paths", "loadings", "index", "points", "r2"):
            assert getattr(weighted.found, name) == pytest.approx(getattr(copied.found, name), abs=1e-8)

    @given(st.integers(0, 7), st.floats(0.1, 9), st.floats(-50, 50))
    @settings(max_examples=15)
    def test_the_scale_of_an_item_changes_no_path(self, item, stretch, shift):
        x = world(300)
        other = x.copy()
        other[:, item] = shift + stretch * other[:, item]
        assert fitted(other).found.paths[0] == pytest.approx(fitted(x).found.paths[0], abs=1e-7)

    def test_the_order_of_constructs_changes_nothing(self):
        turned = Model(CHAIN.constructs[::-1], CHAIN.paths[::-1])
        x = world(300)
        back = [turned.items.index(item) for item in CHAIN.items]
        other = fit(turned, moments(CHAIN.items, x))
        assert fitted(x).path("A", "C").value == pytest.approx(other.path("A", "C").value, abs=1e-9)
        assert sorted(back) == list(range(8))

    @pytest.mark.parametrize("scheme", ["path", "centroid", "factorial"])
    def test_schemes_differ_little(self, scheme):
        x = world(500)
        assert fitted(x, scheme=scheme).path("A", "B").value == pytest.approx(fitted(x).path("A", "B").value, abs=0.01)

    def test_formed_constructs_explain_at_least_as_much(self):
        formed = Model(
            tuple(construct(each.name, *each.items, mode="B") for each in CHAIN.constructs), paths("A -> B", "B -> C")
        )
        reflected = Model(CHAIN.constructs, formed.paths)
        x = world(500)
        assert fitted(x, formed).found.r2[0].sum() >= fitted(x, reflected).found.r2[0].sum()

    def test_two_formed_constructs_are_canonical_correlation(self):
        pair = Model((construct("A", "a1", "a2", mode="B"), construct("B", "b1", "b2", mode="B")), paths("A -> B"))
        x = world(500)[:, [0, 1, 3, 4]]
        s = np.corrcoef(x.T)
        product = np.linalg.solve(s[:2, :2], s[:2, 2:]) @ np.linalg.solve(s[2:, 2:], s[2:, :2])
        canonical = np.sqrt(np.linalg.eigvals(product).real.max())
        assert fitted(x, pair).path("A", "B").value == pytest.approx(canonical, abs=1e-8)


class TestFrames:
    FITTED = fitted(world(600))

    def test_a_row_per_path(self):
        frame = self.FITTED.effects()
        assert frame[["cause", "effect"]].to_numpy().tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]
        assert ((frame["low"] < frame["path"]) & (frame["path"] < frame["high"])).all()
        assert frame["total"].iloc[1] == pytest.approx(
            frame["path"].iloc[1] + frame["path"].iloc[0] * frame["path"].iloc[2]
        )

    def test_f2_is_what_r2_loses_without_the_cause(self):
        frame = self.FITTED.effects().set_index(["cause", "effect"])
        scores, r2 = self.FITTED.found.scores[0], self.FITTED.found.r2[0, 2]
        without = scores[1, 2] ** 2
        assert frame.loc[("A", "C"), "f2"] == pytest.approx((r2 - without) / (1 - r2))
        assert frame.loc[("A", "C"), "vif"] == pytest.approx(1 / (1 - scores[0, 1] ** 2))

    def test_the_map_ranks_what_leads_to_a_construct(self):
        frame = self.FITTED.map("C")
        assert set(frame["construct"]) == {"A", "B"}
        assert frame["importance"].is_monotonic_decreasing
        assert (frame["performance"] + frame["headroom"]).tolist() == pytest.approx([100, 100])

    def test_importance_is_what_a_point_of_the_cause_buys(self):
        """With one item each, it is the slope of an ordinary regression."""
        x = world(600)[:, [0, 6]]
        pair = Model((construct("A", "a"), construct("C", "c")), paths("A -> C"))
        slope = np.polyfit(x[:, 0], x[:, 1], 1)[0]
        assert fitted(x, pair).points("A", "C").value == pytest.approx(slope, rel=1e-9)

    def test_items_and_indices_have_intervals(self):
        items, indices = self.FITTED.items(), self.FITTED.indices()
        assert (items["loading_low"] < items["loading"]).all()
        assert items.groupby("construct").size().tolist() == [3, 3, 2]
        assert ((indices["low"] < indices["index"]) & (indices["index"] < indices["high"])).all()
        assert (indices["why"] == "").all()

    def test_a_path_that_is_not_in_the_model_is_a_mistake(self):
        with pytest.raises(KeyError, match="no path C -> A"):
            self.FITTED.path("C", "A")


class TestNotToBeBelieved:
    def refused(self, x, model=CHAIN):
        found = fitted(x, model)
        assert isinstance(found, Withheld)
        return found.why

    def test_a_constant_item(self):
        x = world(200)
        x[:, 4] = 50
        assert "'b2' are the same" in self.refused(x)

    def test_two_identical_items(self):
        x = world(200)
        x[:, 1] = x[:, 0]
        assert self.refused(x) == "a1 and a2 have the same answers; leave one out"

    def test_an_item_that_follows_from_the_others(self):
        x = world(200)
        x[:, 2] = x[:, 0] + x[:, 1]
        assert "follows exactly from the others" in self.refused(x)

    def test_too_few_answers(self):
        assert "at least 30 are needed" in self.refused(world(12))

    def test_more_items_than_answers(self):
        assert "at least 30 are needed" in self.refused(world(6))

    def test_all_answers_the_same(self):
        assert "are the same" in self.refused(np.full((100, 8), 50.0))

    def test_an_item_nobody_was_asked(self):
        seen = moments(CHAIN.items[:-1], world(200)[:, :-1])
        assert "no answers to c2" in fit(CHAIN, seen).why

    def test_no_answers_at_all(self):
        assert fitted(np.full((10, 8), np.nan)).why == "there are no answers"

    @pytest.mark.parametrize("weights", [np.zeros(50), np.full(50, 0.0)])
    def test_no_weight(self, weights):
        assert "weight zero" in moments(CHAIN.items, world(50), weights).why

    @pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf])
    def test_an_impossible_weight(self, weight):
        refused = moments(CHAIN.items, world(50), np.array([weight] + [1.0] * 49))
        assert "1 weights are negative or no number" in refused.why

    @pytest.mark.parametrize(
        ("model", "why"),
        [
            (Model(CHAIN.constructs, paths("A -> B", "B -> C", "C -> A")), "in a circle"),
            (Model(CHAIN.constructs, paths("A -> B", "A -> D")), "'D', which is no construct"),
            (Model(CHAIN.constructs, paths("A -> B")), "'C' has no path"),
            (Model((construct("A"), construct("B", "b1")), paths("A -> B")), "'A' has no item"),
            (Model((construct("A", "a1"), construct("B", "a1")), paths("A -> B")), "'a1' is named twice"),
        ],
    )
    def test_a_specification_that_cannot_be_fitted(self, model, why):
        assert why in self.refused(world(100), model)

    def test_a_path_is_one_arrow(self):
        with pytest.raises(ValueError, match="'cause -> effect'"):
            paths("A -> B -> C")

    def test_an_item_that_points_the_other_way_withholds_what_it_touches(self):
        x = world(500)
        x[:, 0] = 100 - x[:, 0]
        found = fitted(x)
        assert "is it a reversed question?" in found.index("A").why
        assert isinstance(found.path("A", "B"), Withheld)
        assert isinstance(found.path("B", "C"), Estimate)

    def test_two_names_for_one_thing(self):
        x = world(500, b=0.999, c=(0.2, 0.2))
        found = fitted(x)
        assert "too much in common" in found.path("A", "B").why
        assert "too much in common" in found.total("A", "C").why
        assert isinstance(found.index("A"), Estimate)

    def test_resamples_without_a_solution_are_dropped_and_said(self):
        x = world(60)
        x[:, 7] = np.where(np.arange(60) < 3, 40.0, 60.0)  # a resample without these three has no solution
        found = fit(CHAIN, moments(CHAIN.items, x, resamples=400), htmt_limit=9)
        assert found.dropped > 0
        assert f"{found.dropped} dropped" in found.path("A", "B").method


class TestAcsi:
    ITEMS = pd.DataFrame(
        {
            "item": ["e", "q1", "q2", "s", "l"],
            "construct": ["expectation", "quality", "quality", "satisfaction", "loyalty"],
            "kind": ["expectation", *["perception"] * 4],
            "touchpoint": "",
        }
    )

    def test_it_takes_what_was_asked(self):
        model = acsi(self.ITEMS, ["q1", "q2", "s", "l"])
        assert model.names == ("quality", "satisfaction", "loyalty")
        assert model.paths == (("quality", "satisfaction"), ("satisfaction", "loyalty"))
        assert model.flaw() is None

    def test_without_satisfaction_there_is_no_chain(self):
        assert "about satisfaction" in acsi(self.ITEMS, ["q1", "e"]).why
