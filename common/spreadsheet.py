"""Tables for spreadsheets, in which no cell is a formula (cases C60, A5 #32)."""

import csv
import re
from tempfile import SpooledTemporaryFile

from xlsxwriter import Workbook

# What makes a spreadsheet work something out instead of showing it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER = "\ufeff"  # tells a spreadsheet that the letters are UTF-8
LONGEST = 32_767  # of the words of a cell, in a workbook
IN_MEMORY = 2_000_000
MOST_COLUMNS, WIDTH = 99, 22
TEXT = 49  # the number that spreadsheets have for the format "text"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_text(cell: str) -> str:
    """The words of a cell, so that a spreadsheet shows them and runs nothing."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


class _Echo:
    """A file that hands on what is written instead of keeping it."""

    def write(self, line):
        return line


def csv_lines(rows):
    """Rows of words and numbers as the lines of a CSV file, one at a time; words that look like a formula are text."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([as_text(cell) if isinstance(cell, str) else cell for cell in row])


def workbook(rows):
    """The same rows as an XLSX file, from its beginning; the first row is the head. Words are text cells, never
    formulas, and stay text when somebody edits them."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)
    # A row is written as soon as the next one begins; no word of it is taken for a formula, a number or a link.
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("1")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, MOST_COLUMNS, WIDTH)
        text = book.add_format({"num_format": TEXT, "quote_prefix": True})
        head = book.add_format({"num_format": TEXT, "bold": True})
        for number, row in enumerate(rows):
            for place, one in enumerate(row):
                if isinstance(one, int | float):
                    sheet.write_number(number, place, one)
                elif one not in (None, ""):
                    words = NOT_IN_XML.sub("", str(one))[:LONGEST]
                    sheet.write_string(number, place, words, text if number else head)
    file.seek(0)
    return file
