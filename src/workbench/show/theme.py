"""How the workbench looks: one set of design tokens, from which CSS and charts are made.

A token is a name with a colour for light and one for dark surroundings. Figures are always
drawn with the light colours; the page swaps every colour that is a token for its dark twin
(``swaps``), so a chart needs to know nothing of the reader's setting.

Colours carry meaning only together with a label. Those that stand side by side differ by at
least 8 (distance in OKLab x 100) for normal sight and for protanopia, deuteranopia and
tritanopia (Machado, Oliveira and Fernandes 2009); marks stand out from their ground by a
contrast of 3 or more, text by 4.5 or more (WCAG 2.2, level AA). The tests compute both.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from workbench.phrase import N_

if TYPE_CHECKING:
    import plotly.graph_objects as go

Scheme = Literal["light", "dark"]

# name: (light, dark)
TOKENS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#15191d"),
    "surface": ("#f6f5f2", "#1f252b"),
    "ink": ("#1c2126", "#e9e6e0"),
    "muted": ("#59626b", "#a5adb5"),
    "rule": ("#dedad2", "#343b42"),
    "grid": ("#ebe8e1", "#2a3037"),
    "accent": ("#0f5a73", "#7cc0d8"),
    "quiet": ("#b9c0c6", "#5b646d"),
    "positive": ("#17657f", "#74b9d3"),
    "negative": ("#b4540f", "#ee9a55"),
    "warning": ("#8f3f0c", "#f0a774"),
    "series-1": ("#1a76c4", "#5a98e3"),
    "series-2": ("#ad6411", "#f79c50"),
    "series-3": ("#3a1a68", "#c4b0e8"),
    "series-4": ("#1d685b", "#93f2de"),
    "series-5": ("#554100", "#f6e27e"),
    "series-6": ("#5c0c2c", "#e0567a"),
    "target": ("#8b9095", "#8d9296"),
    "prospect": ("#6a6f74", "#b3b8bc"),
    "opportunity": ("#44494e", "#e9edf0"),
    "new": ("#3596d2", "#a6d5fe"),
    "active": ("#3a76c6", "#6badf9"),
    "expanding": ("#12509c", "#5a80d5"),
    "dormant": ("#bd8818", "#fec782"),
    "lost": ("#a14906", "#cf6f3a"),
    "won back": ("#521c64", "#a0609a"),
    "top 20%": ("#13509b", "#6caef8"),
    "middle 50%": ("#7d8790", "#98a2ab"),
    "bottom 30%": ("#c2600f", "#f0a35e"),
    "scale-1": ("#f1f4f4", "#20272d"),
    "scale-2": ("#c3dbe2", "#25424f"),
    "scale-3": ("#7fb2c4", "#2f6579"),
    "scale-4": ("#2f718a", "#5ba0b8"),
    "scale-5": ("#0e4a60", "#9ed3e6"),
}

STATES = (
    *(N_("target"), N_("prospect"), N_("opportunity"), N_("new"), N_("active")),
    *(N_("expanding"), N_("dormant"), N_("lost"), N_("won back")),
)
TIERS = (N_("top 20%"), N_("middle 50%"), N_("bottom 30%"))
# Segments by what customers do read as states do: blue brings, amber cools, rust leaves, grey is quiet.
SEGMENTS = {
    N_("champions"): "expanding",
    N_("loyal"): "active",
    N_("promising"): "new",
    N_("occasional"): "target",
    N_("cooling"): "dormant",
    N_("slipping away"): "lost",
    N_("asleep"): "opportunity",
}
FIXED = {name: name for name in (*STATES, *TIERS)} | SEGMENTS
SERIES = tuple(f"series-{number}" for number in range(1, 7))

# Fonts the reader's machine has; nothing is downloaded. Chinese, Japanese and Korean come with
# each system, and the Latin letters of the Noto CJK fonts are good company on Linux.
SANS = (
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans", Arial, sans-serif'
)
SERIF = (
    '"Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Songti SC", "Noto Serif CJK SC", "Noto Serif", '
    '"SimSun", serif'
)


def colour(token: str, scheme: Scheme = "light") -> str:
    """The colour of a token.

    >>> colour("ink")
    '#1c2126'
    """
    return TOKENS[token][0 if scheme == "light" else 1]


def colours(labels: Iterable[str]) -> dict[str, str]:
    """A colour for each label: fixed for states, tiers and segments, by sorted order for others.

    The same set of labels has the same colours in every chart, in whatever order they come.
    Labels beyond the sixth, and "other", are quiet: six hues are what an eye can tell apart.

    >>> colours(["lost", "families"]) == {"lost": colour("lost"), "families": colour("series-1")}
    True
    """
    names = list(dict.fromkeys(labels))
    free = sorted(name for name in names if name not in FIXED and name.lower() != "other")
    slots = FIXED | dict(zip(free, SERIES, strict=False))
    return {name: colour(slots.get(name, "quiet")) for name in names}


def swaps() -> dict[str, str]:
    """Each light colour with its dark twin, for a page that follows the reader's setting."""
    return dict(TOKENS.values())


def css(scope: str = ":root", dark: str = "") -> str:
    """The tokens as CSS custom properties, and the style of blocks.

    Args:
        scope: the selector that carries the tokens.
        dark: a selector that asks for dark colours; empty: follow the system's setting.
    """
    fonts = f"--wb-sans:{SANS};--wb-serif:{SERIF};"
    light = f"{scope}{{{_properties('light')}{fonts}}}"
    night = f"{dark or scope}{{{_properties('dark')}}}"
    if not dark:
        night = f"@media screen and (prefers-color-scheme:dark){{{night}}}"
    return f"{light}{night}{_block_rules()}"


@cache
def template(scheme: Scheme = "light") -> "go.layout.Template":
    """The one plotly template: quiet axes, no legend, no dragging that would trap a thumb."""
    import plotly.graph_objects as go  # half a second; only who draws waits for it

    ink, muted, grid = (colour(token, scheme) for token in ("ink", "muted", "grid"))
    axis = {
        "gridcolor": grid,
        "zerolinecolor": colour("quiet", scheme),
        "zerolinewidth": 1,
        "linecolor": colour("quiet", scheme),
        "tickfont": {"color": muted, "size": 12},
        "title": {"font": {"color": muted, "size": 12}, "standoff": 8},
        "ticklabelstandoff": 4,
        "automargin": True,
        "fixedrange": True,
        "showline": False,
        "ticks": "",
    }
    layout: dict[str, Any] = {
        "font": {"family": SANS, "size": 13, "color": ink},
        "paper_bgcolor": colour("paper", scheme),
        "plot_bgcolor": colour("paper", scheme),
        "colorway": [colour(token, scheme) for token in SERIES],
        "margin": {"l": 0, "r": 0, "t": 8, "b": 4},
        "xaxis": axis,
        "yaxis": axis,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": SANS, "size": 12}, "align": "left"},
        "bargap": 0.35,
    }
    return go.layout.Template(layout=layout)


def _properties(scheme: Scheme) -> str:
    return "".join(f"--wb-{name}:{colour(name, scheme)};" for name in TOKENS if name not in FIXED)


@cache
def _block_rules() -> str:
    return resources.files("workbench.show").joinpath("templates/blocks.css").read_text(encoding="utf-8")
