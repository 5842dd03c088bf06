"""A form in the language of whoever reads it: on the pages, on paper, in the office, in the export."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from smartforms import actions
from smartforms.engine.translating import nearest, translated
from smartforms.fhir.exporter import export_response
from smartforms.models import Response
from smartforms.presenters.blank import blank_values
from smartforms.presenters.listing import task
from smartforms.presenters.paper import sent_values
from smartforms.shipped import shipped
from smartforms.tests.forms import choice, extension, form, question, read, rule


def said(**by_language) -> dict:
    """What stands beside a text: its translations."""
    entries = []
    for code, text in by_language.items():
        parts = [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}]
        entries.append(extension("translation", extension=parts))
    return {"extension": entries}


def in_french(kind="string", **more) -> dict:
    return question("q", kind, _text=said(fr="Quoi?"), **more)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("fr", "fr-CA"),
        ("fr-ca", "fr-CA"),
        ("FR-FR", "fr-CA"),
        ("es", "es"),
        ("en-us", ""),
        ("de", ""),
        ("", ""),
    ],
)
def test_the_nearest_language_is_shown(wanted, shown):
    assert nearest({"language": "en", "languages": ["es", "fr-CA"]}, wanted) == shown


def test_all_words_of_a_form_are_translated_and_what_is_not_stays():
    own = choice("pick", "a", "b", _text=said(fr="Choisir"))
    own["answerOption"][0]["valueCoding"]["_display"] = said(fr="Ah")
    broken = rule("1 = 1", "No")
    broken["extension"][3]["_valueString"] = said(fr="Non")
    outline = form(
        {"linkId": "g", "type": "group", "text": "Part", "_text": said(fr="Partie"), "item": [
            own,
            question("plain", extension=[broken]),
            question("helped", item=[
                {"linkId": "h1", "type": "display", "text": "Help", "_text": said(fr="Aide")},
                {"linkId": "h2", "type": "display", "text": "More"},
            ]),
        ]},
        _title=said(fr="Un titre"),
        description="Hello",
        _description=said(fr="Bonjour", es="Hola"),
    )  # fmt: skip
    assert outline.definition["languages"] == ["es", "fr"]
    french = translated(outline, "fr")
    assert [item["text"] for item in french.items.values()] == [
        "Partie", "Choisir", "What about plain?", "What about helped?"
    ]  # fmt: skip
    assert [option["label"] for option in french["q2"]["options"]] == ["Ah", "B"]
    assert french["q2"]["options"][0]["value"] == outline["q2"]["options"][0]["value"]
    assert french["q3"]["rules"][0]["message"] == "Non"
    assert (french["q4"]["help"], outline["q4"]["help"]) == ("Aide\nMore", "Help\nMore")
    assert french.pages[0]["title"] == "Partie"
    head = {name: french.definition[name] for name in ("title", "titled", "intro", "language")}
    assert head == {"title": "Un titre", "titled": "Un titre", "intro": "Bonjour", "language": "fr"}
    assert outline["q1"]["text"] == "Part"  # the form itself is untouched


def test_markup_in_the_main_language_is_not_shown_with_translated_words():
    outline = form(in_french())
    outline["q1"]["rich"] = "<b>What?</b>"
    assert "rich" not in translated(outline, "fr")["q1"]


def test_translations_are_acted_upon_and_odd_ones_do_no_harm():
    report = read(in_french(), _title=said(fr="x")).report
    assert (report["ignored"], report["degraded"]) == ([], [])
    for odd in ({"extension": [extension("translation")]}, {"extension": "x"}, [], {"extension": [1]}):
        assert "languages" not in read(question("q", _text=odd)).definition


@pytest.fixture
def medicines(cast, client, sign_in, at):
    """Ana, who reads French, was sent the shipped list of medicines."""
    sign_in(client, cast.ana)
    client.cookies["django_language"] = "fr"
    text = shipped()["medication-list"].text
    template = actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).template
    return actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)


def url(name, form, *more):
    return reverse(f"smartforms:{name}", args=[form.patient_id, form.pk, *more])


def test_a_patient_reads_and_sends_it_in_french_and_it_stays_so(client, medicines):
    outline = medicines.version.outline
    assert "Liste des médicaments" in client.get(url("open", medicines)).text
    page = client.get(url("page", medicines, 1))
    assert "Prenez-vous un médicament, une vitamine ou un produit naturel?" in page.text
    assert "Do you take any medicine" not in page.text and '<div lang="fr">' in page.text
    keys = {item["linkId"]: key for key, item in outline.items.items()}
    asked = {"takes": "no", "thinners": "yes", "reactions": "no"}
    posted = {keys[link]: value for link, value in asked.items()}
    for number in range(1, len(outline.pages) + 1):
        revision = Response.objects.get(assignment=medicines).revision
        client.post(url("page", medicines, number), {"revision": revision, "asked": list(posted), **posted})
    check = client.get(url("check", medicines))
    assert "Prenez-vous quelque chose contre les caillots sanguins?" in check.text
    assert client.post(url("check", medicines)).url == url("sent", medicines)
    response = Response.objects.select_related("assignment__version__template").get(assignment=medicines)
    assert response.language == "fr"
    with override("en"):  # read by somebody else, later
        values = sent_values(response, sender="Ana")
        assert values["title"] == "Liste des médicaments" and values["form_language"] == "fr"
        exported = export_response(response)
        assert (exported["language"], exported["item"][0]["text"]) == ("fr", "Ce que vous prenez")
        client.cookies["django_language"] = "en"
        assert "Prenez-vous quelque chose contre" in client.get(url("sent", medicines)).text


def test_lists_name_it_in_the_readers_language(client, medicines, at):
    with override("fr"):
        assert task(medicines, at=at, zone=medicines.clinic.zone)["title"] == "Liste des médicaments"
    with override("en"):
        assert task(medicines, at=at, zone=medicines.clinic.zone)["title"] == "Medication list"
    assert "Liste des médicaments" in client.get(reverse("portal:forms", args=[medicines.patient_id])).text


def test_a_page_in_english_shows_the_form_in_english(client, medicines):
    client.cookies["django_language"] = "en"
    page = client.get(url("page", medicines, 1)).text
    assert "Do you take any medicine" in page and "Prenez-vous" not in page


def test_a_blank_form_is_printed_in_the_language_of_whoever_prints_it(medicines):
    with override("fr"):
        values = blank_values(medicines.version)
    assert (values["title"], values["form_language"]) == ("Liste des médicaments", "fr")
    assert blank_values(medicines.version)["title"] == medicines.version.template.title


def test_a_draft_is_shown_translated_as_well():
    from smartforms.models import Version

    draft = Version(number=1, definition=read(in_french()).definition)
    assert draft.outline_for({}, "fr-ca")["q1"]["text"] == "Quoi?"
    assert draft.outline_for({}, "de")["q1"]["text"] == "What about q?"


def test_a_series_is_called_in_the_readers_language(medicines):
    from smartforms.presenters import titles

    template = medicines.version.template
    for language, title in (("fr", "Liste des médicaments"), ("en", "Medication list")):
        with override(language):
            assert (titles.of_template(template), titles.of_form(medicines)) == (title, title)
