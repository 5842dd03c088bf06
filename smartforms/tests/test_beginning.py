"""What a form says when it is opened: formulas worked out once, and the record offered to whoever may see it."""

import json

import pytest
from django.urls import reverse

from common.tests.moment import AT
from smartforms import actions
from smartforms.engine import beginning, standing
from smartforms.models import Response
from smartforms.tests.forms import choice, extension, form, formula, question, questionnaire, read, variable
from smartforms.tests.test_import import said
from smartforms.tests.test_prefilling import offered, publish, send
from smartforms.tests.test_repeating import group

LAUNCH = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-launchContext"


def begins(link: str, text: str, kind: str = "string", **more) -> dict:
    return question(link, kind, extension=[formula("initialExpression", text)], **more)


def launch(name: str, kind: str) -> dict:
    parts = [{"url": "name", "valueCoding": {"code": name}}, {"url": "type", "valueCode": kind}]
    return {"url": LAUNCH, "extension": parts}


def test_a_form_begins_with_what_its_formulas_come_to():
    outline = form(
        begins("day", "today()", "date"),
        begins("again", "%today", "date"),
        begins("sum", "%twice + 1", "integer"),
        begins("title", "%questionnaire.title"),
        choice("c", "x", "y", extension=[formula("initialExpression", "'y'")]),
        begins("many", "'a' | 'b'", repeats=True),
        extension=[variable("twice", "2 * 2")],
    )
    day = AT.date().isoformat()
    answers = {"q1": [day], "q2": [day], "q3": [5], "q4": ["Test form"], "q5": ["o2"], "q6": ["a", "b"]}
    assert beginning.begin(outline, at=AT) == answers


def test_one_may_look_at_another_and_at_fixed_values():
    first = "%resource.item.where(linkId = 'a').answer.value"
    outline = form(begins("b", f"{first} + 1", "integer"), question("a", "integer", initial=[{"valueInteger": 4}]),
                   begins("c", "%resource.item.where(linkId = 'b').answer.value * 2", "integer"))  # fmt: skip
    assert beginning.begin(outline, at=AT) == {"q2": [4], "q1": [5], "q3": [10]}


@pytest.mark.parametrize("text", ["1 / 0", "'seven'", "{}", "%resource.item.first().answer.value"])
def test_what_comes_to_nothing_leaves_the_question_open(text):
    assert beginning.begin(form(begins("a", text, "integer")), at=AT) == {}


