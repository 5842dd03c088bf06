"""The settings page of forms: this clinic's, and no way to read more than one may."""

from django.urls import reverse

from smartforms.models import Template
from smartforms.tests.factories import TemplateFactory

LIST = "admin:smartforms_template_changelist"


def change(template):
    return reverse("admin:smartforms_template_change", args=[template.pk])


def test_owners_see_their_own_clinics_forms(cast, client, sign_in):
    sign_in(client, cast.nora)
    text = client.get(reverse(LIST)).text
    assert "Harbour intake" in text and "Lakeside intake" not in text
    assert client.get(change(cast.at_lakeside.form)).status_code == 404


def test_a_form_is_named_here_and_archived_in_the_office_alone(cast, client, sign_in):
    sign_in(client, cast.nora)
    data = {"title": "Intake", "is_clinical": "on", "minutes": "5", "archived": "on"}
    assert client.post(change(cast.form), data).status_code == 302
    kept = Template.objects.get(pk=cast.form.pk)
    assert (kept.title, kept.minutes, kept.archived_at) == ("Intake", 5, None)


def test_a_form_about_health_that_was_sent_stays_one(cast, client, sign_in):
    sign_in(client, cast.nora)
    answer = client.post(change(cast.form), {"title": "Intake"})
    assert answer.status_code == 200 and "already sent as one about health" in answer.text
    assert Template.objects.get(pk=cast.form.pk).is_clinical
    unsent = TemplateFactory(clinic=cast.harbour, title="New")
    assert client.post(change(unsent), {"title": "New"}).status_code == 302
    assert not Template.objects.get(pk=unsent.pk).is_clinical


def test_nobody_adds_or_deletes_here(cast, client, sign_in):
    sign_in(client, cast.nora)
    assert client.get(reverse("admin:smartforms_template_add")).status_code == 403
    assert client.post(reverse("admin:smartforms_template_delete", args=[cast.form.pk])).status_code == 403


def test_others_have_no_settings(cast, client, sign_in):
    for account, status in ((cast.finn, 403), (cast.ana, 404), (cast.omar, 404)):
        sign_in(client, account)
        assert client.get(reverse(LIST)).status_code == status
