"""A random store of a few dozen customers with rows in every table, for tests of sums."""

import datetime as dt
from typing import Any

import numpy as np

START, END = dt.date(2024, 1, 1), dt.date(2026, 5, 1)
ITEMS = [
    ("satisfaction", "", "perception", 1, 5, False),
    ("satisfaction", "shop", "perception", 1, 10, False),
    ("quality", "", "perception", 0, 10, False),
    ("quality", "web", "perception", 1, 5, True),
    ("quality", "web", "perception", 1, 7, False),
    ("quality", "web", "expectation", 1, 7, False),
    ("value", "", "perception", 1, 5, False),
]


def random_rows(seed: int, customers: int = 40) -> dict[str, list[dict[str, Any]]]:
    """Rows of all ten tables between START and END; the same for the same seed."""
    rng = np.random.default_rng(seed)
    names = [f"c{number:03d}" for number in range(customers)]
    span = (END - START).days

    def day(first: dt.date = START) -> dt.date:
        return first + dt.timedelta(days=int(rng.integers(0, max((END - first).days, 1))))

    def at() -> dt.datetime:
        return dt.datetime.combine(START, dt.time.min) + dt.timedelta(minutes=int(rng.integers(0, span * 1440)))

    def some(count: int, make: Any) -> list[dict[str, Any]]:
        return [{"customer_id": names[rng.integers(customers)], **make(number)} for number in range(count)]

    def maybe(value: Any, chance: float = 0.5) -> Any:
        return value if rng.random() < chance else None

    def contract(number: int) -> dict[str, Any]:
        start = day()
        return {"started_on": start, "ended_on": maybe(day(start)), "monthly_revenue": 31.41, "monthly_cost": maybe(9)}

    def invoice(number: int) -> dict[str, Any]:
        issued = day()
        return {"issued_on": issued, "due_on": issued + dt.timedelta(days=30), "paid_on": maybe(day(issued))} | {
            "amount": round(float(rng.gamma(2, 40)), 2)
        }

    return {
        "customers": [
            {"customer_id": name, "acquired_on": maybe(day(), 0.3), "region": maybe(rng.choice(["North", "South"]))}
            for name in names
        ],
        "transactions": some(
            customers * 8,
            lambda number: (
                {"occurred_at": at(), "revenue": round(float(rng.normal(30, 30)), 2), "quantity": 1}
                | {
                    "cost": maybe(round(float(rng.gamma(2, 8)), 2), 0.8),
                    "category": rng.choice(["tea", "cups", "pots"]),
                }
            ),
        ),
        "contracts": some(customers // 3, contract),
        "payments": some(customers, invoice),
        "activity_costs": some(
            customers, lambda number: {"occurred_on": day(), "kind": "service", "amount": round(float(rng.gamma(2)), 2)}
        ),
        "interactions": some(
            customers * 2,
            lambda number: (
                {"occurred_at": at(), "stage": rng.choice(["sales", "service"]), "kind": "complaint"}
                | {"cost": maybe(1.25)}
            ),
        ),
        "life_events": some(customers // 4, lambda number: {"occurred_on": day(), "kind": f"event {number}"}),
        "feedback": some(customers // 4, lambda number: {"posted_at": at(), "source": "blog", "text": "so so"}),
        "survey_items": [
            {"item": f"q{number}", "construct": construct, "touchpoint": touchpoint or None, "kind": kind}
            | {"scale_min": low, "scale_max": high, "reversed": turned, "not_applicable": 0 if low else None}
            for number, (construct, touchpoint, kind, low, high, turned) in enumerate(ITEMS)
        ],
        "survey_responses": _questionnaires(rng, names, at),
    }


def _questionnaires(rng: np.random.Generator, names: list[str], at: Any) -> list[dict[str, Any]]:
    rows = []
    for number in range(len(names) * 3):
        shared = {"response_id": f"r{number:03d}", "customer_id": names[rng.integers(len(names))], "answered_at": at()}
        weight = rng.choice([None, 0, 0.5, 2], p=[0.5, 0.05, 0.25, 0.2])
        asked = [item for item in range(len(ITEMS)) if rng.random() < 0.7]
        # From 0, which is 'not applicable' on scales that begin at 1, to one above the scale.
        rows += [
            {**shared, "item": f"q{item}", "weight": weight}
            | {"score": None if rng.random() < 0.1 else int(rng.integers(0, ITEMS[item][4] + 2))}
            for item in asked
        ]
    return rows
