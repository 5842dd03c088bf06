"""Two ages and one switch: chosen by the clinic, asked for until they are."""

import pytest

from office.tests.settings_pages import posted, refused, url
from records.models import AccessRules

MISSING = "Choose from which age young people decide themselves, and when they are of age."


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def save(client, **changes):
    page = client.get(url(AccessRules, "add"))
    return client.post(url(AccessRules, "add"), posted(page, **changes))


def test_there_is_no_silent_default(cast, nora):
    assert save(nora).status_code == 302
    rules = AccessRules.objects.get()
    assert (rules.clinic, rules.review_age, rules.majority_age, rules.has_ages, rules.full_by_invitation) == (
        cast.harbour, None, None, False, False,
    )  # fmt: skip


def test_the_ages_are_chosen(cast, nora):
    assert nora.get(url(AccessRules, "changelist")).headers["Location"] == url(AccessRules, "add")
    save(nora, review_age="13", majority_age="18")
    rules = AccessRules.objects.get()
    assert (rules.review_age, rules.majority_age) == (13, 18)
    assert nora.get(url(AccessRules, "changelist")).headers["Location"] == url(
        AccessRules, "change", rules.pk
    )


@pytest.mark.parametrize(("review", "majority"), [("18", "18"), ("19", "18")])
def test_review_comes_before_majority(nora, review, majority):
    answer = save(nora, review_age=review, majority_age=majority)
    assert "The age of majority comes after the review age" in refused(answer)
    assert not AccessRules.objects.exists()


def test_until_then_one_quiet_notice_for_those_who_choose(cast, client, nora, sign_in):
    pages = ("/office/calendar/", "/office/patients/")
    assert [nora.get(page).context["quiet_notice"]["text"] for page in pages] == [MISSING, MISSING]
    assert nora.get(f"/office/patients/{cast.ana_record.pk}/").context["quiet_notice"] is None
    sign_in(client, cast.finn)
    assert MISSING not in client.get(pages[0]).text
    AccessRules.objects.create(clinic=cast.harbour, review_age=13)
    sign_in(client, cast.nora)
    assert MISSING in client.get(pages[0]).text
    AccessRules.objects.update(majority_age=18)
    assert MISSING not in client.get(pages[0]).text


def test_another_clinics_ages_do_not_count(cast, nora):
    AccessRules.objects.create(clinic=cast.lakeside, review_age=13, majority_age=18)
    assert MISSING in nora.get("/office/calendar/").text


def test_kinds_of_documents_that_patients_never_see_are_ticked(cast, nora):
    save(nora, hidden_kinds=["result", "image"])
    rules = AccessRules.objects.get()
    assert rules.hidden_kinds == ["result", "image"]
    page = nora.get(url(AccessRules, "change", rules.pk))
    nora.post(url(AccessRules, "change", rules.pk), posted(page, hidden_kinds=[]))
    rules.refresh_from_db()
    assert rules.hidden_kinds == []
