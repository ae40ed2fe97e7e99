"""Prose by its elements: each heading, paragraph, item or cell of a table is one message.

A notebook's markdown is looked up element by element, so that a translator meets whole
sentences, and a sentence that was changed is the only one to be translated again.
"""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.show.languages import lookup


def parser() -> MarkdownIt:
    """The markdown that pages understand: tables, no raw HTML, no pictures from elsewhere."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def messages(text: str) -> Iterator[str]:
    """The messages of a markdown text, in order.

    >>> list(messages("## Who stays?\\n\\nThose who\\ncome *often*."))
    ['Who stays?', 'Those who come *often*.']
    """
    return (_joined(token) for token in parser().parse(text) if token.type == "inline" and token.content)


def tokens(text: str) -> list[Token]:
    """A markdown text as tokens, each element in the language in force; as it is where it is not known."""
    markdown = parser()
    found = markdown.parse(text)
    for token in found:
        if token.type == "inline":
            said = lookup(_joined(token))
            if said != _joined(token):
                token.content, token.children = said, markdown.parseInline(said)[0].children
    return found


def _joined(token: Token) -> str:
    return " ".join(token.content.split())
