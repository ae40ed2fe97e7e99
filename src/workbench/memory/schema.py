"""The one description of the tables: from it come the DDL, the checks and the data dictionary.

The ten tables hold the four kinds of customer data (Colin Shearer): descriptive,
behavioural, attitudinal and interaction. Amounts are in one currency set for the store,
times are naive UTC, rates are fractions. Numbers are DECIMAL(18,6), so that sums are exact
and a month closed again gives the same figures to the last digit.

All tables but ``customers`` may be empty: what is missing is said, never guessed.
"""

from dataclasses import dataclass, field
from typing import Literal

from workbench.phrase import N_

SCHEMA_VERSION = 2

Kind = Literal["descriptive", "behavioural", "attitudinal", "interaction"]
Type = Literal["text", "integer", "number", "boolean", "date", "timestamp"]

SQL_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DECIMAL(18,6)",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


@dataclass(frozen=True)
class Column:
    """A column and its contract.

    Args:
        name: snake_case name in the store.
        type: one of the six types of the schema.
        doc: what it means, with its unit.
        required: a row without it is rejected.
        minimum, maximum: the inclusive range of a number or integer.
        choices: the closed set of values of a text.
        longest: the most characters of a text.
        may_be_future: a date or timestamp that may lie after the load (a term's end).
    """

    name: str
    type: Type
    doc: str
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    longest: int = 200
    may_be_future: bool = False


