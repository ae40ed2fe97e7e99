"""The outbox: letters wait here until they have gone, whatever happens meanwhile.

A letter is written whole before it is tried for the first time. An attempt is noted before
it is made and its end after it, so a disk that is full stops letters instead of sending
them again and again. A process that dies between sending and noting leaves a letter that
is sent once more: delivery is at least once, and the letter's id lets readers drop doubles.

No letter is given up by itself. One that waits for more than PATIENCE is overdue, which
``workbench deliver`` and ``workbench status`` say until it has gone or its folder is removed.
"""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from workbench.errors import BadParameter, shorten
from workbench.memory.store import Store
from workbench.reporting.deliver.letters import LETTER, STATE, Letter, State
from workbench.reporting.files import explained, sync_folder, write_whole

PATIENCE = dt.timedelta(days=3)
KEPT = dt.timedelta(days=400)
_WRITING = dt.timedelta(hours=1)  # who writes a letter for longer has been killed

Fill = Callable[[Path], None]


@dataclass(frozen=True)
class Damaged:
    """A letter whose files were changed or written by another version: its id, and why it cannot be read."""

    id: str
    reason: str


def folder(store: Store) -> Path:
    """Where the letters of a store lie."""
    return store.folder / "outbox"


def put(store: Store, letter: Letter, fill: Fill) -> bool:
    """Put a letter into the outbox, whole or not at all; whether it was not there yet.

    Args:
        fill: writes the letter's payload into the folder it is given.

    Raises WorkbenchError if the store does not take it.
    """
    final = folder(store) / letter.id
    if final.exists():
        return False
    part = final.with_name(f".{letter.id}.{os.getpid()}.part")
    with explained("a letter cannot be put into the outbox", final):
        try:
            part.mkdir(parents=True)
            fill(part)
            write_whole(part / LETTER, letter.model_dump_json(indent=2))
            write_whole(part / STATE, State().model_dump_json(indent=2))
            part.rename(final)
            sync_folder(final.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return True


def letters(store: Store) -> list[tuple[Letter, State]]:
    """All letters, oldest first, sent ones too."""
    places = [path.parent for path in folder(store).glob(f"[!.]*/{LETTER}")]
    found = [pair for pair in map(read, places) if not isinstance(pair, Damaged)]
    return sorted(found, key=lambda pair: (pair[0].created_at, pair[0].id))


def damaged(store: Store) -> list["Damaged"]:
    """The letters that cannot be read; they hold up no other."""
    places = sorted(path.parent for path in folder(store).glob(f"[!.]*/{LETTER}"))
    return [found for found in map(read, places) if isinstance(found, Damaged)]


def read(place: Path) -> "tuple[Letter, State] | Damaged":
    """A letter and how far it has come; or why it cannot be read."""
    try:
        letter = Letter.model_validate_json((place / LETTER).read_bytes())
        return letter, State.model_validate_json((place / STATE).read_bytes())
    except (ValidationError, FileNotFoundError) as error:
        return Damaged(place.name, f"it cannot be read ({shorten(error)}); write it again or remove {place}")


def note(store: Store, letter: Letter, state: State) -> State:
    """Write down how far a letter has come; what was carried goes when it has arrived."""
    place = folder(store) / letter.id
    with explained("the outbox cannot be written", place):
        write_whole(place / STATE, state.model_dump_json(indent=2))
    if state.status == "sent":
        _remove(place / letter.payload)
    return state


def once_more(store: Store, id: str) -> Letter:
    """Let a refused letter wait again, for a person who has mended what it was refused for.

    Raises BadParameter if no refused letter has that id.
    """
    refused = {letter.id: (letter, state) for letter, state in letters(store) if state.status == "refused"}
    if id not in refused:
        do = f"choose from: {', '.join(refused)}" if refused else "nothing was refused"
        raise BadParameter("no refused letter of that name", where="--again", value=id, do=do)
    letter, state = refused[id]
    note(store, letter, state.model_copy(update={"status": "waiting", "told": False}))
    return letter


def sweep(store: Store, now: dt.datetime) -> None:
    """Remove what killed processes left half written, and sent letters older than KEPT."""
    for part in folder(store).glob(".*.part"):
        if now.timestamp() - part.stat().st_mtime > _WRITING.total_seconds():
            shutil.rmtree(part, ignore_errors=True)
    for letter, state in letters(store):
        if state.status == "sent" and now - letter.created_at > KEPT:
            shutil.rmtree(folder(store) / letter.id)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
