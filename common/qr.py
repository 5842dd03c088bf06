"""Squares for a phone's camera: one way to draw them, for pages and for paper."""

from io import BytesIO

import segno

# The quiet edge that readers ask for, in modules of the code itself.
EDGE = 4


def png(text: str) -> bytes:
    """A picture of this text as PNG, for print: twelve dots to a module, about 4 cm at 300 dpi for a web address."""
    out = BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(out, kind="png", border=EDGE, scale=12)
    return out.getvalue()


def svg(text: str) -> str:
    """A picture of this text as SVG: black on white, so that a phone reads it on a dark page too."""
    out = BytesIO()
    # Level M survives a fold or a stain; no size of its own, so that the page or the paper gives it one.
    segno.make_qr(text, error="m", boost_error=False).save(
        out, kind="svg", border=EDGE, dark="#000000", light="#ffffff", xmldecl=False, omitsize=True
    )
    return out.getvalue().decode().strip()
