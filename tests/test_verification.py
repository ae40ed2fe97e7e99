"""The harness of the claims: found by themselves, judged by their limits, written down as they came out."""

import doctest
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from verification import __main__ as command  # noqa: E402
from verification import claims  # noqa: E402


@claims.claim("Seeds are numbers | of a kind.", limit="1 to 3", seeds=range(1, 4))
def seeds_are_numbers(seeds):
    return claims.all_within(seeds, 1, 3)


@claims.claim("Seeds are even.", limit="2 of 2", seeds=(7,))
def seeds_are_even(seeds):
    return claims.at_least(2, sum(seed % 2 == 0 for seed in seeds), of=2)


def test_examples_run():
    assert doctest.testmod(claims).failed == 0


def test_every_claim_says_what_is_claimed_and_when_it_holds():
    found = claims.every_claim()
    assert len({one.name for one in found}) == len(found) >= 11
    for one in found:
        assert one.statement.endswith("."), one.name
        assert one.limit, one.name
        assert len(one.seeds) > 0, one.name
        assert claims.about(one.topic), f"{one.topic}: the module says what its claims are about"


def test_the_world_comes_first():
    topics = list(dict.fromkeys(one.topic for one in claims.every_claim()))
    assert topics[0].startswith("world")


def test_distances_must_spread_and_centre_as_standard_errors_do():
    right = [(step - 199.5) / 115 for step in range(400)]
    assert claims.standardised(right, 0.9, 1.0).holds
    assert not claims.standardised([value + 0.5 for value in right], 0.9, 1.0).holds, "off centre"
    assert not claims.standardised([3 * value for value in right], 0.9, 1.0).holds, "errors too small"


def test_the_page_shows_what_was_observed_and_what_failed(monkeypatch):
    monkeypatch.setattr(command, "about", lambda topic: f"About {topic}.")
    outcomes = [seeds_are_numbers.run(), seeds_are_even.run()]
    text = command.page([seeds_are_numbers, seeds_are_even], outcomes)
    assert "| `seeds_are_numbers` | Seeds are numbers \\| of a kind. | 1 to 3 | 1 to 3 | 1 to 3 | yes |" in text
    assert "| `seeds_are_even` | Seeds are even. | 2 of 2 | 7 | 0 of 2 | **no** |" in text


def test_a_claim_that_does_not_hold_ends_with_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "PAGE", tmp_path / "verification.md")
    monkeypatch.setattr(command, "every_claim", lambda: [seeds_are_even])
    monkeypatch.setattr(command, "check", lambda wanted: [one.run() for one in wanted])
    monkeypatch.setattr(command, "about", lambda topic: "")
    with pytest.raises(SystemExit) as ended:
        command.main([])
    assert ended.value.code == "1 of 1 claims do not hold: seeds_are_even"
    assert "**no**" in (tmp_path / "verification.md").read_text(encoding="utf-8"), "a failure is written down too"


def test_a_name_nobody_knows_is_refused_with_the_topics():
    with pytest.raises(SystemExit) as ended:
        command.main(["no_such_claim"])
    assert "world_customers" in str(ended.value.code)