@dataclass(frozen=True)
class Table:
    """A table, its key and how its rows relate to customers and time.

    Args:
        name: the table's name and the stem of the file that brings it.
        kind: which of the four kinds of customer data it holds.
        doc: what a row is.
        adds: what the table makes possible; shown when it is missing.
        key: the columns that name a row.
        columns: all columns, in the order of the DDL.
        happens: the column that dates the row, if it is an event.
        after_acquisition: an event that cannot come before the customer was acquired.
    """

    name: str
    kind: Kind
    doc: str
    adds: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)
    happens: str | None = None
    after_acquisition: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none.

        >>> TABLES["customers"].column("birth_year").type
        'integer'
        """
        return {column.name: column for column in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def of_customer(self) -> bool:
        """Whether rows belong to a customer and so must name a known one."""
        return self.name != "customers" and "customer_id" in self.names


def _id(name: str, doc: str) -> Column:
    return Column(name, "text", doc, required=True, longest=100)


_CUSTOMER = _id("customer_id", "the customer, as in `customers`")
_AMOUNT = 1e11

_TABLES = (
    Table(
        "customers",
        "descriptive",
        "a customer, prospect or target",
        N_("who the customers are; nothing can be said without it"),
        ("customer_id",),
        (
            _id("customer_id", "the customer's own key, as text"),
            Column("acquired_on", "date", "day of the first purchase or contract; empty for prospects and targets"),
            Column("acquisition_channel", "text", "the channel that won the customer"),
            Column("birth_year", "integer", "year of birth", minimum=1900, maximum=2100),
            Column("gender", "text", "gender as the customer states it"),
            Column("region", "text", "where the customer lives or is seated"),
            Column("industry", "text", "industry of a business customer or household type of a private one"),
            Column("lifestyle", "text", "lifestyle or life-stage group, as recorded"),
        ),
    ),
    Table(
        "life_events",
        "descriptive",
        "a change in someone's life",
        N_("how value moves with marriage, children, a mortgage, a move or retirement"),
        ("customer_id", "occurred_on", "kind"),
        (
            _CUSTOMER,
            Column("occurred_on", "date", "day of the event", required=True),
            Column("kind", "text", "marriage, child, mortgage, move, retirement, ...", required=True),
        ),
        happens="occurred_on",
    ),
    Table(
        "transactions",
        "behavioural",
        "a bought (or returned) line",
        N_("what customers buy and when: retention, frequency, spend and so customer equity"),
        ("transaction_id",),
        (
            _id("transaction_id", "key of the line"),
            _CUSTOMER,
            Column("occurred_at", "timestamp", "when it was bought, UTC", required=True),
            Column("category", "text", "product category"),
            Column("channel", "text", "channel of the sale"),
            Column("quantity", "number", "units; negative for a return", minimum=-_AMOUNT, maximum=_AMOUNT),
            Column(
                "revenue",
                "number",
                "amount paid by the customer for the line; negative for a return",
                required=True,
                minimum=-_AMOUNT,
                maximum=_AMOUNT,
            ),
            Column("cost", "number", "direct cost of the line; empty where unknown", minimum=-_AMOUNT, maximum=_AMOUNT),
        ),
        happens="occurred_at",
        after_acquisition=True,
    ),
    Table(
        "contracts",
        "behavioural",
        "a subscription or policy",
        N_("retention that is observed instead of inferred"),
        ("contract_id",),
        (
            _id("contract_id", "key of the contract"),
            _CUSTOMER,
            Column("started_on", "date", "first day", required=True),
            Column("ended_on", "date", "first day without it; empty while it runs", may_be_future=True),
            Column("monthly_revenue", "number", "revenue a calendar month", required=True, minimum=0, maximum=_AMOUNT),
            Column("monthly_cost", "number", "direct cost a calendar month", minimum=0, maximum=_AMOUNT),
        ),
        happens="started_on",
        after_acquisition=True,
    ),
    Table(
        "payments",
        "behavioural",
        "an invoice due",
        N_("receivables: who pays, who pays late, what is outstanding"),
        ("invoice_id",),
        (
            _id("invoice_id", "key of the invoice"),
            _CUSTOMER,
            Column("issued_on", "date", "day of the invoice", required=True),
            Column("due_on", "date", "day it falls due", required=True, may_be_future=True),
            Column("paid_on", "date", "day it was paid; empty while it is open"),
            Column("amount", "number", "amount of the invoice", required=True, minimum=-_AMOUNT, maximum=_AMOUNT),
        ),
        happens="issued_on",
    ),
    Table(
        "activity_costs",
        "behavioural",
        "money spent on a customer",
        N_("what customers cost to win, keep and serve: contribution instead of revenue"),
        ("cost_id",),
        (
            _id("cost_id", "key of the booking"),
            _CUSTOMER,
            Column("occurred_on", "date", "day of the booking", required=True),
            Column(
                "kind",
                "text",
                "what it was spent on",
                required=True,
                choices=("acquisition", "retention", "service", "marketing"),
            ),
            Column("amount", "number", "amount spent", required=True, minimum=0, maximum=_AMOUNT),
        ),
        happens="occurred_on",
    ),
    Table(
        "survey_items",
        "attitudinal",
        "a question of a survey",
        N_("what the answers mean: construct, touchpoint and scale"),
        ("item",),
        (
            _id("item", "key of the question"),
            Column(
                "construct",
                "text",
                "what it measures: satisfaction, quality, value, image, loyalty, ...",
                required=True,
            ),
            Column(
                "kind", "text", "what is asked for", required=True, choices=("perception", "expectation", "importance")
            ),
            Column("touchpoint", "text", "the touchpoint it is about; empty for the whole relationship"),
            Column("scale_min", "number", "lowest answer", required=True, minimum=-1000, maximum=1000),
            Column("scale_max", "number", "highest answer", required=True, minimum=-1000, maximum=1000),
            Column("reversed", "boolean", "a high answer means low satisfaction", required=True),
            Column(
                "not_applicable",
                "number",
                "the answer that means 'not applicable'; empty if there is none",
                minimum=-1000,
                maximum=1000,
            ),
            Column(
                "level",
                "text",
                "level of the product or service it is about: its core, its form, or the social experience with it",
                choices=("core", "form", "social"),
            ),
            Column(
                "object",
                "text",
                "what the satisfaction or expectation is with: the product, the company or its marketing",
                choices=("product", "company", "marketing"),
            ),
        ),
    ),
    Table(
        "survey_responses",
        "attitudinal",
        "one answer to one question",
        N_("what customers expected and felt: satisfaction, its drivers and what to improve first"),
        ("response_id", "item"),
        (
            _id("response_id", "key of the filled-in questionnaire"),
            _CUSTOMER,
            Column("answered_at", "timestamp", "when it was answered, UTC", required=True),
            _id("item", "the question, as in `survey_items`"),
            Column("score", "number", "the answer on the item's scale; empty if skipped", minimum=-1000, maximum=1000),
            Column("weight", "number", "survey weight; empty counts as 1", minimum=0, maximum=1e6),
        ),
        happens="answered_at",
    ),
    Table(
        "feedback",
        "attitudinal",
        "what a customer wrote, anywhere",
        N_("the customer's own words: themes and sentiment beside the scores"),
        ("feedback_id",),
        (
            _id("feedback_id", "key of the text"),
            _CUSTOMER,
            Column("posted_at", "timestamp", "when it was written, UTC", required=True),
            Column(
                "source",
                "text",
                "where it was written",
                required=True,
                choices=("review", "community", "blog", "social", "call"),
            ),
            Column("language", "text", "two-letter language code"),
            Column("rating", "number", "stars given with it, 1 to 5", minimum=1, maximum=5),
            Column(
                "text", "text", "the text itself; hostile input, never shown unescaped", required=True, longest=20_000
            ),
        ),
        happens="posted_at",
    ),
    Table(
        "interactions",
        "interaction",
        "a contact, on any channel",
        N_("what happened at each touchpoint: complaints, service, response to campaigns"),
        ("interaction_id",),
        (
            _id("interaction_id", "key of the contact"),
            _CUSTOMER,
            Column("occurred_at", "timestamp", "when it happened, UTC", required=True),
            Column(
                "stage",
                "text",
                "stage of the relationship",
                required=True,
                choices=("marketing", "sales", "e-commerce", "service", "community"),
            ),
            Column("channel", "text", "phone, letter, e-mail, web, shop, ..."),
            Column("kind", "text", "enquiry, complaint, visit, campaign, redemption, ...", required=True),
            Column("outcome", "text", "how it ended"),
            Column("resolved", "boolean", "whether the customer's matter was settled"),
            Column(
                "cost",
                "number",
                "what the contact cost; empty: `contact_cost` of the settings",
                minimum=0,
                maximum=_AMOUNT,
            ),
        ),
        happens="occurred_at",
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}


def ddl(table: Table, prefix: str = "") -> str:
    """The CREATE TABLE statement of a table.

    >>> print(ddl(TABLES["life_events"]))
    CREATE TABLE life_events (
        customer_id VARCHAR NOT NULL,
        occurred_on DATE NOT NULL,
        kind VARCHAR NOT NULL
    )
    """
    lines = [
        f"    {column.name} {SQL_TYPES[column.type]}{' NOT NULL' if column.required else ''}"
        for column in table.columns
    ]
    return f"CREATE TABLE {prefix}{table.name} (\n" + ",\n".join(lines) + "\n)"


def dictionary() -> str:
    """The data dictionary as Markdown; `docs/data-dictionary.md` is this text."""
    kinds: dict[str, list[Table]] = {}
    for table in TABLES.values():
        kinds.setdefault(table.kind, []).append(table)
    parts = [
        "# Data dictionary\n\n"
        "Made from `workbench.memory.schema` by `make docs`; do not edit by hand.\n\n"
        "Amounts are in the store's currency, times in naive UTC, rates as fractions. "
        "Numbers keep six decimals. Only `customers` must be there; each other table says what it adds.\n"
    ]
    for kind, tables in kinds.items():
        parts.append(f"\n## {kind.capitalize()} data\n")
        parts.extend(_section(table) for table in tables)
    return "".join(parts)


def _section(table: Table) -> str:
    rows = "".join(
        f"| `{column.name}` | {column.type} | {'yes' if column.required else ''} "
        f"| {_contract(column)} | {column.doc} |\n"
        for column in table.columns
    )
    return (
        f"\n### `{table.name}`\n\nA row is {table.doc}. Key: {', '.join(f'`{name}`' for name in table.key)}. "
        f"It adds: {table.adds}.\n\n| column | type | required | allowed | meaning |\n|---|---|---|---|---|\n{rows}"
    )


def _contract(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    if column.minimum is not None or column.maximum is not None:
        return f"{column.minimum:g} to {column.maximum:g}"
    if column.type == "text":
        return f"at most {column.longest:,} characters"
    if column.type in ("date", "timestamp"):
        return "1900 or later" + ("" if column.may_be_future else ", not in the future")
    return ""
