"""Who answered, what weights change, and what is mix: each said from its numbers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from customer_results import Nothing, Number
from survey_results import SEPTEMBER, WINDOW, plain

from workbench.show.blocks import Note, Table
from workbench.show.chapters import satisfaction


@dataclass(frozen=True)
class Response:
    """How many answered."""

    share: Number | Nothing
    of_asked: bool


@pytest.mark.parametrize(
    ("of_asked", "title"), [(True, "Answered, of those asked"), (False, "Answered, of all customers")]
)
def test_the_response_says_its_base_and_how_many_answers_a_point_takes(of_asked: bool, title: str) -> None:
    replied = Response(Number(0.25, 0.25, 0.25), of_asked)
    share, needed = satisfaction.response_kpis(replied, Number(3112, 3112, 3112), period=WINDOW, month=SEPTEMBER)
    assert (share.name, share.title, share.value, share.unit) == ("response", title, 0.25, "percent")
    assert (needed.value, needed.unit, needed.period) == (3112, "count", SEPTEMBER)


def traits(*told: bool) -> pd.DataFrame:
    rows = [
        ("days as a customer", "days", 500.0, 450.0, 0.02),
        ("revenue in twelve months", "money", 638.0, 472.0, 0.001),
        ("share in the state: lost", "percent", 0.035, 0.066, 0.004),
    ]
    frame = pd.DataFrame(rows[: len(told)], columns=["trait", "unit", "answered", "silent", "chance"])
    gap = frame["answered"] - frame["silent"]
    return frame.assign(difference=gap, low=gap - 0.01, high=gap + 0.01, n=900, told=list(told))


def test_the_clearest_difference_makes_the_sentence() -> None:
    note = satisfaction.respondents(traits(True, True, False))
    assert isinstance(note, Note)
    assert plain(note.text) == (
        "Those who did not answer behave otherwise, most in revenue in twelve months: 472, against 638 of those "
        "who did."
    )
    assert "as far as chance lets us tell" in satisfaction.respondents(traits(False, False)).text


def test_each_trait_is_told_in_its_own_unit() -> None:
    (table,) = satisfaction.respondent_traits(traits(True, True, True), period=WINDOW)
    assert isinstance(table, Table)
    assert [plain(row["answered"]) for row in table.rows] == ["500 days", "638", "3.5%"]
    assert plain(table.rows[2]["difference"]) == "-3.1 (-4.1 to -2.1)"


def test_who_did_not_answer_may_not_be_known() -> None:
    everybody = Nothing("everybody answered")
    assert satisfaction.respondents(everybody).text.endswith("everybody answered.")
    assert satisfaction.respondent_traits(everybody, period=WINDOW) == []


def beside(*values: float | None) -> pd.DataFrame:
    rows = [
        {"statistic": "index of satisfaction", "weighting": kind, "value": value, "low": 71.0, "high": 72.0, "n": 300}
        | {"effective_n": 280.0, "design_effect": 1.1, "why": "" if value else "nobody like them answered"}
        for kind, value in zip(("none", "raking", "propensity"), values, strict=True)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        (
            (71.5, 71.2, 71.6),
            "Weighted or not, the index of satisfaction stays within its interval: it moves by at most 0.3",
        ),
        ((71.5, 70.2, None), "Who answered matters: weighted, the index of satisfaction leaves its interval"),
        ((71.5, None, None), "What weighting changes cannot be said: nobody like them answered"),
    ],
)
def test_what_weights_change_is_said_of_the_index(values: tuple[float | None, ...], begins: str) -> None:
    (table,) = satisfaction.weightings(beside(*values), period=WINDOW)
    assert table.title.startswith(begins)


def test_without_any_number_there_is_no_table() -> None:
    assert satisfaction.weightings(beside(None, None, None).assign(value=np.nan), period=WINDOW) == []


def test_weights_that_cannot_be_made_are_a_warning() -> None:
    (note,) = satisfaction.weights_refused(Nothing("nobody like them answered"))
    assert isinstance(note, Note) and note.level == "warning"
    assert "as answered, without weights" in note.text
    assert satisfaction.weights_refused(object()) == []


WITHIN, MIX = Number(-2.7, -4.0, -1.4), Number(-0.1, -0.3, 0.1)


@dataclass(frozen=True)
class Mix:
    total: Number | Nothing
    within: Number | Nothing = WITHIN
    mix: Number | Nothing = MIX


def test_a_change_is_divided_into_like_customers_and_others() -> None:
    text = plain(satisfaction.mix_note(Mix(Number(-2.8, -4.2, -1.4)), "value_tier").text)
    assert "the change is -2.8 (-4.2 to -1.4) points: -2.7 (-4.0 to -1.4) among like customers, by value tier" in text
    why = satisfaction.mix_note(Mix(Nothing("too few answers")), "region").text
    assert why.endswith("cannot be said: too few answers.")
