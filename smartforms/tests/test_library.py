"""What comes with the product: ten forms a clinic uses on its first day, each complete, licensed and printable."""

import hashlib
import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from common.tests import paper
from smartforms.definition import is_asked, is_score
from smartforms.fhir.importer import read_questionnaire
from smartforms.models import Template, Version
from smartforms.papers import blank_paper
from smartforms.shipped import LIBRARY, shipped
from smartforms.tests.factories import TemplateFactory

TEN = {
    "new-patient", "child-registration", "consent-to-treat", "privacy-notice", "medical-history",
    "review-of-systems", "medication-list", "phq-9", "gad-7", "audit-c",
}  # fmt: skip
OURS = sorted(name for name, form in shipped().items() if form.licence == "BSD-3-Clause")
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
every = pytest.mark.parametrize("name", sorted(shipped()))


def manifest() -> dict:
    return {entry["name"]: entry for entry in json.loads((LIBRARY / "manifest.json").read_text())}


def test_the_ten_are_there_and_every_file_is_accounted_for():
    files = {path.stem for path in LIBRARY.glob("*.json")} - {"manifest"}
    assert TEN <= files == set(shipped())


@every
def test_each_imports_with_nothing_refused_or_simplified(name):
    report = read_questionnaire(shipped()[name].text).report
    assert (report["status"], report["refused"], report["degraded"]) == ("imported", [], [])


@every
def test_each_has_its_licence_and_is_the_file_its_manifest_describes(name):
    entry, text = manifest()[name], shipped()[name].text
    assert entry["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert entry["items"] == read_questionnaire(text).report["items"]
    assert entry["title"] == json.loads(text)["title"]
    assert re.search(rf"^## .*\b{name}\b", (LIBRARY / "LICENCES.md").read_text(), re.MULTILINE)


@every
def test_each_prints_as_a_blank_page_people_can_fill_in(cast, at, name):
    definition = read_questionnaire(shipped()[name].text).definition
    version = Version(template=TemplateFactory(clinic=cast.harbour), number=1, definition=definition)
    printed = blank_paper(version, at=at).content
    words = paper.words(printed).replace(" ", "")
    asked = [item for item in version.outline.items.values() if is_asked(item, version.outline)]
    missing = [item["text"] for item in asked if "".join(item["text"].split()) not in words]
    assert missing == [] and len(asked) > 2


@pytest.mark.parametrize("name", ["phq-9", "gad-7", "audit-c"])
def test_the_scored_ones_have_a_score(name):
    definition = read_questionnaire(shipped()[name].text).definition
    version = Version(definition=definition)
    assert len([item for item in version.outline.items.values() if is_score(item)]) == 1


def _spoken(element, found):
    """(English, French or None) of each text of a questionnaire."""
    for name in ("title", "description", "text", "display"):
        if name in element:
            said = [
                part for one in element.get(f"_{name}", {}).get("extension", ()) for part in one["extension"]
            ]
            french = [part["valueString"] for part in said if part["url"] == "content"]
            found.append((element[name], french[0] if french else None))
    for inner in element.get("item", ()):
        _spoken(inner, found)
    for option in element.get("answerOption", ()):
        _spoken(option.get("valueCoding", {}), found)
    return found


@pytest.mark.parametrize("name", [name for name in OURS if name in TEN])
def test_what_we_wrote_speaks_french_everywhere_and_as_the_house_sets_it(name):
    spoken = _spoken(json.loads(shipped()[name].text), [])
    assert [english for english, french in spoken if not french] == []
    wrong = re.compile(r"['\"]|[^\S\n][;!?]|[^\s\u00a0]:\s|\s{2}")
    assert [french for _english, french in spoken if wrong.search(french)] == []
    assert [english for english, _french in spoken if re.search(r"['\"]", english)] == []


def test_one_is_installed_by_its_name_as_often_as_one_likes(cast, capsys):
    for _again in range(2):
        call_command("questionnaire_import", "new-patient", clinic=cast.harbour.slug)
        report = json.loads(capsys.readouterr().out)
        template = Template.objects.get(clinic=cast.harbour, title="New patient")
        assert (report["status"], report["template"]) == ("imported", template.pk)
        assert (template.minutes, template.is_clinical, template.versions.count()) == (5, False, 1)


def test_what_is_about_health_stays_with_those_who_care(cast):
    call_command("questionnaire_import", "audit-c", clinic=cast.harbour.slug, stdout=StringIO())
    assert Template.objects.get(clinic=cast.harbour, title__contains="AUDIT-C").is_clinical


def test_they_are_listed_and_an_unknown_name_is_told(cast, capsys):
    call_command("questionnaire_import", list=True)
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(shipped())
    with pytest.raises(CommandError, match="Cannot read nothing-like-it"):
        call_command("questionnaire_import", "nothing-like-it")
    with pytest.raises(CommandError, match="Name a file"):
        call_command("questionnaire_import")
