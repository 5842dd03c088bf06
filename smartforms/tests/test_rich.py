"""Rich wording: bold words, lists and links pass; whatever could run, fetch or pretend does not (cases C55 and C59)."""

import json
import socket

import pytest

from common import rich
from common.tests import paper
from smartforms.papers import blank_paper, sent_paper
from smartforms.tests.forms import extension, form, question, read
from smartforms.tests.kinds import post, response_of, url

DOT = "data:image/png;base64,iVBORw0KGgo="


def xhtml(html: str) -> dict:
    return {"extension": [extension("rendering-xhtml", valueString=html)]}


def markdown(text: str) -> dict:
    return {"extension": [extension("rendering-markdown", valueMarkdown=text)]}


def text(plain: str, beside: dict, link="d") -> dict:
    return {"linkId": link, "type": "display", "text": plain, "_text": beside}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("<b>Bold</b> <i>words</i>", "<strong>Bold</strong> <em>words</em>"),
        ("<h1 onclick='x()'>Head</h1>", "<h3>Head</h3>"),
        ("<script>alert(1)</script>after", "after"),
        ("<style>p{}</style><p style='color:red' class='x' id='y'>p</p>", "<p>p</p>"),
        ("<svg onload=alert(1)><p>x", "<p>x</p>"),
        ("<iframe src='http://169.254.169.254/'></iframe>x", "x"),
        ("<form action='/'><input name=a><button>go</button></form>", "go"),
        ("{{7*7}}{% debug %}", "{{7*7}}{% debug %}"),
        ("<img src='https://example.org/x.png'>", "<img>"),
        ("<img src='/portal/'>", "<img>"),
        ("<img src='file:///etc/passwd'>", "<img>"),
        ("<img src='data:image/svg+xml;base64,PHN2Zz4='>", "<img>"),
        (f"<img src='{DOT}{'A' * 200_000}'>", "<img>"),
        (f"<img src='{DOT}' alt='A dot' onerror=x>", f'<img src="{DOT}" alt="A dot">'),
        ("<!-- c --><meta http-equiv=refresh content='0;url=http://x'>x", "x"),
    ],
)
def test_only_what_is_on_the_list_is_left(given, left):
    assert rich.clean(given) == left
    assert rich.clean(left) == left


REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b", "http://example.org", "mailto:a@b.org", "tel:911"]
)
def test_links_that_people_follow_stay(address):
    assert rich.clean(f'<a href="{address}" target="_top">x</a>') == f'<a href="{address}" {REL}>x</a>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", " java\tscript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", f"{DOT}", "file:///etc/passwd",
        "/accounts/logout/", "//evil.example", "vbscript:x", "#here", "", "&#106;avascript:x",
    ],
)  # fmt: skip
def test_other_links_lead_nowhere(address):
    assert rich.clean(f'<a href="{address}">x</a>') == f"<a {REL}>x</a>"


def test_markdown_keeps_html_as_text():
    made = rich.from_markdown(
        "**Bold** [x](javascript:alert(1)) ![p](http://x/y.png) <script>alert(1)</script>\n\n- one"
    )
    assert "<strong>Bold</strong>" in made and "<li>one</li>" in made
    assert "<script" not in made and "href=" not in made and "src=" not in made


def test_a_text_of_a_form_keeps_its_plain_words_for_paper():
    outline = form(
        text("Plain.", markdown("Rich **words**.")), question("a", _text=xhtml("What <b>now</b>?"))
    )
    assert (outline["q1"]["text"], outline["q1"]["rich"]) == ("Plain.", "<p>Rich <strong>words</strong>.</p>")
    assert (outline["q2"]["text"], outline["q2"]["rich"]) == ("What about a?", "What <strong>now</strong>?")
    same = form(
        text("One **two**", markdown("One **two**")), text("", xhtml("<p>a</p><ul><li>b &lt;</li></ul>"))
    )
    assert [same[key]["text"] for key in ("q1", "q2")] == ["One two", "a\nb <"]


def test_what_is_not_taken_of_it_is_told():
    picture, link = xhtml("<img src='http://x/y.png'> x"), xhtml("<a href='https://x.org'>x</a>")
    reading = read(
        text("t", picture), question("a", _text=link), {**question("b"), "_prefix": xhtml("<b>1</b>")}
    )
    assert [line["why"] for line in reading.report["degraded"]] == [
        "Pictures from elsewhere, or too large ones, are not shown.",
        "Links in the wording of a question are shown as text.",
    ]
    assert [(line["linkId"], line["what"]) for line in reading.report["ignored"]] == [
        ("b", "rendering-xhtml")
    ]


def test_help_and_introduction_are_rich_too():
    help = {"linkId": "h", "type": "display", "text": "Two.", "_text": xhtml("<em>Two.</em>")}
    plain = {"linkId": "h1", "type": "display", "text": "One <b>"}
    outline = form(
        question("a", item=[plain, help]), description="Hello", _description=markdown("Hello *you*")
    )
    assert outline["q1"]["rich_help"] == "<p>One &lt;b&gt;</p><em>Two.</em>"
    assert outline["q1"]["help"] == "One <b>\nTwo."
    assert outline.definition["rich_intro"] == "<p>Hello <em>you</em></p>"


HOSTILE = "<script>alert(1)</script>{{7654321*3}}{% debug %}<img src=http://HERE/><a href='javascript:alert(1)'>go</a>"


def test_hostile_wording_is_inert_on_every_page_and_on_paper(sent_to_ana, ana_in, at):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        here = HOSTILE.replace("HERE", f"127.0.0.1:{listener.getsockname()[1]}")
        one = sent_to_ana(
            text("Read this", xhtml(here)), question("a", _text=xhtml(here)),
            question("b", item=[text("Help", xhtml(here), "h")]),
            _description=xhtml(here), description="Intro",
        )  # fmt: skip
        pages = [ana_in.get(url(one, "open")).text, ana_in.get(url(one, "page", 1)).text]
        assert post(ana_in, one, "q2", "q3", q2=here, q3="b").status_code == 302
        pages.append(ana_in.get(url(one, "check")).text)
        ana_in.post(url(one, "check"))
        pages.append(ana_in.get(url(one, "sent")).text)
        for page in pages:
            assert (
                "<script>alert" not in page
                and "href='javascript" not in page
                and 'src="http://127' not in page
            )
        assert "{{7654321*3}}" in pages[1] and "22962963" not in pages[1]
        printed = paper.words(sent_paper(response_of(one), sender="Ana", at=at).content)
        assert "{{7654321*3}}" in printed and "Read this" in paper.words(
            blank_paper(one.version, at=at).content
        )
        with pytest.raises(TimeoutError):
            listener.accept()


def test_what_a_database_holds_is_cleaned_once_more_on_the_page(sent_to_ana, ana_in):
    from smartforms.templatetags.sf import rich as shown

    assert json.dumps(str(shown("<p>x</p><script>alert(1)</script>"))) == '"<p>x</p>"'
