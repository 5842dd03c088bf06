"""Diaries, forms for many and forms for guests in a real browser: usable by everybody, at both widths."""

import pytest

from clinic.models import Clinic
from common.tests.moment import AT
from office.tests.people import place
from records.models.access import Relation
from records.tests.factories import PatientFactory
from smartforms import guests, mailing, series
from smartforms.models import Assignment, Pace, Preferences
from smartforms.sending import Asking
from smartforms.tests.factories import (
    AssignmentFactory,
    ResponseFactory,
    TemplateFactory,
    VersionFactory,
    key_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "I slept badly and woke up early, as on every day of this long and tiring week " * 3


@pytest.fixture
def busy(cast):
    """A diary with entries, a public link, a mailed one."""
    template = TemplateFactory(clinic=cast.harbour, title="Sleep and pain diary for the weeks after surgery")
    VersionFactory(template=template)
    cast.diary = template
    asking = Asking([template], practitioner=cast.petra)
    common = {"account": cast.ben, "by": cast.finn, "at": AT}
    (cast.series,) = series.begin(cast.ana_record, asking, pace=Pace.FREELY, starts_on=AT.date(), **common)
    for number in range(2, 5):
        form = cast.series.entries.order_by("-occurrence")[0]
        answers = {key_of("mood"): ["o1"], key_of("words"): [WORDS], key_of("hours"): [number]}
        ResponseFactory(assignment=form, answers=answers, sent=True, submitted_by=cast.ben, saved_by=cast.ben)
        series.add_entry(cast.series, by=cast.ben, at=AT)
    cast.link = guests.open_link(template, by=cast.nora, at=AT)
    Assignment.objects.filter(pk=cast.kit_open.pk).update(due_at=AT, message="Before Friday, please.\n\nNora")
    return cast


def test_the_office(busy, wide_page, enter, look_over):
    page = enter(wide_page, busy.petra_account)
    look_over(page, [place("series", busy.ana_record, busy.series.pk)], staff=True)
    addresses = [
        place("patient_forms", busy.ana_record),
        place("form_sending", busy.ana_record),
        place("series_ending", busy.ana_record, busy.series.pk),
        "/office/forms/",
        f"/office/forms/{busy.diary.pk}/",
        f"/office/forms/{busy.diary.pk}/guests/",
        "/office/forms/sending/",
        f"/office/forms/sending/?template={busy.diary.pk}&text=Cast",
    ]
    look_over(enter(page, busy.finn), addresses, staff=True)


def test_the_patients_pages(busy, wide_page, enter, look_over):
    page = wide_page
    look_over(page, [f"/forms/guest/{busy.link.token}/", "/forms/guest/"])
    addresses = [
        f"/portal/p/{busy.ana_record.pk}/series/{busy.series.pk}/",
        f"/portal/p/{busy.kit_record.pk}/forms/",
        f"/portal/p/{busy.kit_record.pk}/forms/{busy.kit_open.pk}/",
    ]
    look_over(enter(page, busy.ben), addresses)


def test_without_an_account_and_without_scripts(busy, plain_page, look_over, look):
    page = plain_page
    Preferences.objects.create(clinic=busy.harbour, without_account=True)
    robin = PatientFactory(clinic=Clinic.objects.get(pk=busy.harbour.pk), email="robin@example.org")
    AssignmentFactory(patient=robin, template=busy.form)
    link = mailing.mail_forms(robin, email=robin.email, relation=Relation.SELF, by=busy.finn, at=AT)
    look_over(page, [f"/t/{link.token}/"])
    page.get_by_role("button", name="Fill it in without an account").click()
    look(page)
    page.get_by_role("link", name="Harbour intake").click()
    look(page)
    page.get_by_role("link", name="Start").click()
    page.get_by_label("Well").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("How many hours?").fill("7")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("Thank you. The clinic has your answers.").is_visible()
    look(page)
