"""The clinic's colours: six tokens in, every other brand colour derived, each pair checked for contrast."""

import math
from dataclasses import dataclass, fields, replace

from django.utils.translation import gettext_lazy as _

# The neutrals a brand colour has to stand on; the same figures as static/css/tokens.css.
GROUND = ("#faf4f3", "#0e1519")
SURFACE = ("#ffffff", "#161f24")
INK = "#15252e"
WHITE = "#ffffff"
NEEDED = 4.5

FONTS = {
    "atkinson": '"Atkinson Hyperlegible Next", "Atkinson Fallback", system-ui, sans-serif',
    "system": "system-ui, sans-serif",
    "verdana": "Verdana, Geneva, sans-serif",
}


@dataclass(frozen=True)
class Theme:
    """What a clinic chooses: three colours as #rrggbb, a corner radius in px (0 to 24) and a font."""

    brand: str = "#115163"
    on_brand: str = WHITE
    accent: str = "#f3ae5f"
    radius: int = 12
    font: str = "atkinson"

    @classmethod
    def of(cls, clinic):
        """Read the theme from anything that carries the same five names."""
        return cls(**{field.name: getattr(clinic, field.name) for field in fields(cls)})


@dataclass(frozen=True)
class Derived:
    """The brand colours of one theme, each as (light, dark) hex."""

    fill: tuple
    ink: tuple
    tint: tuple
    tint2: tuple
    deep: tuple
    head: tuple
    sidebar: tuple


@dataclass(frozen=True)
class Problem:
    """A pair of colours too close to read: which, how close, and what is needed."""

    token: str
    words: str
    ratio: float
    needed: float = NEEDED


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel):
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _rgb(colour):
    return [_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5)]


def to_oklch(colour):
    """Lightness 0 to 1, chroma and hue in degrees of a #rrggbb colour (Ottosson's OKLab)."""
    r, g, b = _rgb(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, bb), math.degrees(math.atan2(bb, a)) % 360


def _channels(lightness, chroma, hue):
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def to_hex(lightness, chroma, hue):
    """The nearest colour a screen can show, as #rrggbb. Browsers clip each channel, so this does too."""
    shown = (min(1, max(0, _gamma(max(0, c)))) for c in _channels(lightness, chroma, hue))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in shown)


def contrast(one, other):
    """How well two colours can be told apart: 1 (not at all) to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_rgb(one), _rgb(other))), reverse=True
    )
    return (high + 0.05) / (low + 0.05)


def derive(theme):
    """Every brand colour of the pages, from the one brand colour (the table of the design language)."""
    lightness, chroma, hue = to_oklch(theme.brand)

    def at(level, most=1.0):
        return to_hex(level, min(chroma, most), hue)

    return Derived(
        fill=(theme.brand, at(0.46)),
        ink=(theme.brand, at(0.84, 0.09)),
        tint=(at(0.951, 0.013), at(0.30, 0.04)),
        tint2=(at(0.87, 0.024), at(0.36, 0.05)),
        deep=(at(max(0, lightness - 0.09)), at(0.37)),
        head=(at(min(lightness, 0.38), 0.10), at(0.27, 0.05)),
        sidebar=(at(0.265, 0.035), at(0.16, 0.02)),
    )


def _pairs(theme):
    derived = derive(theme)
    for scheme in (0, 1):
        yield "brand", _("button words on the brand colour"), theme.on_brand, derived.fill[scheme]
        yield "brand", _("links on the page"), derived.ink[scheme], GROUND[scheme]
        yield "brand", _("links on a card"), derived.ink[scheme], SURFACE[scheme]
        yield "brand", _("links on a tinted card"), derived.ink[scheme], derived.tint[scheme]
        yield "brand", _("white on the header"), WHITE, derived.head[scheme]
    yield "accent", _("numerals on a badge"), INK, theme.accent


def check(theme):
    """The pairs of this theme that people could not read, worst first; an empty list is a good theme."""
    found = (Problem(token, words, contrast(one, other)) for token, words, one, other in _pairs(theme))
    return sorted((p for p in found if p.ratio < p.needed), key=lambda problem: problem.ratio)


def _same_hue(lightness, chroma, hue):
    """The colour with as much chroma as a screen can show; clipping would turn yellow into brown."""
    while chroma > 0 and not all(-0.0001 <= c <= 1.0001 for c in _channels(lightness, chroma, hue)):
        chroma = max(0, chroma - 0.001)
    return to_hex(lightness, chroma, hue)


def _moved(colour, step, passes):
    """The same hue, lighter or darker by small steps, until it passes."""
    lightness, chroma, hue = to_oklch(colour)
    moved = colour
    while not passes(moved):
        lightness = min(1, max(0, lightness + step))
        moved = _same_hue(lightness, chroma, hue)
    return moved  # always reached: black passes as a brand, white as an accent


def mended(theme):
    """The nearest theme that can be read: hue kept, brand darker and accent lighter until every pair passes."""

    def readable(token, tried):
        return not any(problem.token == token for problem in check(tried))

    if contrast(theme.on_brand, WHITE) > 1.5 and not readable("brand", theme):
        theme = replace(theme, on_brand=WHITE)  # a darker brand only helps light words
    brand = _moved(theme.brand, -0.001, lambda tried: readable("brand", replace(theme, brand=tried)))
    accent = _moved(theme.accent, 0.001, lambda tried: readable("accent", replace(theme, accent=tried)))
    return replace(theme, brand=brand, accent=accent, radius=min(24, max(0, theme.radius)))


def css(theme, *, of=":root"):
    """The theme as one small stylesheet. Loaded after the main one and outside its layers, so it wins.

    `of` is what wears it: the page, or a sample on it.
    """
    derived = derive(theme)
    pairs = ((field.name, getattr(derived, field.name)) for field in fields(derived))
    lines = [f"--brand-{name}:light-dark({light},{dark})" for name, (light, dark) in pairs]
    lines += [f"--on-brand:{theme.on_brand}", f"--accent:{theme.accent}", f"--r:{theme.radius}px"]
    lines.append(f"--font:{FONTS.get(theme.font, FONTS['atkinson'])}")
    return of + "{" + ";".join(lines) + "}\n"
