"""Which clinic answers is told by the host, never by what a request sends (Settled 10)."""

import pytest
from django.core.exceptions import DisallowedHost

from clinic.middleware import clinic_of
from clinic.models import Clinic
from clinic.tests.factories import ClinicFactory


@pytest.fixture
def two(db):
    return (
        ClinicFactory(slug="one", hosts=["localhost", "127.0.0.1", "[::1]"]),
        ClinicFactory(slug="two", hosts=["two.localhost"]),
    )


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:80", "[::1]:8000", "[::1]"])
def test_every_spelling_of_its_hosts_leads_to_a_clinic(two, host):
    assert clinic_of(host) == two[0]


def test_the_other_host_leads_to_the_other_clinic(two):
    assert clinic_of("two.localhost:8000") == two[1]


def test_with_several_clinics_a_host_nobody_answers_at_is_refused(two):
    with pytest.raises(DisallowedHost):
        clinic_of("three.localhost")


def test_a_single_clinic_answers_at_any_host(db):
    only = ClinicFactory()
    assert clinic_of("whatever.example") == only


def test_a_forged_host_gets_a_plain_400(two, client):
    assert client.get("/book/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/book/", headers={"host": "three.localhost"}).status_code == 400


def test_every_answer_carries_the_headers_errors_too(two, client):
    host = {"headers": {"host": "localhost"}}
    for response in (
        client.get("/book/", **host),
        client.get("/nowhere/", **host),
        client.post("/book/", **host),
    ):
        csp = response["Content-Security-Policy"]
        assert "script-src 'self'" in csp and "unsafe" not in csp and "frame-ancestors 'none'" in csp
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"


def test_the_version_rises_with_every_change_of_the_configuration_and_never_comes_back(two):
    from clinic.models import Service
    from clinic.tests.factories import LocationFactory, PractitionerFactory, ServiceFactory, offer, work_week

    one, other = two
    seen = [Clinic.objects.get(pk=one.pk).version]

    def rose():
        seen.append(Clinic.objects.get(pk=one.pk).version)
        return seen[-1] > max(seen[:-1])

    untouched = Clinic.objects.get(pk=other.pk).version
    place, person = LocationFactory(clinic=one), PractitionerFactory(clinic=one)
    assert rose()
    service = ServiceFactory(clinic=one)
    assert rose()
    offer(person, place, service)
    assert rose()
    work_week(person, place)
    assert rose()
    Service.objects.filter(pk=service.pk).update(title="Another")
    assert rose()
    person.hours.first().services.add(service)
    assert rose()
    assert Clinic.objects.get(pk=other.pk).version == untouched
