"""Files as other systems and spreadsheets write them, and files that are none."""

import io

import pytest

from imports import reading

WORDS = [["Prénom", "Nom"], ["Élodie", "Tremblay, née Roy"], ["Mina", "Petrov"]]


def read(content):
    found = reading.read(io.BytesIO(content))
    return found, [cells for _number, cells in reading.rows(found.file, found.delimiter)]


def text(mark):
    quoted = [[f'"{cell}"' if mark in cell or "," in cell else cell for cell in row] for row in WORDS]
    return "\r\n".join(mark.join(row) for row in quoted) + "\r\n"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_every_writing_reads_the_same(encoding, mark):
    found, rows = read(text(mark).encode(encoding))
    assert (rows, found.delimiter, found.rows) == (WORDS, mark, 2)


def test_what_spreadsheets_add_is_no_row():
    assert read(b"sep=;\r\na;b\r\n\r\n1;2\r\n")[1] == [["a", "b"], ["1", "2"]]
    found, rows = read(b"a;b\r1;2\r3;4\r")  # an old Mac
    assert rows == [["a", "b"], ["1", "2"], ["3", "4"]]
    # Numbered as the spreadsheet shows them, the empty row counted.
    assert [number for number, _cells in reading.rows(*(lambda one: (one.file, one.delimiter))(
        reading.read(io.BytesIO(b"a;b\n\n1;2\n"))))] == [1, 3]  # fmt: skip


def test_marks_that_nobody_sees_go_and_an_escaped_formula_is_its_words():
    rows = read('a;b\nA\u202ena;\'+1 902 555\nB\u200ben;"two\nlines"\n'.encode())[1]
    assert rows[1:] == [["Ana", "+1 902 555"], ["Ben", "two\nlines"]]


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "It is empty."),
        (b"\n\n", "It is empty."),
        (b"a,b\n", "It has headings, but no row below them."),
        (b"PK\x03\x04rest of a workbook", "It is a workbook or a ZIP file"),
        (b"%PDF-1.7", "It is no CSV file, whatever its name says."),
        (b"a,b\nA\x00na,x\n", "It is no text"),
        (b'a,b\nAna,"left open\n' + b"x" * 200_001, "Row 2 has a cell that does not end."),
        (b"a,b\n" + b"x" * 50_000 + b",y\n", "Row 2 has a cell that does not end."),
        (b"a,b\n" + b"x" * 5_000_000, "Row 2 has a cell that does not end."),
        (b",".join([b"a"] * 101) + b"\n1\n", "It has more than 100 columns."),
    ],
)
def test_what_cannot_be_read_is_a_sentence(content, words):
    with pytest.raises(reading.Unreadable) as refused:
        read(content)
    assert str(refused.value).startswith(words)


def test_too_many_rows_are_said_before_anything_is_kept(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(reading.Unreadable, match="more than 3 rows. Part it into several files."):
        read(b"a\n1\n2\n3\n4\n")


def test_empty_rows_do_not_keep_anybody_waiting(monkeypatch):
    assert reading.MOST_LINES >= 1_048_576  # what a spreadsheet has, which may write them all
    monkeypatch.setattr(reading, "MOST_LINES", 9)
    assert len(read(b"a\n1\n" + b"\n" * 7)[1]) == 2
    with pytest.raises(reading.Unreadable, match="more than 9 rows. Part it into several files."):
        read(b"a\n1\n" + b"\n" * 8)
