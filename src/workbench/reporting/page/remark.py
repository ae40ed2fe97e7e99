"""A remark of the analyst as the page shows it: told apart from what was computed, and signed."""

from markupsafe import Markup

from workbench.phrase import N_
from workbench.reporting.commentary.placed import Remark
from workbench.reporting.page.prose import Renderer
from workbench.show import format
from workbench.show.languages import lookup

_BY = N_("Analyst's comment")
_BOX = Markup('<div class="remark" role="note" aria-label="{by}">\n<p class="by">{signed}</p>\n{text}</div>')


def html(remark: Remark, prose: Renderer) -> Markup:
    """The remark in a box of its own, in the language in force; its text is escaped as prose is.

    >>> html(Remark("Much *happened*."), Renderer())
    Markup('<div class="remark" ...<p class="by">...comment</p>\\n<p>Much <em>happened</em>.</p>\\n</div>')
    """
    by = lookup(_BY)
    signed = Markup(" \N{MIDDLE DOT} ").join(part for part in (by, remark.author, _day(remark.day)) if part)
    return _BOX.format(by=by, signed=signed, text=prose.html(remark.text))


def _day(day: str) -> str:
    return format.day(day) if day else ""
