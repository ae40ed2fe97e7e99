"""A source whose customers are named by how they are reached, and whose groups are named by people and by markup.

Nothing planted here may be found in what is published: not in a page, a notebook, a manifest or a list.
"""

from pathlib import Path

import pandas as pd

MAIL, PHONE = "planted.example", "7946 1"
PEOPLE = (MAIL, PHONE, "Anna Planted")
MARKUP = ("<img src=x onerror=alert(2)>", "<svg onload=alert(3)>", "</script><script>alert(4)</script>")
REGIONS = {
    "London": f"London: anna@{MAIL}",
    "Benelux": f"Benelux +44 20 {PHONE}0958",
    "Ireland": f"Ireland {MARKUP[0]}",
}
OTHERS = {"couple": f"couple {MARKUP[1]}", "kitchen": f"kitchen {MARKUP[2]}", "phone": f"phone {MARKUP[0]}"}
NAMED = ("industry", "category", "lifestyle", "channel", "kind")


def plant(source: Path) -> list[str]:
    """Rename the customers of a source and some of its groups; returns the new ids."""
    customers = pd.read_parquet(source / "customers.parquet")["customer_id"]
    names = {name: _reached(place) for place, name in enumerate(customers)}
    for path in sorted(source.glob("*.parquet")):
        frame = pd.read_parquet(path)
        if "customer_id" in frame:
            frame["customer_id"] = frame["customer_id"].map(names)
        for column, renamed in [("region", REGIONS), *((column, OTHERS) for column in NAMED)]:
            if column in frame and path.stem in ("customers", "transactions"):
                frame[column] = frame[column].replace(renamed)
        if "text" in frame:
            frame["text"] = [f"{text} Anna Planted, {_reached(place)}" for place, text in enumerate(frame["text"])]
        frame.to_parquet(path, index=False)
    return list(names.values())


def _reached(place: int) -> str:
    """An e-mail address or a telephone number, which serves as a customer's id."""
    return f"anna.{place}@{MAIL}" if place % 2 else f"+44 20 {PHONE}{place:05}"
