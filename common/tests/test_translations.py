"""French says all that English says: every marked string, with its placeholders, on every page."""

import ast
import gettext
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation.template import templatize

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

msgid "Book a visit"
msgstr "Prendre rendez-vous"

#, fuzzy
msgid "Sign in"
msgstr "Peut-être"
"""
FRENCH = Path(settings.BASE_DIR, "locale", "fr", "LC_MESSAGES", "django.po")
# How many of the first arguments are words; with a p the very first is the context.
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2} | {
    "pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3,
}  # fmt: skip
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL_IN_TEMPLATE = re.compile(rf" (_|gettext|ngettext|pgettext|npgettext)\(({LITERAL}(?:, ?{LITERAL})*)")
# "de Elis" would have to be "d’Elis": no word that loses its end stands before a name, nor before any other word. What
# stands there safely is a number, an amount, a size or a time.
ELIDED = re.compile(
    r"\b(?:de|que|jusque|puisque|lorsque|ne|se|je|me|te)\s(?:<\w+>)?%\((\w+)\)", re.IGNORECASE
)
COUNTED = {"age", "answer", "count", "fee", "from", "hours", "long", "n", "pages", "parts", "ratio", "size"} | {
    "times", "when",
}  # fmt: skip
KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|</?\w+>|#")  # what a translation has to keep


def _key(call: str, words: list[str]) -> tuple:
    """(context, message, plural) as the translations file has them."""
    context = words.pop(0) if "p" in call.partition("gettext")[0] else None
    return context, words[0], words[1] if len(words) > 1 else ""


def _of_python(path: Path) -> set:
    found = set()
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
            words = [getattr(word, "value", None) for word in call.args[: CALLS.get(name, 0)]]
            if words and all(isinstance(word, str) for word in words):
                found.add(_key(name, words))
    return found


def _of_template(path: Path) -> set:
    """Django itself turns a template into calls, as it does for xgettext."""
    calls = CALL_IN_TEMPLATE.findall(templatize(path.read_text("utf-8")))
    return {_key(name, list(ast.literal_eval(f"[{words}]"))) for name, words in calls}


def marked() -> set:
    """Every string that is marked for translation, outside of tests."""
    rooms = [room for room in Path(settings.BASE_DIR).iterdir() if (room / "__init__.py").exists()]
    code = (
        p for room in rooms for p in room.rglob("*.py") if "tests" not in p.relative_to(room.parent).parts
    )
    templates = (p for p in Path(settings.BASE_DIR, "templates").rglob("*") if p.suffix in {".html", ".txt"})
    return set().union(*map(_of_python, code), *map(_of_template, templates))


@pytest.fixture(scope="module")
def entries():
    return polib.pofile(str(FRENCH))


def _said(entry) -> list[tuple[str, str]]:
    """(English, French) of one entry; in a plural the singular may say its number in a word."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def test_everything_that_is_marked_has_its_place_in_the_file(entries):
    """Failed? `manage.py makemessages -l fr --no-location --no-obsolete --ignore tests`, then translate."""
    in_file = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries if not entry.obsolete}
    # A message that is also the singular of a plural has one entry for both.
    singulars = {(context, message) for context, message, plural in in_file if plural}
    in_code = {key for key in marked() if key[2] or key[:2] not in singulars}
    assert len(in_code) > 900, "the collector finds the strings"
    assert in_code - in_file == set(), "new in the code"
    assert in_file - in_code == set(), "no longer in the code"


def test_everything_is_translated_and_nothing_is_unsure(entries):
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []
    assert [english for entry in entries for english, french in _said(entry) if not french.strip()] == []


def test_translations_keep_what_is_filled_in(entries):
    changed = []
    for entry in entries:
        for english, french in _said(entry):
            if entry.msgctxt != "short clock time" and sorted(KEPT.findall(english)) != sorted(
                KEPT.findall(french)
            ):
                changed.append((english, french))
            if (
                english[:1].isspace() != french[:1].isspace()
                or english[-1:].isspace() != french[-1:].isspace()
            ):
                changed.append((english, french))
    assert changed == []


