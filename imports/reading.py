"""Files of other systems: made into plain UTF-8 as they come in, and read row by row ever after.

Nothing here holds a file in memory: it is gone through in blocks, and a cell that would not end is refused.
"""

import codecs
import csv
import hashlib
import io
import tempfile
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.spreadsheet import FORMULA_STARTS
from common.text import without_control, without_unseen

MOST_ROWS, MOST_COLUMNS = 200_000, 100
LONGEST_CELL = 10_000  # characters; a line may hold as many as all its cells together
LONGEST_LINE = 200_000
MOST_LINES = 1 << 20  # of a spreadsheet, which may write its empty rows as well
BLOCK = 1 << 16
IN_MEMORY = 2 << 20
DELIMITERS = ",;\t|"
LOOKED_AT = 20  # rows, to tell how the cells are parted
# What a file that only calls itself CSV begins with.
OTHERS = {
    b"PK\x03\x04": "workbook",
    b"PK\x05\x06": "workbook",
    b"\xd0\xcf\x11\xe0": "workbook",
    b"%PDF": "other",
    b"\x1f\x8b": "other",
    b"\x89PNG": "other",
    b"\xff\xd8\xff": "other",
}
BYTE_ORDERS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Latin-1", "latin-1": "Latin-1"}


class Unreadable(ValueError):
    """Why a file cannot be read, in a sentence for whoever sent it."""


class _Endless(Exception):
    """A line longer than any row may be."""


@dataclass
class Read:
    """A file as it is kept: `file` is plain UTF-8 from its beginning."""

    file: BinaryIO
    encoding: str
    delimiter: str
    headings: list[str]
    rows: int
    size: int
    sha256: str


def read(sent: BinaryIO) -> Read:
    """Look a whole file through and make it plain. Raises Unreadable."""
    encoding = _encoding(sent)
    plain, digest = _made_plain(sent, encoding)
    delimiter = _delimiter(plain)
    count, headings = 0, None
    for _number, cells in rows(plain, delimiter):
        if headings is None:
            headings = cells
            if len(headings) > MOST_COLUMNS:
                raise Unreadable(_("It has more than %(n)d columns.") % {"n": MOST_COLUMNS})
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable(_too_many(MOST_ROWS))
    if headings is None:
        raise Unreadable(_("It is empty."))
    if not count:
        raise Unreadable(_("It has headings, but no row below them."))
    size = plain.seek(0, io.SEEK_END)
    plain.seek(0)
    return Read(plain, ENCODINGS.get(encoding, "UTF-16"), delimiter, headings, count, size, digest)


def rows(plain: BinaryIO, delimiter: str):
    """(number, cells) of every row that holds something, the headings first; numbered as a spreadsheet does.

    Raises Unreadable for a cell that does not end, and where nothing but empty rows follows for too long.
    """
    plain.seek(0)
    reader = csv.reader(_lines(plain), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except (csv.Error, _Endless):
            raise Unreadable(_too_long(number)) from None
        if cells is None:
            return
        if number > MOST_LINES:
            raise Unreadable(_too_many(MOST_LINES))
        if number == 1 and cells and cells[0].lower().startswith("sep="):
            number = 0  # how Excel notes which mark parts the cells: no row of its sheet
            continue
        cells = [_cell(one) for one in cells]
        if any(cells):
            if max(map(len, cells)) > LONGEST_CELL:
                raise Unreadable(_too_long(number))
            yield number, cells


def _too_many(most) -> str:
    words = _("It has more than %(n)s rows. Part it into several files.")
    return words % {"n": number_format(most, force_grouping=True)}


def _too_long(number) -> str:
    words = _("Row %(n)d has a cell that does not end. Is a quotation mark left open?")
    return words % {"n": number}


def _cell(text: str) -> str:
    """Without blanks around it, and without the mark by which a spreadsheet keeps a formula from being one."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _lines(plain: BinaryIO):
    """Line by line, none longer than all that a row may hold."""
    while line := plain.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
            raise _Endless
        yield line.decode("utf-8", errors="replace")


def _encoding(sent: BinaryIO) -> str:
    """By its first bytes, or else by trying: UTF-8 is never anything else by chance."""
    sent.seek(0)
    head = sent.read(4)
    if kind := next((kind for begin, kind in OTHERS.items() if head.startswith(begin)), None):
        if kind == "workbook":
            raise Unreadable(
                _("It is a workbook or a ZIP file, not a CSV file. Open it and save it as “CSV UTF-8”.")
            )
        raise Unreadable(_("It is no CSV file, whatever its name says."))
    for mark, name in BYTE_ORDERS.items():
        if head.startswith(mark):
            return name
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return "utf-16-le"
    if head[0:1] == b"\0" and head[2:3] == b"\0":
        return "utf-16-be"
    return "utf-8" if _is(sent, "utf-8") else "cp1252" if _is(sent, "cp1252") else "latin-1"


def _is(sent: BinaryIO, encoding: str) -> bool:
    sent.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := sent.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _made_plain(sent: BinaryIO, encoding: str):
    """The words as UTF-8, without marks that nobody sees; and a fingerprint of them."""
    plain, digest = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY), hashlib.sha256()
    sent.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    over = False
    while not over:
        block = sent.read(BLOCK)
        over = not block
        try:
            text = decoder.decode(block, final=over)
        except UnicodeDecodeError:
            raise Unreadable(_("It is broken: some of its letters cannot be read.")) from None
        if "\0" in text:
            raise Unreadable(_("It is no text: it holds characters that no CSV file has."))
        # A line end of two characters may be cut by a block, so old line ends stay until the lines are read.
        octets = without_unseen(without_control(text)).encode()
        digest.update(octets)
        plain.write(octets)
    return _with_line_ends(plain), digest.hexdigest()


def _with_line_ends(plain):
    """A file of an old Mac ends its lines in a way in which nothing else would see lines."""
    plain.seek(0)
    head = plain.read(BLOCK)
    plain.seek(0)
    if b"\n" in head or b"\r" not in head:
        return plain
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)
    while block := plain.read(BLOCK):
        made.write(block.replace(b"\r", b"\n"))
    return made


def _delimiter(plain: BinaryIO) -> str:
    """What parts the cells: the mark that gives the first rows the most cells, and each the same number."""
    plain.seek(0)
    head = []
    try:
        for line in _lines(plain):
            if line.lower().startswith("sep=") and not head and line.strip()[4:5] in DELIMITERS:
                return line.strip()[4:5] or ","
            if line.strip():
                head.append(line)
            if len(head) >= LOOKED_AT:
                break
    except _Endless:
        pass  # said with its row as the rows are read
    return max(DELIMITERS, key=lambda mark: _fit(head, mark))


def _fit(head: list[str], mark: str) -> tuple:
    try:
        widths = [len(cells) for cells in csv.reader(head, delimiter=mark)]
    except csv.Error:
        return (0, 0)
    if not widths or widths[0] < 2:
        return (0, 0)
    return sum(one == widths[0] for one in widths), widths[0]
