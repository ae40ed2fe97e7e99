"""The catalogues hold what is said: collected from code, pages and notebooks, and kept up to date."""

import json
import string
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from workbench.analysis import segments, states
from workbench.memory import schema
from workbench.show import languages, theme
from workbench.show.languages import collect, prose
from workbench.synthetic.contact_kinds import SOURCES
from workbench.synthetic.facts import HOUSEHOLDS, INDUSTRIES, LIFESTYLES
from workbench.synthetic.items import ITEMS
from workbench.synthetic.people import LIFE_EVENTS, REGIONS
from workbench.synthetic.segments import PRODUCT, TOUCHPOINTS

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"


def messages(path: Path) -> dict[str, Message]:
    with path.open("rb") as file:
        return {str(one.id): one for one in read_po(file) if one.id}


def test_messages_come_from_calls_by_their_imported_names_only() -> None:
    source = """
from workbench.phrase import say, N_ as mark
from workbench import phrase
from workbench.show import blocks
say("one {n}", n=1); mark("two"); phrase.say("three"); blocks.Field("four", "money")
print("five"); other.say("six"); say(TEMPLATE)
"""
    assert list(collect.said(source)) == ["one {n}", "two", "three", "four"]


def test_prose_is_one_message_an_element() -> None:
    text = "# Who\nstays?\n\nThose *who*\ncome.\n\n- a\n- b\n\n| c |\n|---|\n| d |"
    assert list(prose.messages(text)) == ["Who", "stays?", "Those *who* come.", "a", "b", "c", "d"]


def test_a_notebook_gives_its_name_its_prose_and_its_labels(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Who?\n", "\n", "All."]},
        {"cell_type": "code", "source": "from workbench.phrase import N_"},
        {"cell_type": "code", "source": ["x = N_('a label')"]},
    ]
    (tmp_path / "01_customer_base.ipynb").write_text(json.dumps({"cells": cells}))
    found = [text for text, source in collect.collected(tmp_path) if source == "01_customer_base.ipynb"]
    assert found[1:] == ["Who?", "All.", "a label"] or found == ["Customer base", "Who?", "All.", "a label"]


def test_a_catalogue_keeps_its_translations_when_it_is_updated(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    glossary = "# German messages.\n#\n#   customer Kunde\n"
    path.write_text(glossary + 'msgid "old"\nmsgstr "alt"\n\nmsgid "kept"\nmsgstr "geblieben"\n')
    collect.update(path, [("new", "a.py"), ("kept", "b.py")])
    first = path.read_text()
    assert [(text, one.string) for text, one in messages(path).items()] == [("new", ""), ("kept", "geblieben")]
    assert '#~ msgid "old"' in first
    assert first.startswith(glossary) and str(tmp_path) not in first
    collect.update(path, [("new", "a.py"), ("kept", "b.py")])
    assert path.read_text() == first


def test_a_new_language_begins_as_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    path.touch()
    collect.update(path, [("a label", "a.py")])
    assert path.read_text().startswith("# German messages of the workbench;")
    assert list(messages(path)) == ["a label"]


@pytest.mark.parametrize("path", sorted(languages.FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_every_catalogue_holds_exactly_what_is_said(path: Path) -> None:
    said = {text for text, _ in collect.collected(NOTEBOOKS)}
    held = set(messages(path))
    assert said - held == set(), "run: make catalogue"
    assert held - said == set(), "run: make catalogue"


@pytest.mark.parametrize("path", sorted(languages.FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_a_translation_has_the_gaps_of_its_message(path: Path) -> None:
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    wrong = [text for text, one in messages(path).items() if one.string and gaps(str(one.string)) != gaps(text)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(languages.FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_a_catalogue_is_whole_and_has_nothing_old_or_guessed(path: Path) -> None:
    held = messages(path)
    assert [text for text, one in held.items() if not one.string or one.fuzzy] == []
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#~")] == []


@pytest.mark.parametrize(
    "names",
    [
        *(states.STATES, states.TIERS, segments.SEGMENTS, theme.STATES, theme.TIERS, list(theme.SEGMENTS)),
        [name.replace("_", " ") for name in schema.TABLES],
        sorted({table.kind for table in schema.TABLES.values()}),
        *(TOUCHPOINTS, PRODUCT, REGIONS, HOUSEHOLDS, INDUSTRIES, LIFESTYLES, LIFE_EVENTS, SOURCES),
        sorted({item.construct for item in ITEMS}),
    ],
    ids=lambda names: names[0],
)
def test_the_names_that_queries_and_the_demonstration_give_are_in_the_catalogue(names: Sequence[str]) -> None:
    held = messages(languages.FOLDER / "zh.po")
    assert [name for name in names if name not in held] == []
