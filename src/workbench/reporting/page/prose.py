"""Markdown to HTML for the page: no raw HTML, no pictures from elsewhere, headings below the chapter's.

A chapter's title is the page's second level, so a cell's ``## heading`` becomes the third;
a level that would be skipped is not.
"""

from dataclasses import dataclass

from markupsafe import Markup

from workbench.show.languages import prose

CHAPTER_LEVEL = 2


@dataclass
class Renderer:
    """Renders the cells of one chapter in their order.

    >>> Renderer().html("## Who stays?")
    Markup('<h3>Who stays?</h3>\\n')
    """

    level: int = CHAPTER_LEVEL

    def html(self, text: str) -> Markup:
        """A markdown cell as HTML, in the language in force; tags written in it are shown, not obeyed."""
        tokens, markdown = prose.tokens(text), prose.parser()
        for token in tokens:
            if token.type == "heading_open":
                self.level = min(int(token.tag[1]) + 1, self.level + 1, 6)
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{max(self.level, CHAPTER_LEVEL + 1)}"
        return Markup(markdown.renderer.render(tokens, markdown.options, {}))