def test_french_is_set_as_in_canada(entries):
    """A hard space before a colon and inside guillemets, none before ; ! ?; curly apostrophes."""
    wrong = re.compile(r" [:;!?»](?!\S)|« |\u00a0[;!?]|\w'\w|[“”]|\w:(?= |$)")
    words = [french for entry in entries for _english, french in _said(entry)]
    assert [french for french in words if wrong.search(french)] == []


class Words(HTMLParser):
    """The words of a page: all of them, and those of its headings."""

    def __init__(self, page: str):
        super().__init__()
        self.all, self.headings, self.inside = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in {"h1", "h2", "h3"}:
            self.headings.append("")
        self.inside.append(tag)
        self.all += [value for name, value in attrs if name in {"aria-label", "alt", "title", "placeholder"}]

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, words):
        if {"script", "style"} & set(self.inside):
            return
        self.all.append(" ".join(words.split(" ")).strip())
        if {"h1", "h2", "h3"} & set(self.inside):
            self.headings[-1] = (self.headings[-1] + words).strip()


def test_no_french_word_is_to_be_elided_before_a_name(entries):
    """Whichever name comes: Maya's record and Elis' are told by the same sentence."""
    said = [(entry.msgid, words) for entry in entries for _english, words in _said(entry)]
    bad = {msgid for msgid, words in said if set(ELIDED.findall(words)) - COUNTED}
    assert bad == set()
    assert ELIDED.findall("Le dossier de %(name)s, que <b>%(who)s</b> a vu") == ["name", "who"]


@pytest.fixture
def in_french(client, cast, sign_in):
    """`in_french(url, who)`: the words of that page for someone whose browser asks for French."""

    def page(url, who=None):
        answer = client.get(url) if who is None else sign_in(client, who).get(url, follow=True)
        answer = client.get(
            answer.request["PATH_INFO"], headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"}
        )
        assert answer.status_code == 200
        text = answer.content.decode()
        assert '<html lang="fr"' in text
        return Words(text)

    return page


@pytest.mark.parametrize(
    ("url", "who", "heading"),
    [
        ("/book/", "", "Pour quoi aimeriez-vous venir?"),
        ("/accounts/login/", "", "Se connecter"),
        ("/portal/", "ana", "À faire"),
        ("/office/", "nora", None),
        ("/admin/", "nora", None),
        ("/office/settings/booking/", "nora", "Règles de réservation"),
        ("/office/settings/booking/check/", "nora", "Vérification des réglages"),
        ("/office/website/", "nora", "Bouton du site web"),
        ("/office/settings/team/", "nora", "Équipe"),
        ("/office/settings/mails/", "nora", "Textes des courriels"),
        ("/office/settings/mails/booking.reminder/fr/", "nora", "Un rendez-vous approche"),
        ("/admin/clinic/service/add/", "nora", None),
    ],
)
def test_a_page_in_french_has_no_english_left(in_french, cast, entries, url, who, heading):
    words = in_french(url, getattr(cast, who) if who else None)
    pairs = [pair for entry in entries for pair in _said(entry)]
    french = {said for _english, said in pairs}
    # What the clinic calls itself and its services: "Harbour Clinic" stands on two lines.
    names = {*cast.harbour.name.split(), cast.assessment.title, cast.treatment.title}
    english = {said for said, other in pairs if said != other} - french - names
    assert [said for said in words.all if said in english] == []
    if heading:
        assert heading in words.headings


def test_builds_what_is_new_and_nothing_else(tmp_path, settings, capsys):
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, target = folder / "django.po", folder / "django.mo"
    source.write_text(SOURCE)

    call_command("build_translations")
    with target.open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Book a visit") == "Prendre rendez-vous"
    assert french.gettext("Sign in") == "Sign in", "unsure translations are not used"
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]

    first = target.stat().st_mtime_ns
    call_command("build_translations")
    assert target.stat().st_mtime_ns == first
    os.utime(source, ns=(first + 1, first + 1))
    call_command("build_translations")
    assert target.stat().st_mtime_ns > first
    assert "Translations built: fr." in capsys.readouterr().out
