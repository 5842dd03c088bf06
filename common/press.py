"""Prints one PDF and ends: run by `common/pdf.py` as a process of its own, never imported by the site.

An order comes in as JSON, the PDF goes out. The compiler sees the folder of our templates and no other file, our
letters and none of the machine, and no packages.
"""

import json
import resource
import sys

import typst

# PDF/UA: the compiler itself refuses a page without title, language or words for a picture.
STANDARD = ["ua-1"]
# What it says of a letter that is in none of the fonts.
UNDRAWN = "could not be displayed"
# How this process ends when the template is at fault; anything else is a text that could not be set.
FAULTY_TEMPLATE = 3


def bound(seconds: int, megabytes: int) -> None:
    """From here on the system ends this process when it wants more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a patient's words


def pages(order: dict, standard: list[str]) -> bytes:
    """The PDF of one order, held to these standards. Raises TypstError."""
    return compiled(order, pdf_standards=standard)


def compiled(order: dict, **how) -> bytes:
    """What the compiler makes of an order, told how. Raises TypstError."""
    folder = order["folder"]
    nowhere = f"{folder}/no-packages"  # is not there, and templates ask for none
    return typst.compile(
        f"{folder}/{order['template']}.typ",
        root=folder,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[f"{folder}/fonts"]),
        sys_inputs=order["inputs"],
        package_path=nowhere,
        package_cache_path=nowhere,
        timestamp=order["stamp"],
        **how,
    )


def printed(order: dict) -> bytes:
    """The PDF as an accessible one (PDF/UA), or without that label where a letter cannot be drawn; or a picture."""
    if order["dots"]:
        return compiled(order, format="png", ppi=order["dots"])
    try:
        return pages(order, STANDARD)
    except typst.TypstError as error:
        if UNDRAWN not in str(error):
            raise
        # A letter that ours do not have, as in a name in Chinese: print a box there rather than nothing at all.
        return pages(order, [])


def main() -> int:
    """Print the order that stands on standard input; the exit code says what went wrong."""
    order = json.load(sys.stdin.buffer)
    bound(order["seconds"], order["megabytes"])
    try:
        sys.stdout.buffer.write(printed(order))
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return FAULTY_TEMPLATE
    return 0


if __name__ == "__main__":
    sys.exit(main())
