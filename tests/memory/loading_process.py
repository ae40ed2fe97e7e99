"""A process that loads in children of its own, so that a test can stop, resume and kill them.

Each line on stdin is a load as JSON: source, store, and optionally ``pause``, the number of
the step (from 0) before which the child stops until it gets SIGUSR1. A child writes a line
of JSON when it pauses and when it ends. Children are forked before any database is open.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.memory import ingest


def tell(**what: Any) -> None:
    os.write(sys.stdout.fileno(), (json.dumps({"pid": os.getpid(), **what}) + "\n").encode())


def load(source: str, store: str, pause: int = -1, **options: Any) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    steps: list[str] = []

    def say(step: str) -> None:
        if len(steps) == pause:
            tell(paused=step)
            signal.sigwait([signal.SIGUSR1])
        steps.append(step)

    tell(began=True)
    try:
        report = ingest.load(Path(source), store=store, say=say, **options)
    except WorkbenchError as error:
        tell(failed=str(error), code=error.exit_code)
    else:
        tell(done=report.snapshot, steps=steps)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in iter(sys.stdin.readline, ""):
        if os.fork() == 0:
            load(**json.loads(line))
            os._exit(0)
