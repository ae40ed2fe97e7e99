"""Where customers stand and how they move: sentences follow the numbers, a change is claimed only after its test."""

import pandas as pd
import pytest
from customer_results import Move, Nothing, Number

from workbench.show.blocks import Chart, Finding, Kpi, Note
from workbench.show.chapters import lifecycle
from workbench.show.digits import SPACE

PERIOD = "September 2026"


def states(**hidden: None) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "state": ["prospect", "active", "won back", "dormant", "lost"],
            "part": ["not yet", "with us", "with us", "dormant", "lost"],
            "customers": [600.0, 2451.0, 255.0, 804.0, 1624.0],
            "share": [0.1, 0.42, 0.05, 0.14, 0.29],
            "month_ago": [None, 2440.0, 240.0, 790.0, 1600.0],
        }
    )
    frame.loc[frame.state.isin([name.replace("_", " ") for name in hidden]), ["customers", "share"]] = None
    return frame


def moves() -> pd.DataFrame:
    rows = [("active", "active", 0.94), ("active", "dormant", 0.063), ("dormant", "won back", 0.077)]
    frame = pd.DataFrame(rows, columns=["from_state", "to_state", "share"])
    return frame.assign(customers=[900, 900, 300], months=[9000, 9000, 3000], low=frame.share - 0.01, high=frame.share)


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_the_title_counts_who_is_with_us() -> None:
    block = lifecycle.standing(states(), period=PERIOD)
    assert isinstance(block, Chart)
    assert block.title == "2,706 customers are with us; 804 are dormant and 1,624 are lost"
    assert [row["state"] for row in block.rows] == ["prospect", "active", "won back", "dormant", "lost"]


def test_a_hidden_state_hides_the_total_it_would_give_away() -> None:
    block = lifecycle.standing(states(won_back=None), period=PERIOD)
    assert block.title == "Where customers stand in September 2026"


def test_nothing_to_show_is_a_note() -> None:
    frame = states().assign(customers=float("nan"))
    assert isinstance(lifecycle.standing(frame, period=PERIOD), Note)


def test_the_ways_into_silence_and_back_make_the_title_of_the_moves() -> None:
    block = lifecycle.moves(moves(), period=PERIOD)
    assert isinstance(block, Chart)
    assert plain(block.title) == "Each month 6% of active customers fall dormant; 8% of the dormant come back"


def test_without_these_ways_the_title_claims_nothing() -> None:
    assert lifecycle.moves(moves().head(1), period=PERIOD).title == lifecycle.MOVING_PLAIN


def test_each_pair_of_states_has_its_place() -> None:
    block = lifecycle.moves(moves(), period=PERIOD)
    assert isinstance(block, Chart)
    assert len(block.rows) == 2 * 3
    assert sum(row["share"] is not None for row in block.rows) == 3


def test_withheld_moves_say_why() -> None:
    block = lifecycle.moves(Nothing("no state held 10 customers"), period=PERIOD)
    assert isinstance(block, Note)
    assert "no state held 10 customers" in block.text


def test_no_finding_while_the_difference_may_be_chance() -> None:
    blocks = lifecycle.fell_dormant(
        Move(Number(0.046, 0.04, 0.05), Number(0.044, 0.042, 0.046), Number(0.002, -0.005, 0.009)), period=PERIOD
    )
    assert [type(block) for block in blocks] == [Kpi]


@pytest.mark.parametrize(("sign", "word"), [(1, "More"), (-1, "Fewer")])
def test_a_difference_that_is_told_from_chance_is_a_finding(sign: int, word: str) -> None:
    change = Number(sign * 0.02, min(sign * 0.01, sign * 0.03), max(sign * 0.01, sign * 0.03))
    _, finding = lifecycle.fell_dormant(
        Move(Number(0.06, 0.05, 0.07), Number(0.04, 0.039, 0.041), change, is_news=True), period=PERIOD
    )
    assert isinstance(finding, Finding)
    assert finding.title.startswith(f"{word} customers fell dormant than usual: 6.0")
    assert "percentage points" in plain(finding.test)
    assert finding.do


def test_a_withheld_rate_is_a_kpi_that_says_why() -> None:
    why = Nothing("too few")
    (block,) = lifecycle.fell_dormant(Move(why, why, why), period=PERIOD)
    assert isinstance(block, Kpi)
    assert block.why == "too few"
