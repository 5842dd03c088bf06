"""Paper says what it is given, as text, and asks nobody for anything (Settled 17)."""

import re
import socket

import pytest

from common import pdf, qr
from common.tests.moment import AT
from common.tests.paper import letters, opened, words

SLIP = {
    "title": "Your access code",
    "paper": "us-letter",
    "clinic": {"name": "Harbour Clinic", "address": "12 Harbour Street, Halifax", "phone": "(902) 555-0142"},
    "about": ["For Ana Alder"],
    "paragraphs": ["With this code you open your record.", "Keep this slip to yourself."],
    "words": ["maple", "drift", "copper", "lantern"],
    "valid": "Works once, until Sunday 22 November.",
    "steps_title": "How to get in",
    "steps": ["Scan the square and sign in.", "Type the four words.", "Give your date of birth."],
    "square": {"svg": qr.svg("https://harbour.example/"), "says": "A square to scan", "under": "harbour.example"},
    "phone": "Stuck? Call (902) 555-0142.",
}  # fmt: skip
# What typst, a browser or a spreadsheet would take for more than text.
HOSTILE = [
    '#import "@preview/cetz:0.3.0": *', '#read("/etc/passwd")', '#include "house.typ"', "\\#sys.inputs", '#eval("1+1")',
    "#set page(height: 1pt)", "*bold* _it_ `raw` $x^2$ @ref <label>", "// gone /* gone */ -- --- ...", "\\u{41} ~",
    "<script>alert(1)</script>", "<img src=http://169.254.169.254/>", "file:///etc/passwd", "=cmd|' /C calc'!A0",
    "{{7*7}} {% debug %}", "]) #panic()", '"},"title":"x', "= Heading", "- item", "+ item", "/ term: x",
]  # fmt: skip


def slip(language="en", **changes) -> bytes:
    return pdf.render("slip", SLIP | changes, language=language, at=AT)


def test_a_slip_says_what_it_was_given_on_one_page():
    for paper, width in (("us-letter", 612), ("a4", 595)):
        printed = slip(paper=paper)
        assert [int(page.mediabox.width) for page in opened(printed).pages] == [width]
        assert words(printed) == (
            "Harbour Clinic 12 Harbour Street, Halifax · (902) 555-0142 For Ana Alder Your access code "
            "With this code you open your record. Keep this slip to yourself. maple drift copper lantern "
            "Works once, until Sunday 22 November. How to get in 1. Scan the square and sign in. "
            "2. Type the four words. 3. Give your date of birth. harbour.example Stuck? Call (902) 555-0142."
        )


def test_the_longest_words_and_long_sentences_still_fit_one_page():
    sentence = "Une phrase qui prend toute la place que le français demande, et davantage encore. " * 2
    printed = slip(words=["undermost"] * 4, paragraphs=[sentence] * 3, steps=[sentence] * 5)
    assert len(opened(printed).pages) == 1


def test_a_slip_may_go_without_a_square_and_a_name():
    without = {key: value for key, value in SLIP.items() if key not in {"square", "about"}}
    printed = words(pdf.render("slip", without, language="en", at=AT))
    assert "How to get in 1. Scan" in printed and "For Ana" not in printed


def test_the_file_has_a_title_a_language_a_date_and_is_tagged():
    read = opened(slip("fr-ca"))
    assert (read.metadata.title, read.trailer["/Root"]["/Lang"]) == (SLIP["title"], "fr")
    assert read.metadata.creation_date == AT
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in read.trailer["/Root"]["/Metadata"].get_data().decode()


def test_the_letters_are_ours():
    assert letters(slip()) == {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"}


@pytest.mark.parametrize("place", ["paragraphs", "steps", "about"])
def test_what_looks_like_markup_comes_out_as_it_was_written(place):
    printed = words(slip(**{place: HOSTILE}))
    assert [text for text in HOSTILE if text not in printed] == []


def test_titles_code_words_and_pictures_words_are_text_too():
    hostile = HOSTILE[1]
    square = SLIP["square"] | {"under": hostile, "says": hostile}
    printed = slip(title=hostile, words=[hostile] * 4, valid=hostile, phone=hostile, square=square)
    assert words(printed).replace(" ", "").count(hostile) == 8  # in its box a word may break
    assert opened(printed).metadata.title == hostile


def test_a_name_in_letters_we_do_not_have_prints_all_the_same():
    printed = words(slip(about=["漢字 Ελένη Łucja"], paragraphs=["After it."]))
    assert "Ελένη Łucja" in printed and "After it." in printed


def test_nothing_is_fetched_or_read():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        here = f"http://127.0.0.1:{listener.getsockname()[1]}/picture.png"
        assert here in words(slip(paragraphs=[here]))
        for picture in (here, "file:///etc/passwd", "/etc/passwd"):
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{picture}"/></svg>'
            with pytest.raises(RuntimeError, match="failed to load linked image"):
                slip(square=SLIP["square"] | {"svg": svg})
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "reach", ['#read("/etc/passwd")', '#read("../settings.py")', '#image("/../../x.png")']
)
def test_even_a_template_cannot_leave_its_folder(tmp_path, monkeypatch, reach):
    (tmp_path / "settings.py").write_text("secret")
    inside = tmp_path / "pdf"
    (inside / "fonts").mkdir(parents=True)
    (inside / "bad.typ").write_text(f'#set document(title: "x")\n{reach}')
    monkeypatch.setattr(pdf, "folder", lambda: inside)
    with pytest.raises(RuntimeError, match="bad.typ"):
        pdf.render("bad", {}, language="en", at=AT)


def test_no_template_evaluates_reads_or_imports_from_elsewhere():
    reaching = re.compile(r"@(?:preview|local)|\b(?:eval|read|plugin|include|csv|toml|yaml|xml|cbor)\(")
    templates = sorted(pdf.folder().glob("*.typ"))
    assert [path.name for path in templates if reaching.search(path.read_text())] == []
    imports = [one for path in templates for one in re.findall(r"#import (\S+)", path.read_text())]
    assert set(imports) == {'"house.typ":', '"sheets.typ":'}


# Bounds -------------------------------------------------------------------------------------------


def test_more_text_than_a_print_may_hold_is_refused_before_it_is_set(monkeypatch):
    monkeypatch.setattr(pdf, "LARGEST", 2_000)
    with pytest.raises(pdf.Unprintable, match="2000 at most"):
        slip(paragraphs=["word " * 400])


@pytest.mark.parametrize("text", ["W" * 150_000, "a" + "\u0301" * 150_000], ids=["one word", "one letter"])
def test_a_text_that_takes_too_long_or_too_much_memory_is_given_up(monkeypatch, text):
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(pdf.Unprintable):
        slip(paragraphs=[text])


def test_the_clock_bounds_a_print_too(monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pytest.raises(pdf.Unprintable, match="not set within"):
        slip()


def test_long_answers_print():
    printed = slip(paragraphs=["spring " * 4_000, "W" * 2_000])
    assert words(printed).count("spring") == 4_000
    assert "W" * 40 in words(printed).replace(" ", "")
