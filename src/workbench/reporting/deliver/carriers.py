"""Carrying a letter by its channel."""

from pathlib import Path

from workbench.errors import BadParameter, WorkbenchError
from workbench.reporting.closing import publish
from workbench.reporting.deliver import smtp, webhook
from workbench.reporting.deliver.channels import Email, Folder, Webhook
from workbench.reporting.deliver.endings import Blocked, Refused
from workbench.reporting.deliver.letters import Letter, slug
from workbench.reporting.files import explained, write_whole


def carry(letter: Letter, folder: Path) -> None:
    """Hand a letter over; returns when the other side has taken it.

    Args:
        folder: where the letter lies in the outbox.

    Raises Delayed, Blocked or Refused, each with the reason in words.
    """
    payload, channel = folder / letter.payload, letter.channel
    if not payload.exists():
        raise Refused(f"what it carries has been removed: {payload}")
    try:
        if isinstance(channel, Email):
            smtp.send(channel, payload.read_bytes())
        elif isinstance(channel, Webhook):
            webhook.post(channel, letter.id, payload.read_bytes())
        else:
            _copy(letter, channel, payload)
    except BadParameter as error:
        raise Blocked(f"{error.what}: {error.where}") from error


def _copy(letter: Letter, channel: Folder, payload: Path) -> None:
    """Put a month in its place, whole or not at all; what was there stays until then."""
    place = channel.path / slug(letter.definition)
    try:
        with explained("the folder does not take it", place):
            place.mkdir(parents=True, exist_ok=True)
            if payload.is_dir():
                publish.swap(payload, place / letter.month, str(publish.manifest(payload)["run"]))
            else:
                write_whole(place / f"{letter.id}.txt", payload.read_bytes())
    except WorkbenchError as error:
        raise Blocked(f"{error.what}; where: {error.where}") from error
