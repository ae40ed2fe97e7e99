"""The models of buying as tables: what is in use, what is usual, and contracts."""

import pandas as pd

from workbench.analysis.results import Withheld, frame_of
from workbench.show.blocks import Note, Table
from workbench.show.chapters import models_of_buying

PERIOD = "September 2026"
GROUPS = pd.DataFrame(
    {
        "least": [None, 12.0],
        "most": [12.0, None],
        "customers": [300, 200],
        **{name: [2.0, 4.0] for name in ("purchases", "purchases_low", "purchases_high")},
        **{name: [0.5, 0.2] for name in ("leave", "leave_low", "leave_high")},
    }
)
GOOD = {
    "model": "Pareto/NBD",
    "log_likelihood": -9_595.0,
    "parameters": {"r": (0.553, 0.048), "s": (0.606, 0.187)},
    "akaike": -9_599.0,
    "iterations": 12,
    "gradient_norm": 3.2e-11,
    "n": 2_357,
    **{"bias": -0.06, "low": -0.12, "high": 0.01},
    "why": "",
}
BAD = {**dict.fromkeys(GOOD), "model": "NBD", "n": 2_357, "why": "surely more than 25% off"}
COHORT = {
    "cohort": "2024",
    **{"contracts": 500, "running": 300, "due": 2_000},
    **{"renewed": 0.9, "renewed_low": 0.88, "renewed_high": 0.92},
    **dict.fromkeys(("next", "next_low", "next_high", "to_come", "to_come_low", "to_come_high")),
    "why": "they do not differ",
}


def test_the_groups_in_use_are_compared_at_their_ends() -> None:
    found = models_of_buying.in_use(GROUPS, period=PERIOD)
    assert isinstance(found, Table) and found.n == 500
    assert found.title == (
        "New customers of the group that spends most buy 4.00 times a year and 20.0% leave within the first; of the "
        "group that spends least, 2.00 times and 50.0%"
    )
    assert [row["group"] for row in found.rows] == ["up to 12.00", "over 12.00"]


def test_one_group_holds_any_amount() -> None:
    found = models_of_buying.in_use(GROUPS.head(1).assign(most=None), period=PERIOD)
    assert found.title == "A new customer buys 2.00 times a year, and 50.0% leave within the first year"
    assert found.rows[0]["group"] == "any amount"


def test_without_a_model_of_each_customer_a_sentence_says_so() -> None:
    found = models_of_buying.in_use(Withheld("nobody bought twice"), period=PERIOD)
    assert isinstance(found, Note) and found.text.endswith("here: nobody bought twice.")


def test_the_most_likely_model_is_named_with_what_it_expected() -> None:
    found, why = models_of_buying.usual(frame_of([GOOD, BAD]), days=365, period=PERIOD)
    assert isinstance(found, Table) and isinstance(why, Note)
    assert found.title == (
        "Of the usual models of buying, Pareto/NBD is the most likely; of 365 days that it had not seen it expected "
        "94.0% of the purchases that were made"
    )
    assert found.rows[0]["fitted"] == "r 0.55 (0.048) and s 0.61 (0.19)" and found.rows[0]["gradient"] == "3e-11"
    assert why.text == "Not to be used: NBD, since surely more than 25% off."
    assert len(models_of_buying.usual(frame_of([GOOD]), days=365, period=PERIOD)) == 1


def test_no_usable_model_is_said() -> None:
    found, why = models_of_buying.usual(frame_of([BAD, {**BAD, "model": "BG/NBD"}]), days=365, period=PERIOD)
    assert isinstance(why, Note) and why.text.startswith("Not to be used: NBD and BG/NBD, since")
    assert isinstance(found, Table)
    assert found.title == "No usual model of buying may be used for these customers"


def test_contracts_show_what_was_renewed_and_why_nothing_is_expected() -> None:
    found, why = models_of_buying.contracts(frame_of([COHORT]), period=PERIOD)
    assert isinstance(found, Table) and isinstance(why, Note)
    assert found.title == "Of contracts that came up for renewal, 90.0% were renewed" and found.n == 500
    assert why.text.startswith("Of contracts begun in 2024 nothing is expected") and "they do not differ" in why.text
    assert "next" not in found.columns
    none_due, _ = models_of_buying.contracts(frame_of([{**COHORT, "due": 0, "renewed": None}]), period=PERIOD)
    assert isinstance(none_due, Table) and none_due.title == "No contract has come up for renewal yet"
    assert models_of_buying.contracts(pd.DataFrame(), period=PERIOD) == ()


def test_what_is_expected_of_contracts_stands_beside_what_was_seen() -> None:
    expected = dict.fromkeys(("next", "next_low", "next_high", "to_come", "to_come_low", "to_come_high"), 0.9)
    (found,) = models_of_buying.contracts(frame_of([{**COHORT, **expected, "why": ""}]), period=PERIOD)
    assert isinstance(found, Table) and found.rows[0]["next"] == 0.9
