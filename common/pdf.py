"""Paper: a template of ours and plain data become a PDF, and nothing else is ever read or fetched (Settled 17).

People's words reach the template as one JSON text; typst decodes it to strings, and a string is never read as
markup. Some texts are cheap to write and dear to set (a word of 200,000 letters, an accent a hundred thousand
times), so each print is made by a short-lived process of its own with little time and memory (`common/press.py`).
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

# Some hundred full pages: a form of 900 questions with long answers, set in less than two seconds.
LARGEST = 400_000
# Of the processor; an ordinary page takes a hundredth of one second.
SECONDS = 4
MEGABYTES = 1024
# On the clock, for a machine that is busy with other things.
PATIENCE = 30
PRESS = Path(__file__).with_name("press.py")
FAULTY_TEMPLATE = 3  # as the press says it


class Unprintable(ValueError):
    """Too many characters, or a text that cannot be set within the time and memory one print may take."""


def folder() -> Path:
    """Where the templates of printed pages and their fonts are."""
    return settings.BASE_DIR / "templates" / "pdf"


def render(template: str, values: dict, *, language: str, at: datetime, dots: int = 0) -> bytes:
    """The pages of `templates/pdf/<template>.typ` with these values, as the bytes of a PDF; with `dots` to an inch its
    only page as the bytes of a PNG.

    `values` holds what JSON can hold; `at` is the date the file carries. Raises Unprintable, and RuntimeError for
    a mistake in a template.
    """
    data = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
    if len(data) > LARGEST:
        raise Unprintable(f"{len(data)} characters, {LARGEST} at most")
    order = {
        "folder": str(folder()),
        "template": template,
        "inputs": {"data": data, "language": language.partition("-")[0]},
        "stamp": int(at.timestamp()),
        "dots": dots,
        "seconds": SECONDS,
        "megabytes": MEGABYTES,
    }
    try:
        press = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(order).encode(),
            capture_output=True,
            env={},  # no proxies, no folders of packages, no secrets of ours
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise Unprintable(f"not set within {PATIENCE} s") from None
    if press.returncode == FAULTY_TEMPLATE:
        raise RuntimeError(f"{template}.typ: {press.stderr.decode(errors='replace')}")
    if press.returncode:  # a signal by which the system ended it, or typst itself gave up
        raise Unprintable(f"not set within the limits of one print ({press.returncode})")
    return press.stdout
