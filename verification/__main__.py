"""Check the claims and write what was observed to ``docs/verification.md``.

``python -m verification`` checks all of them; ``python -m verification world`` only those of the named
topics or names, and leaves the page as it is. It ends with an error if any claim does not hold.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from verification.claims import Claim, Outcome, about, every_claim

PAGE = Path(__file__).parents[1] / "docs" / "verification.md"

HEAD = """# Verification

What is claimed about the numbers, and what was observed over many seeds. This page is written by `make verify`
(`python -m verification`), which takes some minutes; run it to see for yourself. Every claim is a short function in
`verification/`, named in the first column; `python -m verification NAME` checks one of them alone.
"""


def main(wanted: list[str]) -> None:
    """Check the wanted claims, or all; print each outcome as it comes."""
    claims = [one for one in every_claim() if not wanted or one.name in wanted or one.topic in wanted]
    if not claims:
        known = ", ".join(sorted({one.topic for one in every_claim()}))
        sys.exit(f"no claim or topic named {', '.join(wanted)}; the topics are {known}")
    outcomes = check(claims)
    if not wanted:
        PAGE.write_text(page(claims, outcomes), encoding="utf-8")
    failed = [one.name for one, outcome in zip(claims, outcomes, strict=True) if not outcome.holds]
    sys.exit(f"{len(failed)} of {len(claims)} claims do not hold: {', '.join(failed)}" if failed else 0)


def check(claims: list[Claim]) -> list[Outcome]:
    """The outcomes in the order of the claims, checked side by side."""
    outcomes = []
    with ProcessPoolExecutor(min(len(claims), os.cpu_count() or 1)) as pool:
        started = time.monotonic()
        for one, outcome in zip(claims, pool.map(_run, [one.name for one in claims]), strict=True):
            mark = "holds" if outcome.holds else "FAILS"
            print(
                f"{time.monotonic() - started:6.0f} s  {mark}  {one.topic}: {one.name}: {outcome.observed}", flush=True
            )
            outcomes.append(outcome)
    return outcomes


def _run(name: str) -> Outcome:
    """Check one claim by name, since names travel between processes and functions do not."""
    return next(one for one in every_claim() if one.name == name).run()


def page(claims: list[Claim], outcomes: list[Outcome]) -> str:
    """The page: a table for each topic."""
    parts = [HEAD]
    for topic in dict.fromkeys(one.topic for one in claims):
        parts.append(f"\n## {topic.replace('_', ' ').capitalize()}\n\n{about(topic)}\n\n")
        parts.append("| name | claim | limit | seeds | observed | holds |\n|---|---|---|---|---|---|\n")
        rows = [(one, outcome) for one, outcome in zip(claims, outcomes, strict=True) if one.topic == topic]
        parts.extend(_row(one, outcome) for one, outcome in rows)
    return "".join(parts)


def _row(one: Claim, outcome: Outcome) -> str:
    seeds = f"{one.seeds[0]} to {one.seeds[-1]}" if len(one.seeds) > 1 else str(one.seeds[0])
    cells = (f"`{one.name}`", one.statement, one.limit, seeds, outcome.observed, "yes" if outcome.holds else "**no**")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    main(sys.argv[1:])
