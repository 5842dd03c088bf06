"""Files that people hand in: pictures, PDFs and plain text, made anew so that nothing in them acts or tells too much.

What a file is, its first bytes say, never its name; text alone, which begins with anything, must be called so too.
Opening a file can be made dear (a picture of 20,000 × 20,000, a PDF of endless depth), so each is washed by a
short-lived process with little time and memory (`common/washing.py`).
"""

import hashlib
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from common import scanning
from common.text import JOINERS, without_control, without_unseen
from common.wording import file_size

LARGEST = 20 << 20  # bytes
LARGEST_TOGETHER = 3 * LARGEST  # of all files of one page
SECONDS, MEGABYTES, PATIENCE = 3, 512, 4  # of the processor, of memory, of the wall's clock
WASHING = Path(__file__).with_name("washing.py")
# What is taken, how it is called, and under which ending it is kept.
KINDS = {
    "image/jpeg": ("JPEG", ".jpg"),
    "image/png": ("PNG", ".png"),
    "image/webp": ("WebP", ".jpg"),
    "image/gif": ("GIF", ".png"),
    "application/pdf": ("PDF", ".pdf"),
    "text/plain": ("TXT", ".txt"),
}
KEPT_AS = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
}
ENDINGS = {kind: ending for ending, kind in KEPT_AS.items()}
# What a browser offers to choose from. Telephones make a JPEG of their own format where that is not named.
CHOOSE = ",".join(KINDS)
LONGEST_NAME = 120
PAGES = re.compile(rb"(?:^|\n)pages (\d{1,9})$")  # how the washing ends what it says of a PDF


class Refused(ValueError):
    """A file we do not take; the message says why in a sentence."""


class Infected(Refused):
    """The virus scanner found something in it."""


@dataclass(frozen=True)
class Accepted:
    """A file as it is kept: washed, with a harmless name."""

    content: bytes
    name: str
    content_type: str
    pages: int | None = None  # of a PDF

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def accept(content: bytes, name: str, *, types=(), most: int = LARGEST) -> Accepted:
    """The file made anew. `types` narrows what is taken, `most` its size in bytes. Raises Refused."""
    shown = clean_name(name, "")
    if len(content) > most:
        raise Refused(too_large(shown, most))
    if not content:
        raise Refused(_("“%(name)s” is empty") % {"name": shown})
    scan(content, shown)
    kind = _kind(content, name)
    if kind is None and _is_heic(content):
        raise Refused(
            _(
                "“%(name)s” is a HEIC picture, which we cannot open. Send it as a JPEG, or take a new picture here"
            )
            % {"name": shown}
        )
    if kind is None or (types and kind not in types):
        raise Refused(
            _("“%(name)s” is not one of these: %(kinds)s") % {"name": shown, "kinds": kinds_in_words(types)}
        )
    ending = KINDS[kind][1]
    washed, pages = (_plain(content), None) if ending == ".txt" else _washed(content, ending, shown)
    if not washed:
        raise Refused(_("“%(name)s” is empty") % {"name": shown})
    return Accepted(washed, clean_name(name, ending), KEPT_AS[ending], pages)


def too_large(name: str, most: int = LARGEST) -> str:
    """What is said of a file over the limit; `name` may be empty where it never arrived whole."""
    names = {"name": name, "most": file_size(most)}
    return (
        _("“%(name)s” is larger than %(most)s") % names
        if name
        else _("The file is larger than %(most)s") % names
    )


def kinds_in_words(types=()) -> str:
    """'JPEG, PNG, WebP, GIF, PDF'."""
    return ", ".join(words for kind, (words, _ending) in KINDS.items() if not types or kind in types)


def scan(content: bytes, name: str) -> None:
    """Ask the virus scanner, where there is one. Raises Infected; Refused where it does not answer."""
    try:
        infected = scanning.is_infected(content)
    except scanning.Unreachable:
        raise Refused(_("“%(name)s” can’t be checked right now. Try again later") % {"name": name}) from None
    if infected:
        raise Infected(_("“%(name)s” seems to carry a virus, so we did not keep it") % {"name": name})


def _kind(content: bytes, name: str) -> str | None:
    """What the first bytes say, of what we take."""
    try:
        found = {one.mime_type for one in puremagic.magic_string(content[:4096])}
    except puremagic.PureError:
        found = set()
    if "application/pdf" in found:
        return "application/pdf" if content.startswith(b"%PDF-") else None
    seen = next((kind for kind in KINDS if kind in found and kind != "text/plain"), None)
    return seen or ("text/plain" if _is_text(content, name) else None)


def _is_text(content: bytes, name: str) -> bool:
    """Called .txt, readable as UTF-8, and not a page, a script or a program in disguise."""
    if not name.lower().endswith(".txt") or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:2] in (b"#!", b"MZ"):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\0" not in text and not text.lstrip().startswith("<")


def _plain(content: bytes) -> bytes:
    """The text without control characters and unseen marks, its lines ending as everywhere."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return without_unseen(without_control(text)).strip().encode()


def _is_heic(content: bytes) -> bool:
    brands = {b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1"}
    return content[4:8] == b"ftyp" and content[8:12] in brands


def _washed(content: bytes, ending: str, name: str) -> tuple[bytes, int | None]:
    try:
        wash = subprocess.run(
            [sys.executable, "-I", str(WASHING), ending, str(SECONDS), str(MEGABYTES)],
            input=content,
            capture_output=True,
            env={},
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        wash = None
    if wash is None or wash.returncode or not wash.stdout:
        if wash is not None and wash.stderr == b"locked":
            raise Refused(_("“%(name)s” is locked with a password. Save it without one") % {"name": name})
        raise Refused(
            _("“%(name)s” cannot be opened. Save it again, or take a picture of it") % {"name": name}
        )
    counted = PAGES.search(wash.stderr)
    return wash.stdout, int(counted[1]) if counted else None


def clean_name(name: str, ending: str) -> str:
    """A name without folders, line ends and marks that nobody sees; at most 120 characters."""
    last = without_unseen(name.replace("\\", "/").rpartition("/")[2])
    seen = "".join(
        letter if letter in JOINERS or unicodedata.category(letter)[0] not in "CZ" else " " for letter in last
    )
    stem = " ".join(seen.split()).strip(". ")
    if ending and "." in stem:
        stem = stem.rpartition(".")[0].strip(". ")
    room = LONGEST_NAME - len(ending)
    return (stem[:room].strip() or _("File")) + ending


class BoundedUpload(FileUploadHandler):
    """Stops keeping a file that grows beyond the limit, and lets the rest of the page through.

    The names of fields whose file was too large are in `request.too_large`.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.together = 0

    def receive_data_chunk(self, raw_data, start):
        self.together += len(raw_data)
        if start + len(raw_data) > LARGEST or self.together > LARGEST_TOGETHER:
            self.request.too_large = {*getattr(self.request, "too_large", ()), self.field_name}
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
