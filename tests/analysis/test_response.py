"""The response rate: of those asked where that is known, of all customers where it is not."""

import pandas as pd
import pytest

from workbench.analysis.response import response, worth
from workbench.analysis.results import Estimate, Withheld


def counts(answered: int, asked: int, customers: int = 1000) -> pd.DataFrame:
    return pd.DataFrame({"customers_answered": [answered], "customers_asked": [asked], "customers": [customers]})


@pytest.mark.parametrize(("asked", "share"), [(400, 0.25), (0, 0.1)])
def test_the_base_is_who_was_asked_if_known_else_everyone(asked: int, share: float) -> None:
    found = response(counts(100, asked))
    assert isinstance(found.share, Estimate)
    assert (found.share.value, found.share.low, found.of_asked) == (share, share, asked > 0)


@pytest.mark.parametrize("frame", [counts(0, 0), counts(0, 50), counts(100, 0).head(0)])
def test_silence_is_withheld(frame: pd.DataFrame) -> None:
    found = response(frame)
    assert isinstance(found.share, Withheld)
    assert found.share.why == "nobody answered a survey"


def test_more_answers_than_invitations_are_withheld() -> None:
    found = response(counts(120, 100))
    assert isinstance(found.share, Withheld)
    assert found.share.why == "120 answered but only 100 invitations are recorded"


def test_weights_make_answers_worth_fewer() -> None:
    assert (worth([2.0] * 40).effective_n, worth([2.0] * 40).design_effect) == (40, 1)
    unequal = worth([1.0] * 20 + [3.0] * 20)
    assert (unequal.n, unequal.effective_n, unequal.design_effect) == (40, 32, 1.25)
