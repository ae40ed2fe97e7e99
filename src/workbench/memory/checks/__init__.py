"""What a row must keep to be accepted: the contract of the schema, as SQL."""

from workbench.memory.checks.table import check

__all__ = ["check"]
