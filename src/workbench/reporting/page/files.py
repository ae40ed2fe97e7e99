"""The files behind the pages: templates that escape every text and know the reader's language, styles, scripts."""

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from workbench.show.languages import lookup


@cache
def environment() -> Environment:
    """The templates of the pages; ``_`` looks a text up in the language in force."""
    templates = Environment(
        loader=PackageLoader("workbench.reporting.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["_"] = lookup
    return templates


@cache
def asset(name: str) -> str:
    """The text of a style or a script among the templates."""
    return resources.files("workbench.reporting.page").joinpath(f"templates/{name}").read_text(encoding="utf-8")
