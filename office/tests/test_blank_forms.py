"""Forms to fill in by hand: from the report of forms and from the settings, for the team."""

from django.urls import reverse

from audit.models import Event
from clinic.models.clinic import Role
from common.tests import paper
from smartforms.tests.factories import TemplateFactory


def blank(template) -> str:
    return reverse("office:blank_form", args=[template.pk])


def test_it_is_downloaded_and_written_down(cast, finn):
    answer = finn.get(blank(cast.form))
    assert [answer.headers[name] for name in ("Content-Type", "Cache-Control", "Content-Disposition")] == [
        "application/pdf", "no-store, private", 'attachment; filename="harbour-intake.pdf"',
    ]  # fmt: skip
    assert "How do you feel? Well Poorly" in paper.words(answer.content)
    event = Event.objects.get(verb="form.blank_printed")
    assert (event.actor, event.patient, event.target) == (
        cast.finn.pk, None, str(cast.form.live_version().pk),
    )  # fmt: skip


def test_what_is_not_published_or_of_another_clinic_is_not_there(cast, finn):
    unpublished = TemplateFactory(clinic=cast.harbour)
    for template in (unpublished, cast.at_lakeside.form):
        assert finn.get(blank(template)).status_code == 404


def test_billing_and_patients_do_not_get_it(cast, client, sign_in, finn):
    cast.finn.memberships.update(roles=[Role.BILLING])
    assert finn.get(blank(cast.form)).status_code == 403
    assert sign_in(client, cast.ana).get(blank(cast.form)).status_code == 404


def test_the_report_of_forms_and_the_settings_lead_to_it(cast, client, sign_in, finn):
    report = finn.get(f"{reverse('office:forms_report')}?patient={cast.ana_record.pk}")
    assert f'href="{blank(cast.form)}"' in report.text
    sign_in(client, cast.nora)
    assert f'href="{blank(cast.form)}"' in client.get(reverse("admin:smartforms_template_changelist")).text


def test_more_than_one_print_may_hold_is_told(cast, finn, monkeypatch):
    monkeypatch.setattr("common.pdf.LARGEST", 100)
    assert "Split it into several forms to print it." in finn.get(blank(cast.form), follow=True).text
