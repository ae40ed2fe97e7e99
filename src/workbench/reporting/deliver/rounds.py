"""Carrying what waits in the outbox, oldest first, one command at a time.

A server that does not answer is not asked again by the same command: its other letters
wait too. What a server refuses, and what has waited too long, is told once to the analyst.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from workbench.memory import lock
from workbench.memory.store import Store
from workbench.reporting import retry
from workbench.reporting.deliver import outbox
from workbench.reporting.deliver.carriers import carry
from workbench.reporting.deliver.channels import Channel, Email, Webhook
from workbench.reporting.deliver.endings import Delayed, Refused, Undelivered
from workbench.reporting.deliver.letters import Letter, State, Status
from workbench.reporting.files import explained

BEGUN = "begun; how it ended is not known"
SENT = "sent"

Tell = Callable[[Letter, str], None]


@dataclass(frozen=True)
class Outcome:
    """What became of a letter.

    Args:
        id: the letter's.
        definition, month: the report it is about.
        kind: "report" or "failure".
        channel: where it goes, in a few words.
        status: sent, waiting or refused.
        reason: why it is not sent.
        attempts: how often it was tried.
        overdue: whether it has waited too long.

    >>> Outcome("l1", "board", "2026-09", "report", "email to a@example.org", "sent").in_words()
    '2026-09 board, report, email to a@example.org: sent'
    """

    id: str
    definition: str
    month: str
    kind: str
    channel: str
    status: Status
    reason: str = ""
    attempts: int = 0
    overdue: bool = False

    def in_words(self) -> str:
        """One line for a person."""
        late = " (overdue)" if self.overdue else ""
        about = f"{self.month} {self.definition}".strip() or self.id
        why = f": {self.reason}" if self.reason else ""
        return f"{about}, {self.kind}, {self.channel}: {self.status}{late}{why}"


@dataclass
class _Round:
    """One command's round: what it needs to know of the letters it tried before."""

    store: Store
    now: dt.datetime
    sleep: retry.Sleep
    down: dict[str, str] = field(default_factory=dict)

    def deliver(self, letter: Letter, state: State) -> Outcome:
        """Try one letter, unless its server was found down a moment ago."""
        server = _server(letter.channel)
        if server in self.down:
            return outcome(letter, state, self.now, reason=f"not tried: {self.down[server]}")
        state = outbox.note(self.store, letter, state.tried(self.now, BEGUN))
        place = outbox.folder(self.store) / letter.id
        try:
            retry.again(lambda: carry(letter, place), retry.LETTER, _may_pass, sleep=self.sleep)
        except Refused as error:
            state = state.ended("refused", str(error))
        except Undelivered as error:
            self.down[server] = str(error)
            state = state.ended("waiting", str(error))
        else:
            state = state.ended("sent", SENT)
        return outcome(letter, outbox.note(self.store, letter, state), self.now)


def flush(
    store: Store, tell: Tell, *, wait: float = 0.0, now: dt.datetime | None = None, sleep: retry.Sleep = time.sleep
) -> list[Outcome]:
    """Try every letter that waits; what became of each, in the order in which they were tried.

    Args:
        tell: called with a letter that does not arrive and the reason, once a letter; it may
            put further letters into the outbox, which are tried too.
        wait: seconds to wait for another command that delivers.
        now: the time, UTC.
        sleep: waits between the attempts at one letter.

    Raises Locked if another command is delivering, WorkbenchError if the outbox cannot be written.
    """
    now = now or dt.datetime.now(dt.UTC)
    place = outbox.folder(store)
    with explained("the outbox cannot be written", place):
        place.mkdir(exist_ok=True)
    with lock.hold(place, "workbench deliver", wait):
        outbox.sweep(store, now)
        this = _Round(store, now, sleep)
        done = [this.deliver(*pair) for pair in _waiting(store)]
        _tell(store, tell, now)
        tried = {one.id for one in done}
        return done + [this.deliver(*pair) for pair in _waiting(store) if pair[0].id not in tried]


def waiting(store: Store, now: dt.datetime | None = None) -> list[Outcome]:
    """The letters that have not arrived: waiting or refused, oldest first; then those that cannot be read."""
    now = now or dt.datetime.now(dt.UTC)
    left = [outcome(letter, state, now) for letter, state in outbox.letters(store) if state.status != "sent"]
    return left + [Outcome(one.id, "", "", "letter", "unknown", "refused", one.reason) for one in outbox.damaged(store)]


def outcome(letter: Letter, state: State, now: dt.datetime, reason: str = "") -> Outcome:
    """How far a letter has come."""
    return Outcome(
        letter.id,
        letter.definition,
        letter.month,
        letter.kind,
        letter.channel.name,
        state.status,
        "" if state.status == "sent" else reason or state.reason,
        len(state.attempts),
        state.status == "waiting" and now - letter.created_at > outbox.PATIENCE,
    )


def _waiting(store: Store) -> list[tuple[Letter, State]]:
    return [(letter, state) for letter, state in outbox.letters(store) if state.status == "waiting"]


def _tell(store: Store, tell: Tell, now: dt.datetime) -> None:
    """Tell the analyst, once, of each letter that is refused or overdue."""
    for letter, state in outbox.letters(store):
        late = outcome(letter, state, now)
        if state.told or not (late.overdue or late.status == "refused") or not letter.analysts:
            continue
        tell(letter, late.in_words())
        outbox.note(store, letter, state.model_copy(update={"told": True}))


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, Delayed)


def _server(channel: Channel) -> str:
    """What is not asked again in the same round once it does not answer."""
    if isinstance(channel, Email):
        way = (channel.server, channel.port, channel.security, channel.certificates, channel.user)
        return " ".join(map(str, way))
    return channel.url if isinstance(channel, Webhook) else str(channel.path)
