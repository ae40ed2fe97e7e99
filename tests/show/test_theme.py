"""Colours that can be told apart by everyone, and text that can be read, in light and in dark.

Contrast is WCAG 2.2's; the sight of protanopes, deuteranopes and tritanopes is simulated by the
matrices of Machado, Oliveira and Fernandes 2009 (severity 1); distances are in OKLab x 100.
"""

import itertools

import numpy as np
import pytest

from workbench.show import theme

SIGHTS = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_CONES = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566]]
TO_CONES += [[0.0883024619, 0.2817188376, 0.6299787005]]
TO_LAB = [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099]]
TO_LAB += [[0.0259040371, 0.7827717662, -0.8086757660]]

SCHEMES: tuple[theme.Scheme, ...] = ("light", "dark")
SIDE_BY_SIDE = {"series": theme.SERIES, "states": theme.STATES, "tiers": theme.TIERS}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    lights = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (one, other))
    return lights[1] / lights[0]


def distance(one: str, other: str, sight: str) -> float:
    seen = (np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1) for colour in (one, other))
    first, second = (np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ light) for light in seen)
    return 100 * float(np.linalg.norm(first - second))


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "warning", "positive", "negative"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_text_is_readable(text: str, ground: str, scheme: theme.Scheme) -> None:
    assert contrast(theme.colour(text, scheme), theme.colour(ground, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mark", [*theme.SERIES, *theme.STATES, *theme.TIERS, "positive", "negative"])
def test_marks_stand_out_from_the_page(mark: str, scheme: theme.Scheme) -> None:
    assert contrast(theme.colour(mark, scheme), theme.colour("paper", scheme)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_can_be_read_on_every_shade_of_a_heatmap(scheme: theme.Scheme) -> None:
    from workbench.show.drawing.grids import DARK_SHADES, SHADES

    for shade in SHADES:
        text = "paper" if shade in DARK_SHADES else "ink"
        assert contrast(theme.colour(text, scheme), theme.colour(shade, scheme)) >= 4.5, shade


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("kind", SIDE_BY_SIDE)
def test_colours_side_by_side_differ_for_every_sight(kind: str, sight: str, scheme: theme.Scheme) -> None:
    pairs = itertools.combinations(SIDE_BY_SIDE[kind], 2)
    found = {pair: distance(*(theme.colour(name, scheme) for name in pair), sight) for pair in pairs}
    closest = min(found, key=found.__getitem__)
    assert found[closest] >= 8, f"{closest}: {found[closest]:.1f}"


def test_each_light_colour_has_one_dark_twin() -> None:
    assert len(theme.swaps()) == len(theme.TOKENS)


def test_states_tiers_and_segments_keep_their_colours_in_any_company() -> None:
    alone, together = theme.colours(["lost"]), theme.colours(["champions", "families", "lost", "top 20%"])
    assert alone["lost"] == together["lost"] == theme.colour("lost")
    assert together["champions"] == theme.colour("expanding")
    assert together["top 20%"] == theme.colour("top 20%")


def test_other_labels_have_the_same_colours_whatever_their_order() -> None:
    names = ["families", "seniors", "young urban"]
    assert theme.colours(names) == theme.colours(reversed(names))


def test_what_is_beyond_six_hues_or_pooled_is_quiet() -> None:
    found = theme.colours([*(f"segment {letter}" for letter in "abcdefgh"), "Other"])
    assert [found[f"segment {letter}"] for letter in "gh"] == [theme.colour("quiet")] * 2
    assert found["Other"] == theme.colour("quiet")


def test_the_page_turns_dark_by_the_system_and_prints_light() -> None:
    style = theme.css()
    assert f"--wb-ink:{theme.colour('ink')}" in style
    assert f"@media screen and (prefers-color-scheme:dark){{:root{{--wb-paper:{theme.colour('paper', 'dark')}" in style


def test_style_in_a_cell_stays_in_its_scope() -> None:
    style = theme.css(".wb-live", '[data-jp-theme-light="false"] .wb-live')
    assert ":root" not in style and "@media" not in style
    assert style.startswith(".wb-live{--wb-paper:")


def test_fonts_are_the_readers_own_and_include_chinese() -> None:
    assert "url(" not in theme.css() and "@import" not in theme.css()
    for stack in (theme.SANS, theme.SERIF):
        assert "CJK SC" in stack and stack.endswith("serif")


def test_the_template_is_quiet_and_follows_the_scheme() -> None:
    layout = theme.template("dark").layout
    assert layout.paper_bgcolor == theme.colour("paper", "dark")
    assert (layout.showlegend, layout.dragmode, layout.xaxis.fixedrange) == (False, False, True)