def test_a_new_entry_of_a_group_begins_with_its_own(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(group("g", question("a"), begins("b", "'new'"), repeats=True))
    client.get(reverse("smartforms:page", args=[form_.patient_id, form_.pk, 1]))
    assert Response.objects.get(assignment=form_).answers == {"q3": ["new"]}
    posted = {"revision": 0, "asked": ["q2", "q3"], "q2": "x", "q3": "old", "then": "add:q1:2"}
    client.post(reverse("smartforms:page", args=[form_.patient_id, form_.pk, 1]), posted)
    assert Response.objects.get(assignment=form_).answers == {
        "q1": [2], "q2": ["x"], "q3": ["old"], "q3~2": ["new"],
    }  # fmt: skip


def test_it_is_worked_out_once(sent_to_ana, client, ana_in):
    form_ = sent_to_ana(begins("a", "'begun'"))
    page = reverse("smartforms:page", args=[form_.patient_id, form_.pk, 1])
    assert client.get(page).context["page"].nodes[0].value == "begun"
    client.post(page, {"revision": 0, "asked": ["q1"], "q1": "", "then": "later"})
    assert client.get(page).context["page"].nodes[0].value == ""


RECORD = questionnaire(
    begins("name", "%patient.name.given.first() & ' ' & %patient.name.family"),
    begins("born", "%patient.birthDate", "date"),
    begins("phone", "%patient.telecom.where(system = 'phone').value"),
    begins("street", "%patient.address.text"),
    extension=[launch("patient", "Patient")],
    url="urn:test:record",
)


def test_the_record_is_offered_and_never_filled_in(cast):
    template = publish(cast, RECORD)
    form_, ana = send(cast, cast.ana, template), cast.ana_record
    type(ana).objects.filter(pk=ana.pk).update(phone="902 555 0199")
    ana.refresh_from_db()
    assert offered(form_, cast.ana) == {}  # limited: a form tells nothing of the record
    assert offered(form_, cast.ben) == {
        "q1": [f"{ana.given_name} {ana.family_name}"], "q2": [ana.date_of_birth.isoformat()], "q3": ["902 555 0199"],
    }  # fmt: skip
    assert Response.objects.get(assignment=form_).answers == {}
    assert read(*RECORD["item"], extension=RECORD["extension"]).report["degraded"] == []


def test_a_form_may_have_another_name_for_the_patient(cast):
    named = RECORD | {"extension": [launch("Pat", "Patient")], "item": [begins("name", "%Pat.name.family")]}
    assert read(*named["item"], extension=named["extension"]).report["degraded"] == []
    assert offered(send(cast, cast.ben, publish(cast, named)), cast.ben) == {
        "q1": [cast.ana_record.family_name]
    }


def test_each_form_looks_at_its_own_patient(cast):
    """Ben cares for Ana and is the parent of Kit: Kit's form speaks of Kit."""
    template = publish(cast, RECORD)
    form_ = actions.assign(template=template, patient=cast.kit_record, account=cast.ben, by=None, at=AT)
    assert offered(form_, cast.ben)["q1"] == [f"{cast.kit_record.given_name} {cast.kit_record.family_name}"]


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (begins("a", "%patient.gender"), "Not filled in beforehand: the record does not keep “gender”."),
        (begins("a", "%encounter.period.start", "date"),
         "Not filled in beforehand. It names %encounter, which is not known here."),
        (begins("a", "%patient.name.family", readOnly=True),
         "Not filled in beforehand: what the record says is offered only where somebody can look at it."),
        (begins("a", "today()", "date", initial=[{"valueDate": "2020-01-01"}]),
         "It begins with its fixed value; the formula is set aside."),
        (begins("a", "'x'", "group", item=[question("b")]),
         "Not filled in beforehand: it has no answer to begin with."),
    ],
)  # fmt: skip
def test_what_is_not_filled_in_is_told(item, why):
    lines = read(item).report["degraded"]
    assert [(line["linkId"], line["what"], line["why"]) for line in lines] == [
        ("a", "initialExpression", why)
    ]


def test_launch_contexts_but_the_patient_are_told():
    contexts = [launch("patient", "Patient"), launch("user", "Practitioner"), launch("idle", "Encounter")]
    report = read(question("a", text="Of %user"), extension=contexts).report
    assert said(report, "degraded") == [(None, "launchContext")] and report["ignored"] == []
    assert report["degraded"][0]["why"] == "Nothing is known here of %user; what it would fill in is asked."


def test_the_file_keeps_its_formula():
    source = json.loads(
        read(begins("a", "today()", "date"), extension=[extension("x", valueString="y")]).source
    )
    assert source["item"][0]["extension"][0]["valueExpression"]["expression"] == "today()"


def test_beginnings_that_wait_for_each_other_are_worked_out_so_often_and_no_more():
    links = [f"a{n}" for n in range(20)]
    texts = [f"%resource.item.where(linkId = '{link}').answer.value" for link in links[1:]] + ["'x'"]
    begun = beginning.begin(form(*map(begins, links, texts)), at=AT)
    assert list(begun) == [f"q{20 - n}" for n in range(standing.ROUNDS)]


def test_a_group_that_would_make_a_form_too_large_begins_with_one_entry():
    often = extension("questionnaire-minOccurs", valueInteger=20)
    many = [question(f"i{n}") for n in range(200)]
    asked = group("g", *many, repeats=True, extension=[often])
    assert beginning.begin(form(asked), at=AT) == {}  # 4,000 questions
    small = group("h", question("j"), repeats=True, extension=[often])
    assert beginning.begin(form(small, asked), at=AT) == {"q1": [20]}
