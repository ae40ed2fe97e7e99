"""A letter: one message for one address, as it lies in the outbox.

    STORE/outbox/<id>/letter.json    who gets what, by which channel; never changed
    STORE/outbox/<id>/state.json     waiting, sent or refused; every attempt
    STORE/outbox/<id>/<payload>      what is carried; removed once it has gone

The id is made of what the letter is about, so the same letter asked for twice is one. The
``Message-ID`` of a mail and the ``Idempotency-Key`` of a webhook are made of the id: a
letter that has to be sent again after a crash is the same letter to its reader.
"""

import datetime as dt
import hashlib
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict

from workbench.reporting.deliver.channels import Channel, Email

LETTER = "letter.json"
STATE = "state.json"
ATTEMPTS_KEPT = 50

Kind = Literal["report", "failure"]
Status = Literal["waiting", "sent", "refused"]


class Letter(BaseModel):
    """What is sent to whom; frozen.

    Args:
        id: its name, and the folder's.
        kind: a report for its readers, or a failure for the analyst.
        definition: the name of the report.
        month: YYYY-MM, or empty if none was reached.
        channel: how it goes; an e-mail has exactly one address.
        created_at: UTC.
        payload: the file or folder that is carried.
        analysts: who is told if it cannot be delivered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Kind
    definition: str
    month: str
    channel: Channel
    created_at: dt.datetime
    payload: str
    analysts: tuple[Channel, ...] = ()


class Attempt(BaseModel):
    """One try to carry a letter; ``reason`` is why it came back, ``begun`` while it is not known."""

    model_config = ConfigDict(frozen=True)

    at: dt.datetime
    reason: str


class State(BaseModel):
    """How far a letter has come; frozen.

    Args:
        status: waiting to be carried, sent, or refused for good.
        attempts: every try, the newest last.
        told: whether the analyst was told that it does not arrive.

    >>> State().tried(dt.datetime(2026, 10, 2), "begun").attempts[-1].reason
    'begun'
    """

    model_config = ConfigDict(frozen=True)

    status: Status = "waiting"
    attempts: tuple[Attempt, ...] = ()
    told: bool = False

    @property
    def reason(self) -> str:
        """Why the last attempt failed; empty if there was none."""
        return self.attempts[-1].reason if self.attempts else ""

    def tried(self, at: dt.datetime, reason: str) -> "State":
        """With a further attempt, which is about to be made."""
        attempts = (*self.attempts, Attempt(at=at, reason=reason))[-ATTEMPTS_KEPT:]
        return self.model_copy(update={"attempts": attempts})

    def ended(self, status: Status, reason: str) -> "State":
        """With the end of the attempt that was begun."""
        last = self.attempts[-1].model_copy(update={"reason": reason})
        return self.model_copy(update={"status": status, "attempts": (*self.attempts[:-1], last)})


def identity(kind: Kind, definition: str, month: str, channel: Channel, about: str) -> str:
    """The id of a letter: readable, and the same for the same letter.

    Args:
        about: what it reports: the run, or the failure.

    >>> from workbench.reporting.deliver.channels import Webhook
    >>> identity("report", "Board, EU", "2026-09", Webhook(kind="webhook", url="http://x"), "r1")
    '2026-09-board-eu-report-4ae40bb76c9f'
    """
    parts = (kind, definition, month, channel.address, about)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
    return "-".join(part for part in (month, slug(definition), kind, digest) if part)


def slug(name: str) -> str:
    """A name as a part of a path.

    >>> slug("../Board, EU")
    'board-eu'
    """
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:40] or "report"


def one_each(channel: Channel) -> list[Channel]:
    """A channel for each address: no reader sees the others, and one bad address holds up nobody else."""
    if not isinstance(channel, Email):
        return [channel]
    return [channel.model_copy(update={"to": (address,)}) for address in dict.fromkeys(channel.to)]
