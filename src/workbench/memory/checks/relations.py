"""The contract between rows: keys, known customers, the order of time, the scale of answers.

Each check is a query over ``typed_<table>`` (the rows of this load whose cells are all well
formed) and the draft (what the store holds, this load's customers and items included). It
returns the row number, the column and the reason of every row that breaks it.
"""

from collections.abc import Iterator

from workbench.memory.schema import TABLES, Table
from workbench.memory.workspace import literal

UNKNOWN_CUSTOMER = "unknown customer"
UNKNOWN_ITEM = "unknown survey item"
TOO_EARLY = "before the customer was acquired"
OFF_SCALE = "outside the item's scale"
ENDS_EARLY = "ends before it starts"
NO_SCALE = "the highest answer is not above the lowest"
BOUGHT_BEFORE = "after a purchase or contract that the store holds"
ANSWERED_OFF_SCALE = "a scale that excludes answers the store holds"
DUPLICATE = "the same key as an earlier row"


def checks(table: Table) -> Iterator[str]:
    """The queries that check a table's rows, in order."""
    if table.of_customer:
        yield _unmatched(table, "customer_id", "customers", UNKNOWN_CUSTOMER)
    if table.after_acquisition:
        yield _before_acquisition(table)
    match table.name:
        case "customers":
            yield from (_acquired_late(events) for events in TABLES.values() if events.after_acquisition)
        case "contracts":
            yield _where(table, "ended_on", ENDS_EARLY, "ended_on < started_on")
        case "survey_items":
            yield _where(table, "scale_max", NO_SCALE, "scale_max <= scale_min")
            yield _rescaled()
        case "survey_responses":
            yield _unmatched(table, "item", "survey_items", UNKNOWN_ITEM)
            yield _off_scale()


def duplicates(table: Table) -> str:
    """Rows whose key an earlier row of the same load has; run last, on the rows not rejected so far."""
    key = ", ".join(table.key)
    return f"""
        SELECT row_number, {literal(table.key[0])}, {literal(DUPLICATE)}
        FROM typed_{table.name} JOIN (
            SELECT {key}, min(row_number) AS first_row FROM typed_{table.name} GROUP BY {key} HAVING count(*) > 1
        ) USING ({key})
        WHERE row_number > first_row"""


def _unmatched(table: Table, column: str, other: str, reason: str) -> str:
    return f"""
        SELECT row_number, {literal(column)}, {literal(reason)} FROM typed_{table.name} AS row
        WHERE NOT EXISTS (SELECT 1 FROM draft.{other} AS other WHERE other.{column} = row.{column})"""


def _before_acquisition(table: Table) -> str:
    return f"""
        SELECT row_number, {literal(table.happens)}, {literal(TOO_EARLY)}
        FROM typed_{table.name} JOIN draft.customers USING (customer_id)
        WHERE CAST({table.happens} AS DATE) < acquired_on"""


def _acquired_late(events: Table) -> str:
    """Corrections of ``acquired_on`` that events already in the store contradict."""
    return f"""
        SELECT row_number, 'acquired_on', {literal(BOUGHT_BEFORE)}
        FROM typed_customers AS new JOIN draft.customers AS old USING (customer_id)
        WHERE new.acquired_on IS DISTINCT FROM old.acquired_on AND EXISTS (
            SELECT 1 FROM draft.{events.name} AS event
            WHERE event.customer_id = new.customer_id AND CAST(event.{events.happens} AS DATE) < new.acquired_on
        )"""


def _rescaled() -> str:
    """Corrections of a scale that answers already in the store contradict."""
    return f"""
        SELECT row_number, 'scale_max', {literal(ANSWERED_OFF_SCALE)}
        FROM typed_survey_items AS new JOIN draft.survey_items AS old USING (item)
        WHERE (new.scale_min, new.scale_max) <> (old.scale_min, old.scale_max) AND EXISTS (
            SELECT 1 FROM draft.survey_responses AS answer
            WHERE answer.item = new.item AND answer.score NOT BETWEEN new.scale_min AND new.scale_max
              AND answer.score IS DISTINCT FROM new.not_applicable
        )"""


def _where(table: Table, column: str, reason: str, condition: str) -> str:
    return f"SELECT row_number, {literal(column)}, {literal(reason)} FROM typed_{table.name} WHERE {condition}"


def _off_scale() -> str:
    return f"""
        SELECT row_number, 'score', {literal(OFF_SCALE)}
        FROM typed_survey_responses AS answer JOIN draft.survey_items AS asked USING (item)
        WHERE answer.score NOT BETWEEN asked.scale_min AND asked.scale_max
          AND answer.score IS DISTINCT FROM asked.not_applicable"""
