"""The settings check: amber rows with the page that mends them, green ones for what fits."""

from booking.models import Preferences
from clinic.models import Offer

PAGE = "/office/settings/booking/check/"


def rows(answer):
    return [(row["kind"], row["text"], row.get("url", "")) for row in answer.context["rows"]]


def test_all_is_well(cast, client, sign_in, django_assert_num_queries):
    answer = sign_in(client, cast.nora).get(PAGE)
    assert [kind for kind, _text, _url in rows(answer)] == ["ok"] * 10
    with django_assert_num_queries(6):
        client.get(PAGE)


def test_what_does_not_fit_stands_first_with_the_way_to_mend_it(cast, client, sign_in):
    Offer.objects.filter(service=cast.assessment).delete()
    Preferences.objects.filter(clinic=cast.harbour).update(notice_hours=48, days_ahead=2)
    answer = sign_in(client, cast.nora).get(PAGE)
    assert rows(answer)[:3] == [
        ("warn", "“Assessment” has no practitioner.", f"/admin/clinic/service/{cast.assessment.pk}/change/"),
        ("warn", "The notice of 48 hours reaches as far as the 2 days ahead.", "/office/settings/booking/"),
        ("ok", "There are services to book online.", ""),
    ]
    for _kind, _text, url in rows(answer)[:2]:
        assert client.get(url).status_code == 200


def test_it_is_for_managers_and_owners(cast, client, sign_in):
    assert sign_in(client, cast.finn).get(PAGE).status_code == 403
    assert sign_in(client, cast.omar).get(PAGE).status_code == 404
