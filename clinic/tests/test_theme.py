"""The clinic's colours: the figures of the design table, and what happens to a theme nobody could read."""

import pytest

from clinic.theme import GROUND, WHITE, Theme, check, contrast, css, derive, mended, to_hex, to_oklch

HARBOUR = Theme()
JUNIPER = Theme("#205335", accent="#f19d9d", radius=4)
ROWAN = Theme("#83273b", accent="#dbc77a", radius=18)
NEON = Theme("#7d6c00", accent="#00ff85", radius=24)
NEON_ASKED = Theme("#ffe600", accent="#00ff85", radius=24)


@pytest.mark.parametrize(
    "theme, on_fill, on_ground, on_tint, on_head",
    [
        (HARBOUR, (8.8, 7.0), (8.1, 11.5), (7.7, 8.4), (9.8, 14.8)),
        (JUNIPER, (8.9, 6.9), (8.2, 11.6), (7.8, 8.5), (9.6, 14.7)),
        (ROWAN, (9.1, 7.6), (8.3, 10.9), (7.8, 8.2), (10.6, 15.4)),
        (NEON, (5.2, 7.1), (4.8, 11.4), (4.5, 8.4), (9.9, 15.1)),
    ],
    ids=["Harbour Street", "Juniper", "Rowan", "Neon as used"],
)
def test_contrasts_are_those_of_the_design_table(theme, on_fill, on_ground, on_tint, on_head):
    derived = derive(theme)

    def ratios(ones, others):
        return tuple(round(contrast(one, other), 1) for one, other in zip(ones, others, strict=True))

    assert ratios((theme.on_brand,) * 2, derived.fill) == on_fill
    assert ratios(derived.ink, GROUND) == on_ground
    assert ratios(derived.ink, derived.tint) == on_tint
    assert ratios((WHITE, WHITE), derived.head) == on_head
    assert check(theme) == []
    assert mended(theme) == theme


def test_derived_colours_are_those_of_the_pictures():
    assert derive(HARBOUR).head == ("#054a5c", "#002c38")
    assert derive(HARBOUR).tint == ("#e6f1f5", "#14323c")
    assert derive(HARBOUR).fill == ("#115163", "#246073")
    assert derive(HARBOUR).sidebar == ("#0f2931", "#040f13")


def test_a_neon_brand_is_named_as_a_problem_with_its_ratio():
    worst = check(NEON_ASKED)[0]
    assert worst.token == "brand"
    assert worst.ratio < 1.3
    assert worst.needed == 4.5


def test_a_neon_brand_keeps_its_hue_and_gets_dark_enough():
    used = mended(NEON_ASKED)
    assert check(used) == []
    assert abs(to_oklch(used.brand)[2] - to_oklch("#ffe600")[2]) < 1
    assert to_oklch(used.brand)[0] < to_oklch("#ffe600")[0]
    assert round(contrast(WHITE, used.brand), 1) == 5.2
    assert used.accent == NEON_ASKED.accent


def test_dark_words_on_a_pale_brand_become_white_on_a_deeper_one():
    used = mended(Theme("#ffe600", on_brand="#000000"))
    assert used.on_brand == WHITE
    assert check(used) == []


@pytest.mark.parametrize("brand", ["#ffffff", "#000000", "#808080", "#0000ff", "#ff00ff"])
def test_every_brand_can_be_mended(brand):
    assert check(mended(Theme(brand, accent="#000000", radius=99))) == []
    assert mended(Theme(brand, radius=99)).radius == 24


def test_the_stylesheet_is_small_and_carries_the_six_tokens():
    sheet = css(JUNIPER)
    assert "--brand-fill:light-dark(#205335,#326445)" in sheet
    assert "--brand-sidebar:light-dark(" in sheet
    assert "--r:4px" in sheet and "--accent:#f19d9d" in sheet and "--on-brand:#ffffff" in sheet
    assert len(sheet) < 700


def test_a_font_that_is_not_on_the_list_falls_back_to_atkinson():
    assert "Atkinson" in css(Theme(font="url(evil)"))


def test_theme_of_reads_the_five_names_from_a_clinic():
    class Lakeside:
        brand, on_brand, accent, radius, font = "#83273b", "#ffffff", "#dbc77a", 18, "atkinson"

    assert Theme.of(Lakeside()) == ROWAN


@pytest.mark.parametrize("colour", ["#115163", "#ffe600", "#000000", "#ffffff", "#7c3a70"])
def test_a_colour_survives_the_way_to_oklch_and_back(colour):
    assert to_hex(*to_oklch(colour)) == colour
