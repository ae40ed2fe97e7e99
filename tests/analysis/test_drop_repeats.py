"""A pipeline step that keeps the columns that say something new."""

import numpy as np
import pandas as pd
from sklearn.base import clone

from workbench.analysis.drop_repeats import DropRepeats

RNG = np.random.default_rng(1)
BASE = RNG.normal(size=(50, 3)) - 0.0


def centred(table: np.ndarray) -> np.ndarray:
    return table - table.mean(axis=0)


def test_independent_columns_stay() -> None:
    assert DropRepeats().fit(centred(BASE)).kept_.all()


def test_of_columns_that_repeat_each_other_the_first_stays() -> None:
    table = centred(np.column_stack([BASE[:, 0], np.ones(50), BASE[:, 1], BASE[:, 0] - 2 * BASE[:, 1], BASE[:, 2]]))
    assert DropRepeats().fit(table).kept_.tolist() == [True, False, True, False, True]


def test_more_columns_than_rows() -> None:
    step = DropRepeats().fit(centred(RNG.normal(size=(4, 6))))
    assert step.kept_.sum() <= 4
    assert not step.kept_[4:].any()


def test_names_follow_the_columns() -> None:
    frame = pd.DataFrame(centred(np.column_stack([BASE[:, 0], BASE[:, 0]])), columns=["a", "b"])
    step = DropRepeats().fit(frame)
    assert step.get_feature_names_out().tolist() == ["a"]
    assert step.get_feature_names_out(["x", "y"]).tolist() == ["x"]
    assert step.transform(frame).shape == (50, 1)


def test_it_can_be_cloned() -> None:
    assert clone(DropRepeats(tolerance=0.1)).tolerance == 0.1
