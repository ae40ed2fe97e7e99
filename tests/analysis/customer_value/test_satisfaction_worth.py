"""What a point of satisfaction is worth: the levers of its slopes, with both doubts."""

import numpy as np
import pytest
from made_up_lives import fitted, two_dates

from workbench.analysis.customer_value.levers import Levers
from workbench.analysis.customer_value.satisfaction_slope import Slopes
from workbench.analysis.customer_value.satisfaction_worth import SatisfactionWorth, of
from workbench.analysis.customer_value.what_if import WhatIf
from workbench.analysis.results import Estimate, Withheld


@pytest.fixture(scope="module")
def asked() -> WhatIf:
    after = two_dates(1500)[2].after
    return WhatIf.of(fitted(after), after)


def estimated(spread: float) -> Slopes:
    groups = np.random.default_rng(1).normal(0, spread, (50, 3))
    return Slopes(np.log1p([-0.04, 0.0, 0.01]), groups, 900, Withheld("once"))


def worth(asked: WhatIf, slopes: Slopes, points: float | Estimate = 1.0) -> SatisfactionWorth:
    found = of(asked, slopes, points)
    assert isinstance(found, SatisfactionWorth), found
    return found


def test_it_is_what_its_levers_are_worth(asked: WhatIf) -> None:
    plain = asked.ask(Levers(leaving=-0.04, spend=0.01))
    assert not isinstance(plain, Withheld)
    found = worth(asked, Slopes.given(leaving=-0.04, spend=0.01))
    assert found.is_given and found.change == plain.change


def test_doubt_of_the_slopes_widens_the_interval(asked: WhatIf) -> None:
    widths = []
    for spread in (1e-9, 2e-3):
        found = worth(asked, estimated(spread))
        assert isinstance(found.change, Estimate) and isinstance(found.leaving, Estimate)
        widths.append(found.change.high - found.change.low)
    assert widths[1] > 1.5 * widths[0]


def test_a_fall_is_worth_less_than_nothing(asked: WhatIf) -> None:
    fall = worth(asked, estimated(1e-4), points=-2.0)
    assert isinstance(fall.change, Estimate) and fall.change.high < 0


def test_doubt_of_the_points_widens_the_interval(asked: WhatIf) -> None:
    known = worth(asked, estimated(1e-4), points=-2.0).change
    unsure = worth(asked, estimated(1e-4), points=Estimate(-2.0, -3.5, -0.5, n=700)).change
    assert isinstance(known, Estimate) and isinstance(unsure, Estimate)
    assert unsure.value == known.value
    assert unsure.low < known.low < known.high < unsure.high < 0
    a_point = known.value / -2
    assert unsure.high - unsure.low == pytest.approx(3 * a_point, rel=0.15)


def test_slopes_that_are_given_leave_the_doubt_of_the_points(asked: WhatIf) -> None:
    found = worth(asked, Slopes.given(leaving=-0.04, spend=0.01), points=Estimate(-2.0, -3.5, -0.5, n=700))
    assert found.is_given and found.points == -2.0
    assert isinstance(found.change, Estimate) and found.change.high - found.change.low > -found.change.value


def test_what_is_withheld_stays_so(asked: WhatIf) -> None:
    none = Withheld("too few")
    assert of(none, estimated(1e-3)) is none
    assert of(asked, none) is none
    assert of(asked, estimated(1e-3), none) is none
