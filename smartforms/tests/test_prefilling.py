"""What is offered as known already: to whom, from where, and when it becomes an answer."""

import json

import pytest
from django.urls import reverse

from common.tests.moment import AT, LONG_AGO
from records.models.access import Level, Relation, Scope
from records.tests.factories import GrantFactory
from smartforms import actions, prefilling
from smartforms.fhir import ours
from smartforms.models import Assignment, Response
from smartforms.tests.forms import choice, question, questionnaire

CARRY = {"extension": [{"url": ours.CARRY_OVER, "valueBoolean": True}]}
# q1 allergies (carried), q2 smoking (carried), q3 mood (never)
FORM = questionnaire(
    question("allergies", **CARRY),
    choice("smoke", "yes", "no", **CARRY),
    question("mood"),
    url="urn:test:carry",
)


def publish(cast, file=FORM):
    return actions.import_questionnaire(text=json.dumps(file), clinic=cast.harbour, by=None, at=AT).template


def send(cast, account, template=None):
    template = template or publish(cast)
    return actions.assign(template=template, patient=cast.ana_record, account=account, by=None, at=AT)


def sent_before(cast, account, answers, at=LONG_AGO, template=None):
    form = send(cast, account, template)
    actions.open_form(assignment=form, by=account, at=at)
    Response.objects.filter(assignment=form).update(answers=answers, saved_by=account)
    assert actions.submit(assignment=form, by=account, at=at) == {}


def offered(form, account):
    """{key: answers} offered to this account."""
    found = (
        Assignment.objects.visible_to(account, at=AT)
        .select_related("version", "clinic", "patient")
        .get(pk=form.pk)
    )
    response = actions.open_form(assignment=found, by=account, at=AT)
    known = prefilling.Known(response, account, at=AT)
    outline = response.outline_with(known.entries)
    return {key: offer.answers for key, offer in known.offers(outline, outline.items).items()}


def url(name, form, *more):
    return reverse(f"smartforms:{name}", args=[form.patient_id, form.pk, *more])


def page(client, form, then="continue", **values):
    """The first page sent in as it was offered, with `values` typed over it."""
    shown = client.get(url("page", form, 1)).context
    typed = {node.key: node.value for node in shown["page"].nodes}
    typed |= {
        n.key: next((o["value"] for o in n.options if o["checked"]), "")
        for n in shown["page"].nodes
        if n.options
    }
    sent = {
        "revision": shown["revision"],
        "offered": shown["offered"],
        "asked": list(typed),
        **typed,
        **values,
    }
    where = url("answers", form, 1) if then == "typing" else url("page", form, 1)
    return client.post(where, sent | {"then": then})


def kept(form):
    return Response.objects.get(assignment=form).answers


def test_last_time_is_offered_marked_and_counts_once_the_page_is_continued(cast, client, sign_in):
    sent_before(cast, cast.ana, {"q1": ["nuts"], "q2": ["o2"], "q3": ["fine"]})
    form = send(cast, cast.ana)
    sign_in(client, cast.ana)
    text = client.get(url("page", form, 1)).text
    assert (
        text.count("From last time (") == text.count("still true?") == 2
        and 'value="nuts"' in text
        and 'value="fine"' not in text
    )
    assert 'id="q1_still"' in text and 'aria-describedby="q1_still"' in text
    assert "0 of 3 answered" in text and kept(form) == {}
    assert page(client, form, "typing", q3="well").json()["progress"] == [1, 3]
    assert kept(form) == {"q3": ["well"]}  # saved while typing: nobody has agreed to the others yet
    page(client, form, "later")
    assert kept(form) == {"q3": ["well"]}
    page(client, form)
    assert kept(form) == {"q1": ["nuts"], "q2": ["o2"], "q3": ["well"]}
    assert "still true?" not in client.get(url("page", form, 1)).text


