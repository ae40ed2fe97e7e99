"""Phrases keep what they were made of through everything a block goes through."""

import copy
import datetime as dt
import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.phrase import Phrase, month, pack, say, unpack

SENTENCE = say("{name} lost {n} customers since {day}", name="North", n=1204, day=dt.date(2026, 9, 1))


def test_a_phrase_is_its_english_text():
    assert SENTENCE == "North lost 1,204 customers since 1\u00a0Sep\u00a02026"
    assert {SENTENCE: 1}["North lost 1,204 customers since 1\u00a0Sep\u00a02026"] == 1


def test_a_phrase_comes_back_from_json_with_what_it_was_made_of():
    back = unpack(json.loads(json.dumps(pack({"titles": [SENTENCE], "n": 3}))))["titles"][0]
    assert back == SENTENCE
    assert (back.how, back.given["gaps"]["name"], back.given["gaps"]["n"]) == ("say", "North", 1204)
    assert back.given["gaps"]["day"].given == {"content": "2026-09-01"}


def test_a_phrase_in_a_phrase_comes_back_too():
    back = unpack(pack(say("{sentence} ({month})", sentence=SENTENCE, month=month("2026-09"))))
    assert back == f"{SENTENCE} (September 2026)"
    assert isinstance(back.given["gaps"]["sentence"], Phrase)


def test_copies_remember():
    for same in (copy.copy(SENTENCE), copy.deepcopy(SENTENCE)):
        assert (same, same.how, same.given) == (SENTENCE, SENTENCE.how, SENTENCE.given)


def test_numbers_of_numpy_become_plain_ones():
    assert json.dumps(pack(say("{n} of {share}", n=np.int64(1200), share=np.float64(0.25))))
    assert say("{n} of {share}", n=np.int64(1200), share=np.float64(0.25)) == "1,200 of 0.25"


@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(), lambda inner: st.lists(inner)))
def test_what_holds_no_phrase_is_packed_as_it_is(value):
    assert pack(value) == unpack(value) == value
