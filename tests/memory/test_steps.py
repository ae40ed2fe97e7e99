import io
import time

from rich.console import Console

from workbench.memory.steps import Steps


def shown(patience_seconds: float, lasts_seconds: float) -> str:
    """What a terminal shows of a command that lasts so long."""
    terminal = io.StringIO()
    with Steps(Console(file=terminal, force_terminal=True), patience_seconds) as steps:
        steps.say("reading transactions.csv")
        time.sleep(lasts_seconds)
    return terminal.getvalue()


def test_a_command_that_lasts_says_the_step_it_is_at() -> None:
    assert "reading transactions.csv ..." in shown(patience_seconds=0, lasts_seconds=0.5)


def test_a_quick_command_says_nothing() -> None:
    assert shown(patience_seconds=60, lasts_seconds=0) == ""


def test_a_log_is_not_filled_with_steps() -> None:
    log = io.StringIO()
    with Steps(Console(file=log), 0) as steps:
        steps.say("reading transactions.csv")
        time.sleep(0.2)
    assert "reading" not in log.getvalue()
