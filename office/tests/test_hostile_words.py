"""Markup in whatever people name things stays text: in every list of the office, the settings, the portal and mail."""

import pytest
from django.urls import reverse

from accounts.tests.mailed import arrived
from clinic.models import Practitioner
from common.tests.moment import AT
from office.tests.people import place
from smartforms import guests, series
from smartforms.models import Assignment, Pace, Template
from smartforms.sending import Asking, remind, send_by_link, send_to_account
from smartforms.tests.factories import TemplateFactory, VersionFactory

NASTY = "<script>alert(1)</script>{{7654321*3}}{% debug %}"
PLAIN = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def named(cast):
    """A form, a practitioner, a patient and a word along, all with markup; sent in every way."""
    Practitioner.objects.filter(pk=cast.petra.pk).update(name=NASTY[:80], short_name=NASTY[:30])
    cast.petra.refresh_from_db()
    template = TemplateFactory(clinic=cast.harbour, title=NASTY)
    VersionFactory(template=template)
    who = {"by": cast.nora, "at": AT}
    asking = Asking([template], practitioner=cast.petra, message=NASTY)
    (cast.given,) = send_to_account(cast.ana_record, asking, account=cast.ana, **who).new
    send_by_link(cast.kit_record, asking, email="robin@example.org", relation="parent", **who)
    remind(cast.given, by=cast.nora, at=AT)
    (cast.diary,) = series.begin(
        cast.ana_record, asking, account=cast.ana, pace=Pace.FREELY, starts_on=AT.date(), **who
    )
    cast.link = guests.open_link(template, **who)
    cast.named = template
    return cast


def is_text(page) -> None:
    assert page.status_code == 200
    assert "<script>alert" not in page.text and "22962963" not in page.text
    assert PLAIN in page.text


@pytest.mark.parametrize(
    "address",
    [
        lambda named: reverse("office:forms"),
        lambda named: reverse("office:form", args=[named.named.pk]),
        lambda named: reverse("office:guests", args=[named.named.pk]),
        lambda named: reverse("office:forms_sending"),
        lambda named: reverse("office:form_versions", args=[named.named.pk]),
        lambda named: place("patient_forms", named.ana_record),
        lambda named: place("form_sending", named.ana_record),
        lambda named: place("form_extension", named.ana_record, named.given.pk),
        lambda named: place("series", named.ana_record, named.diary.pk),
        lambda named: "/admin/smartforms/template/",
        lambda named: f"/admin/clinic/service/{named.assessment.pk}/change/",
    ],
)  # fmt: skip
def test_in_the_office_and_the_settings(named, client, sign_in, address):
    is_text(sign_in(client, named.nora).get(address(named)))


@pytest.mark.parametrize(
    "address",
    [
        lambda named: reverse("portal:forms", args=[named.ana_record.pk]),
        lambda named: reverse("smartforms:open", args=[named.ana_record.pk, named.given.pk]),
        lambda named: reverse("smartforms:series", args=[named.ana_record.pk, named.diary.pk]),
        lambda named: f"/forms/guest/{named.link.token}/",
    ],
)  # fmt: skip
def test_in_the_portal_and_before_it(named, client, sign_in, address):
    is_text(sign_in(client, named.ana).get(address(named)))


def test_in_the_mails(named):
    mails = arrived(at=AT)
    assert len(mails) >= 3
    for mail in mails:
        page = mail.alternatives[0][0]
        assert "<script>" not in page and "22962963" not in page + mail.subject + mail.body
        assert NASTY[:20] not in mail.subject


def test_the_names_are_kept_as_typed(named):
    assert Template.objects.get(pk=named.named.pk).title == NASTY
    assert Assignment.objects.get(pk=named.given.pk).message == NASTY