def test_what_is_changed_or_emptied_is_not_offered_again(cast, client, sign_in):
    sent_before(cast, cast.ana, {"q1": ["nuts"], "q2": ["o2"]})
    form = send(cast, cast.ana)
    sign_in(client, cast.ana)
    page(client, form, "typing", q1="", q2="o1")
    assert kept(form) == {"q2": ["o1"]}
    assert offered(form, cast.ana) == {}
    page(client, form)
    assert kept(form) == {"q2": ["o1"]}


@pytest.mark.parametrize("odd", ["{", "[]", "1", '{"q1": 1}', "x" * 200_000, "[" * 20_000, '{"q9": ["x"]}'])
def test_an_odd_page_does_no_harm(cast, client, sign_in, odd):
    form = send(cast, cast.ana)
    sign_in(client, cast.ana)
    page(client, form, q1="typed", offered=odd)
    assert kept(form) == {"q1": ["typed"]}


def test_a_new_version_offers_what_still_fits(cast):
    sent_before(cast, cast.ana, {"q1": ["nuts"], "q2": ["o2"]})
    changed = FORM | {
        "version": "2",
        "item": [choice("smoke", "never", "no", **CARRY), question("allergies", "integer", **CARRY)],
    }
    assert offered(send(cast, cast.ana, publish(cast, changed)), cast.ana) == {"q1": ["o2"]}
    gone = FORM | {"version": "3", "item": [choice("smoke", "never", **CARRY)]}
    assert offered(send(cast, cast.ana, publish(cast, gone)), cast.ana) == {}


def test_nobody_is_offered_what_another_answered_unless_they_may_read_it(cast):
    """Ana is limited: what Ben sent for her she may not read, so no form tells her."""
    sent_before(cast, cast.ben, {"q1": ["Ben’s word"]})
    form = send(cast, cast.ana)
    assert offered(form, cast.ana) == {}
    assert offered(form, cast.ben) == {"q1": ["Ben’s word"]}  # full access
    sent_before(cast, cast.ana, {"q1": ["Ana’s word"]}, at=LONG_AGO.replace(year=LONG_AGO.year - 1))
    assert offered(form, cast.ana) == {"q1": ["Ana’s word"]}
    GrantFactory(account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, level=Level.LIMITED,
                 scopes=[Scope.FORMS])  # fmt: skip
    assert offered(send(cast, cast.dov), cast.dov) == {}


def test_what_was_confidential_is_offered_to_confidential_forms_alone(cast):
    template = publish(cast)
    sent_before(cast, cast.ana, {"q1": ["nuts"]}, template=template)
    Assignment.objects.filter(version__template=template).update(confidential=True)
    open_form = send(cast, cast.ana, template)
    assert offered(open_form, cast.ana) == {}
    common = {"patient": cast.ana_record, "account": cast.ana, "by": None, "at": AT}
    alone = actions.assign(template=template, confidential=True, **common)
    assert offered(alone, cast.ana) == {"q1": ["nuts"]}


def test_the_record_is_offered_to_those_who_see_it(cast):
    template = publish(cast, questionnaire(question("name"), question("born", "date"), question("phone")))
    form, version = send(cast, cast.ana, template), template.live_version()
    outline = version.outline
    for item, maps in zip(outline.items.values(), ("given_name", "date_of_birth", "phone"), strict=True):
        item["maps"] = maps
    outline.__dict__.pop("offers", None)
    type(cast.ana_record).objects.filter(pk=cast.ana_record.pk).update(phone="902 555 0199")
    cast.ana_record.refresh_from_db()
    everything = {
        "q1": [cast.ana_record.given_name],
        "q2": [cast.ana_record.date_of_birth.isoformat()],
        "q3": ["902 555 0199"],
    }
    assert offered(form, cast.ana) == {}  # limited
    assert offered(form, cast.ben) == everything
    without_records = [Scope.FORMS, Scope.APPOINTMENTS]
    type(cast.ben_grant).objects.filter(pk=cast.ben_grant.pk).update(scopes=without_records)
    assert offered(form, cast.ben) == {}
