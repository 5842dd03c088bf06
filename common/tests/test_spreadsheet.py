"""Tables for spreadsheets: words stay words, numbers are numbers, whatever somebody typed."""

from xml.etree import ElementTree
from zipfile import ZipFile

from common.spreadsheet import LONGEST, csv_lines, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(rows):
    """For each cell of a workbook: its kind and what stands in it."""
    with ZipFile(workbook(rows)) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    return [[(one.get("t"), "".join(one.itertext())) for one in row] for row in sheet.iter(f"{MAIN}row")]


def test_words_that_look_like_a_formula_are_text_in_both():
    rows = [["=1+1", "+1", "-1", "@A1", "\tx", "\rx"]]
    assert "".join(csv_lines(rows)).replace("\r\n", "") == "'=1+1,'+1,'-1,'@A1,'\tx,\"'\rx\""
    assert {kind for kind, _words in cells(rows)[0]} == {"inlineStr"}


def test_numbers_stay_numbers_and_nothing_is_nothing():
    assert list(csv_lines([[5, 2.5, None, ""]])) == ["5,2.5,,\r\n"]
    assert cells([[5, 2.5, None, ""]]) == [[(None, "5"), (None, "2.5")]]


def test_what_xml_cannot_hold_is_left_out_and_the_rest_is_kept():
    assert cells([["a\x00\x0b\ufffe<b>&amp;\ud800é  "]]) == [[("inlineStr", "a<b>&amp;é  ")]]
    assert len(cells([["x" * (LONGEST + 5)]])[0][0][1]) == LONGEST


def test_every_part_of_a_workbook_is_whole_and_none_is_a_formula():
    with ZipFile(workbook([["Head"], ["=1"]])) as packed:
        parts = {name: ElementTree.fromstring(packed.read(name)) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.find(f".//{MAIN}f") is None
    # What is written with text format and a noted apostrophe stays text when somebody edits the cell.
    looks = parts["xl/styles.xml"].findall(f".//{MAIN}cellXfs/{MAIN}xf")
    look = looks[int(sheet.find(f".//{MAIN}c[@r='A2']").get("s"))]
    assert (look.get("numFmtId"), look.get("quotePrefix")) == ("49", "1")
