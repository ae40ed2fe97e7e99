"""Writing letters and putting them into the outbox; and carrying what lies there."""

import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.memory.store import Store
from workbench.reporting import retry
from workbench.reporting.closing.runs import RunRecord
from workbench.reporting.deliver import contents, mail, message, outbox, rounds, troubles
from workbench.reporting.deliver.channels import Channel, Email, Webhook
from workbench.reporting.deliver.contents import Contents
from workbench.reporting.deliver.letters import Kind, Letter, identity, one_each
from workbench.reporting.deliver.rounds import Outcome
from workbench.reporting.deliver.troubles import Failure
from workbench.reporting.files import copy_folder, write_whole

MAIL, JSON, FOLDER, TEXT = "message.eml", "body.json", "report", "failure.txt"


def report(
    store: Store,
    definition: str,
    channels: Sequence[Channel],
    published: Path,
    manifest: dict[str, Any],
    alerts: Sequence[str] = (),
    analysts: Sequence[Channel] = (),
) -> list[str]:
    """Put a published month into the outbox, a letter for each address; the ids of the new letters.

    Asked twice for the same run, the letters are the same and none is added.

    Args:
        definition: the name of the report.
        channels: where it goes.
        published: the folder of the month, OUT/YYYY-MM.
        manifest: what it was made of.
        alerts: the sentences of the alert rules that speak.
        analysts: who is told if a letter cannot be delivered.

    Raises WorkbenchError if the store does not take a letter, or one cannot be written (a passphrase that is
    not set); after all others are in the outbox.
    """
    said = contents.read(definition, published, manifest, alerts)
    new: list[str] = []
    errors: list[WorkbenchError] = []
    for channel in _single(channels):
        about = f"{manifest['run']} {getattr(channel, 'language', '')}"
        letter = _letter("report", definition, said.month, channel, about, analysts)
        try:
            new += [letter.id] if outbox.put(store, letter, _report_in(letter, said, published)) else []
        except WorkbenchError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return new


def failure(
    store: Store, definition: str, channels: Sequence[Channel], record: RunRecord | None, reason: str, month: str = ""
) -> list[str]:
    """Put a failure into the outbox, for analysts; the ids of the new letters.

    The same failure (outcome, notebook, cell) of the same month is told once a day, however
    often a scheduler runs into it.

    Args:
        channels: the analysts'; never the readers'.
        record: of the run; None if none was begun.
        reason: the whole message of the error.
        month: YYYY-MM, where there is no record to tell it.
    """
    told = troubles.of_run(store, definition, record, reason, month)
    which = f"{told.outcome} {told.notebook} {told.cell}" if record else reason
    return _put(store, channels, told, f"{dt.datetime.now(dt.UTC):%Y-%m-%d} {which}")


def flush(
    store: Store, *, wait: float = 0.0, now: dt.datetime | None = None, sleep: retry.Sleep = time.sleep
) -> list[Outcome]:
    """Carry what waits; what became of each letter.

    Args:
        wait: seconds to wait for another command that delivers.
        now: the time, UTC.
        sleep: waits between the attempts at one letter.

    Raises Locked if another command is delivering, WorkbenchError if the outbox cannot be written.
    """

    def tell(letter: Letter, words: str) -> None:
        told = Failure(letter.definition, letter.month, "not delivered", words)
        _put(store, letter.analysts, told, letter.id)

    return rounds.flush(store, tell, wait=wait, now=now, sleep=sleep)


def _put(store: Store, channels: Sequence[Channel], told: Failure, about: str) -> list[str]:
    new = []
    for channel in _single(channels):
        letter = _letter("failure", told.definition, told.month, channel, about, ())
        new += [letter.id] if outbox.put(store, letter, _failure_in(letter, told)) else []
    return new


def _single(channels: Sequence[Channel]) -> list[Channel]:
    return [one for channel in channels for one in one_each(channel)]


def _letter(
    kind: Kind, definition: str, month: str, channel: Channel, about: str, analysts: Sequence[Channel]
) -> Letter:
    payload = MAIL if isinstance(channel, Email) else JSON if isinstance(channel, Webhook) else ""
    return Letter(
        id=identity(kind, definition, month, channel, about),
        kind=kind,
        definition=definition,
        month=month,
        channel=channel,
        created_at=dt.datetime.now(dt.UTC),
        payload=payload or (FOLDER if kind == "report" else TEXT),
        analysts=tuple(analysts),
    )


def _report_in(letter: Letter, said: Contents, published: Path) -> outbox.Fill:
    """Writes the payload of a report."""

    def fill(place: Path) -> None:
        channel, path = letter.channel, place / letter.payload
        if isinstance(channel, Email):
            write_whole(path, mail.report(channel, letter.id, letter.created_at, said, published))
        elif isinstance(channel, Webhook):
            link = contents.link(channel.link, published, contents.page(published, ""))
            write_whole(path, message.report(letter.id, said, link))
        else:
            copy_folder(published, path)

    return fill


def _failure_in(letter: Letter, told: Failure) -> outbox.Fill:
    """Writes the payload of a failure."""

    def fill(place: Path) -> None:
        channel, path = letter.channel, place / letter.payload
        if isinstance(channel, Email):
            write_whole(path, mail.plain(channel, letter.id, letter.created_at, told.subject, told.text()))
        else:
            write_whole(path, told.body(letter.id) if isinstance(channel, Webhook) else told.text().encode())

    return fill
