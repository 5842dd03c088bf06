"""A form's public link in the office: switched on, renewed, off, and printed."""

from dataclasses import replace

from common.tests.moment import AT
from smartforms import guests
from smartforms.models import GuestLink


def test_on_renewed_and_off(cast, finn):
    here = f"/office/forms/{cast.form.pk}/guests/"
    assert "address" not in finn.get(here).context
    assert finn.get(f"{here}slip/").status_code == 404
    assert "The public link is on." in finn.post(f"{here}opening/", follow=True).text
    first = finn.get(here).context["address"]
    assert first.endswith(f"/forms/guest/{GuestLink.objects.get(closed_at=None).token}/")
    finn.post(f"{here}opening/")
    assert finn.get(here).context["address"] != first
    slip = finn.get(f"{here}slip/")
    assert (slip.content[:5], slip.headers["Content-Type"]) == (b"%PDF-", "application/pdf")
    finn.post(f"{here}closing/")
    assert "address" not in finn.get(here).context
    assert list(GuestLink.objects.values_list("closed_by", "closed_at")) == [(cast.finn.pk, AT)] * 2


def test_a_link_that_sends_no_more_today_says_so(cast, finn, monkeypatch):
    monkeypatch.setattr(guests, "OF_A_LINK_A_DAY", replace(guests.OF_A_LINK_A_DAY, most=1))
    link = guests.open_link(cast.form, by=cast.nora, at=AT)
    here = f"/office/forms/{cast.form.pk}/guests/"
    assert "no more mail for now" not in finn.get(here).text
    asking = {"given_name": "A", "family_name": "B", "date_of_birth": AT.date(), "network": ""}
    guests.ask(link, email="a@example.org", at=AT, **asking)
    assert "no more mail for now" in finn.get(here).text
