"""The queries: one SQL file each, described by its header, made of the parts in ``parts/``."""

from workbench.memory.queries.library import Composed, bind, compose, load, names, part_names
from workbench.memory.queries.page import header
from workbench.memory.queries.query import Given, Parameter, Query, parse

__all__ = [
    "Composed",
    "Given",
    "Parameter",
    "Query",
    "bind",
    "compose",
    "header",
    "load",
    "names",
    "parse",
    "part_names",
]
