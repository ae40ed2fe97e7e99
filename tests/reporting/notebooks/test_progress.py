"""Progress is a bar for a person and a line for a log."""

import io

from rich.console import Console

from workbench.reporting.notebooks.progress import Step, shown

STEPS = [
    Step("01_base", "running"),
    Step("01_base", "running", 1, 9),
    Step("01_base", "running", 9, 9),
    Step("01_base", "done", seconds=1.25),
    Step("02_[odd]", "notebook error", cell=3, seconds=0.5, reason="E: no"),
    Step("03_kept", "as before", seconds=2.0),
]


def tell(*, terminal: bool) -> str:
    file = io.StringIO()
    with shown(Console(file=file, force_terminal=terminal, width=100, highlight=False)) as told:
        for step in STEPS:
            told(step)
    return file.getvalue()


def test_a_log_gets_a_line_at_each_notebooks_end() -> None:
    assert tell(terminal=False).splitlines() == [
        "01_base: done, 1.2 s",
        "02_[odd]: notebook error, 0.5 s",
        "03_kept: as before",
    ]


def test_a_terminal_gets_a_bar_for_each_notebook() -> None:
    text = tell(terminal=True)
    assert "01_base" in text and "02_[odd]" in text and "notebook error" in text
