"""What the clinic wrote with an invitation is read in the portal, above the forms, by whoever accepted it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from portal.tests.family import chosen_ages
from records.actions.invitations import accept, invite
from records.models import Invitation
from records.models.access import Level, Relation
from records.tests.factories import regranted

SAID = "Please come early.\nBring <b>shoes</b> & {{ water }}."


@pytest.fixture
def invited(cast, at):
    """Dov was invited to Kit’s record, with a message, and accepted."""
    chosen_ages(cast)
    invitation = invite(
        cast.kit_record, email="dov@example.org", relation=Relation.CARER, level=Level.FULL, scopes=["forms"],
        by=cast.nora, at=at, message=SAID, access_until=at + timedelta(days=300),
    )  # fmt: skip
    accept(invitation, account=cast.dov, born=cast.kit_record.date_of_birth, at=at)
    return invitation


def words(client, name, patient):
    return client.get(reverse(name, args=[patient.pk])).content.decode()


def dismissal_of(invitation, patient=None):
    return reverse("portal:dismissal", args=[(patient or invitation.patient).pk, invitation.pk])


@pytest.mark.parametrize("name", ["portal:patient", "portal:forms"])
def test_it_stands_above_the_forms_escaped_with_its_lines(client, sign_in, cast, invited, name):
    page = words(sign_in(client, cast.dov), name, cast.kit_record)
    said = "<p>Please come early.<br>Bring &lt;b&gt;shoes&lt;/b&gt; &amp; {{ water }}.</p>"
    assert page.count(said) == 1
    assert page.index(said) < page.index("Harbour intake")


def test_nobody_else_reads_it(client, sign_in, cast, invited):
    assert "come early" not in words(sign_in(client, cast.ben), "portal:forms", cast.kit_record)
    regranted(cast.cleo_grant, account=cast.dov)
    assert "come early" not in words(sign_in(client, cast.dov), "portal:forms", cast.ana_record)


def test_not_before_it_is_accepted(client, sign_in, cast, invited):
    Invitation.objects.filter(pk=invited.pk).update(accepted_at=None, accepted_by=None)
    assert "come early" not in words(sign_in(client, cast.dov), "portal:forms", cast.kit_record)


def test_it_is_put_away_for_good(client, sign_in, cast, invited):
    dov = sign_in(client, cast.dov)
    forms = reverse("portal:forms", args=[cast.kit_record.pk])
    assert [dov.post(dismissal_of(invited), {"next": forms}).url for _ in range(2)] == [forms, forms]
    assert "come early" not in words(dov, "portal:forms", cast.kit_record)
    assert Event.objects.filter(verb="invitation.message_read").count() == 1
    assert dov.post(dismissal_of(invited), {"next": "//evil.example"}).url == reverse(
        "portal:patient", args=[cast.kit_record.pk]
    )


def test_somebody_else_cannot_put_it_away(client, sign_in, cast, invited):
    assert sign_in(client, cast.ben).post(dismissal_of(invited)).status_code == 404
    assert sign_in(client, cast.cleo).post(dismissal_of(invited, cast.ana_record)).status_code == 404
    assert sign_in(client, cast.dov).get(dismissal_of(invited)).status_code == 405
    assert "come early" in words(client, "portal:forms", cast.kit_record)


def test_after_thirty_days_it_is_gone(client, sign_in, cast, invited, at):
    accepted = Invitation.objects.filter(pk=invited.pk)
    accepted.update(accepted_at=at - timedelta(days=29, hours=23))
    assert "come early" in words(sign_in(client, cast.dov), "portal:forms", cast.kit_record)
    accepted.update(accepted_at=at - timedelta(days=30))
    assert "come early" not in words(client, "portal:forms", cast.kit_record)
