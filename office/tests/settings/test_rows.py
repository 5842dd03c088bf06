"""Places, people and services: listed, made, changed, retired, and nothing of another clinic's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from clinic.catalogue import catalogue_of
from clinic.models import Clinic, Location, Offer, Practitioner, Service
from clinic.tests import factories as of_clinics


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def page(name, *args):
    return reverse(f"office:settings_{name}", args=args)


def wrong(answer) -> dict:
    """What is said beside which field."""
    assert answer.status_code == 422
    return {name: list(words) for name, words in answer.context["form"].errors.items()}


def verbs() -> list[str]:
    return list(
        Event.objects.filter(verb__startswith="settings.").order_by("pk").values_list("verb", flat=True)
    )


def fresh(clinic):
    return catalogue_of(Clinic.objects.get(pk=clinic.pk))


def test_a_place_is_made_changed_and_told_apart(cast, nora):
    said = {"name": "5 Quay Street", "detail": "Ground floor", "order": "1", "map_url": "http://maps.example"}
    assert wrong(nora.post(page("place_new"), said)) == {
        "map_url": ["Write the whole address, beginning with https://"]
    }
    said["map_url"] = "https://maps.example/quay"
    assert nora.post(page("place_new"), said)["Location"] == page("places")
    quay = Location.objects.get(name="5 Quay Street")
    assert (quay.clinic_id, quay.map_url, verbs()) == (cast.harbour.pk, said["map_url"], ["settings.added"])
    assert wrong(nora.post(page("place_new"), said)) == {
        "name": ["Another one in use has this name. Add something that tells them apart."]
    }
    changed = said | {"detail": "First floor"}
    assert nora.post(page("place", quay.pk), changed)["Location"] == page("places")
    assert fresh(cast.harbour).locations[quay.pk].detail == "First floor"
    assert [row["name"] for row in nora.get(page("places")).context["rows"]] == [
        cast.at_harbour.place.name, "5 Quay Street",
    ]  # fmt: skip


def test_a_place_with_visits_is_retired_once_they_were_seen(cast, nora):
    place = cast.at_harbour.place
    blocked = nora.get(page("place_retiring", place.pk))
    assert blocked.context["blocked"] == "This is your only location. Add another one first."
    assert nora.post(page("place_retiring", place.pk)).status_code == 422
    of_clinics.LocationFactory(clinic=cast.harbour, name="5 Quay Street")
    asked = nora.get(page("place_retiring", place.pk))
    assert [row["when"] for row in asked.context["hit"]] == [
        "Thu 19 Nov, 9:00 am", "Thu 19 Nov, 11:00 am", "Thu 19 Nov, 1:00 pm",
    ]  # fmt: skip
    assert "Ana" not in asked.text
    assert list(wrong(nora.post(page("place_retiring", place.pk)))) == ["they_stay"]
    seen = {"they_stay": "on", "visits_seen": asked.context["hit_seen"]}
    assert nora.post(page("place_retiring", place.pk), seen)["Location"] == page("places")
    catalogue = fresh(cast.harbour)
    assert (place.pk in catalogue.locations, catalogue.offers, catalogue.hours) == (False, [], {})
    assert verbs() == ["settings.retired"]
    assert nora.post(page("place_retiring", place.pk), seen)["Location"] == page("place", place.pk)
    assert nora.post(page("place_taking_up", place.pk)).status_code == 302
    assert nora.post(page("place_taking_up", place.pk)).status_code == 302
    assert len(fresh(cast.harbour).offers) == 4 and verbs() == ["settings.retired", "settings.taken_up"]


def person(cast, **more) -> dict:
    return {
        "name": "Dr. Rae Cast", "order": "3", "colour": "moss",
        f"at_{cast.at_harbour.place.pk}": [cast.treatment.pk],
    } | more  # fmt: skip


def test_a_practitioner_is_made_with_what_they_give_and_gets_hours_next(cast, nora):
    answer = nora.post(page("person_new"), person(cast, user=cast.finn.pk))  # the account is not asked here
    rae = Practitioner.objects.get(name="Dr. Rae Cast")
    assert answer["Location"] == page("week", rae.pk)
    assert (rae.clinic_id, rae.slug, rae.user) == (cast.harbour.pk, "dr-rae-cast", None)
    assert [offer.service for offer in rae.offers.all()] == [cast.treatment]
    both = person(cast, **{f"at_{cast.at_harbour.place.pk}": [cast.assessment.pk]})
    assert nora.post(page("person", rae.pk), both).status_code == 302
    assert [offer.service for offer in rae.offers.all()] == [cast.assessment]
    rows = {row["name"]: row["tag_label"] for row in nora.get(page("people")).context["rows"]}
    assert rows == {"Petra Cast": "", "Quinn Cast": "", "Dr. Rae Cast": "No hours"}


def test_nothing_of_another_clinic_can_be_chosen(cast, nora):
    theirs = cast.at_lakeside
    said = person(cast, **{f"at_{cast.at_harbour.place.pk}": [theirs.treatment.pk]})
    assert set(wrong(nora.post(page("person_new"), said))) == {f"at_{cast.at_harbour.place.pk}"}
    # A list for a place that is not ours is not read at all.
    nora.post(page("person_new"), person(cast, **{f"at_{theirs.place.pk}": [theirs.treatment.pk]}))
    assert not Offer.objects.filter(location=theirs.place).exclude(practitioner=cast.lena).exists()
    foreign = of_clinics.CategoryFactory(clinic=cast.lakeside)
    room = of_clinics.ResourceFactory(clinic=cast.lakeside)
    of_clinics.ResourceFactory(clinic=cast.harbour)
    asked = service(
        cast, category=foreign.pk, resources=[room.pk], **{f"at_{cast.at_harbour.place.pk}": [cast.lena.pk]}
    )
    assert set(wrong(nora.post(page("service_new"), asked))) == {
        "category", "resources", f"at_{cast.at_harbour.place.pk}",
    }  # fmt: skip
    for name, row in (("place", theirs.place), ("person", cast.lena), ("service", theirs.treatment)):
        for way in (name, f"{name}_retiring"):
            assert nora.get(page(way, row.pk)).status_code == 404
            assert nora.post(page(way, row.pk), {}).status_code == 404
        assert nora.post(page(f"{name}_taking_up", row.pk)).status_code == 404
    assert nora.get(page("week", cast.lena.pk)).status_code == 404


def service(cast, **more) -> dict:
    return {
        "title": "Massage", "minutes": "45", "buffer_before": "0", "buffer_after": "10", "price": "85.50",
        "audience": "everyone", "setting": "in_person", "approval": "rules", "is_online": "on", "order": "0",
        f"at_{cast.at_harbour.place.pk}": [cast.petra.pk],
    } | more  # fmt: skip


def test_a_service_is_made_changed_and_retired(cast, nora):
    assert nora.post(page("service_new"), service(cast))["Location"] == page("services")
    massage = fresh(cast.harbour).services["massage"]
    assert (massage.price, massage.currency, massage.buffer_after) == (8550, "CAD", 10)
    assert fresh(cast.harbour).who_gives(massage) == [cast.petra]
    assert wrong(nora.post(page("service", massage.pk), service(cast, minutes="2", price="free"))) == {
        "minutes": ["Enter 5 or more"], "price": ["Enter an amount, for example 85 or 85.50."],
    }  # fmt: skip
    assert nora.post(page("service_retiring", massage.pk), {}).status_code == 302
    assert "massage" not in fresh(cast.harbour).services
    retired = nora.get(page("services") + "?show=retired").context["rows"]
    assert [row["name"] for row in retired] == ["Massage"]
    # What is retired keeps its offers, for when it is taken up, whatever else is saved meanwhile.
    nora.post(page("person", cast.petra.pk), person(cast, name="Petra Cast"))
    assert Service.objects.get(pk=massage.pk).offers.count() == 1


def test_a_practitioner_with_visits_is_retired_once_they_were_seen(cast, nora):
    asked = nora.get(page("person_retiring", cast.petra.pk))
    assert len(asked.context["hit"]) == 3
    seen = {"they_stay": "on", "visits_seen": asked.context["hit_seen"]}
    assert nora.post(page("person_retiring", cast.petra.pk), seen).status_code == 302
    assert cast.petra.pk not in fresh(cast.harbour).practitioners


def test_a_service_brings_forms_of_its_own_clinic_once(cast, nora):
    place = page("service_forms", cast.treatment.pk)
    said = {"template": cast.form.pk, "rule": "once", "due_hours": "24"}
    assert wrong(nora.post(place, said | {"template": cast.at_lakeside.form.pk})) == {
        "template": ["Select a valid choice. That choice is not one of the available choices."]
    }
    assert nora.post(place, said)["Location"] == place
    assert wrong(nora.post(place, said)) == {"template": ["The service brings this form already."]}
    row = nora.get(place).context["rows"][0]
    assert row["title"] == "Harbour intake"
    assert nora.post(row["url"], said | {"due_hours": "48"})["Location"] == place
    assert cast.treatment.service_forms.get().due_hours == 48
    assert nora.post(f"{row['url']}removal/")["Location"] == place
    assert not cast.treatment.service_forms.exists()
    assert verbs() == ["settings.added", "settings.changed", "settings.deleted"]
    theirs = cast.at_lakeside.assessment.service_forms.get()
    assert nora.get(page("service_form", cast.treatment.pk, theirs.pk)).status_code == 404
    assert nora.post(page("service_form_removal", cast.treatment.pk, theirs.pk)).status_code == 404
    assert nora.get(page("service_forms", cast.at_lakeside.assessment.pk)).status_code == 404


@pytest.mark.parametrize("many", [10, 300])
def test_lists_ask_the_same_few_questions_however_long_they_are(cast, nora, many):
    for n in range(many):
        of_clinics.PractitionerFactory(clinic=cast.harbour, name=f"Rae {n}", order=1)
        of_clinics.ServiceFactory(clinic=cast.harbour, title=f"Massage {n}", slug=f"massage-{n}")
    asked = {}
    for name in ("people", "services", "places", "hours", "closures", "away", "days"):
        nora.get(page(name))  # the catalogue is kept
        with CaptureQueriesContext(connection) as queries:
            nora.get(page(name))
        asked[name] = len(queries)
    most = {"people": 6, "services": 6, "places": 6, "hours": 5, "closures": 6, "away": 6, "days": 6}
    assert asked == most
