"""One command of the operator: a clinic, its place, its owner. What is wrong is one sentence, and nothing is made."""

from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived, path_in
from audit.models import Event
from booking.models import Preferences
from clinic.models import Clinic, Location, Membership
from clinic.models.clinic import Role
from outbox.models import Message

RIVERSIDE = {"host": "riverside.localhost", "timezone": "America/Toronto", "owner": "rosa@example.org"}
MADE = (Clinic, Location, Membership, Preferences, User, Message)


def create_clinic(name="Riverside Clinic", **told):
    call_command("create_clinic", name, no_input=True, **{**RIVERSIDE, **told})


def rows() -> list[int]:
    return [model.objects.count() for model in MADE]


def test_a_clinic_and_its_owner(cast, at, capsys):
    before = rows()
    create_clinic(language="fr", currency="EUR", phone="(416) 555-0190", address="3 Quay Road, Toronto")
    assert [after - n for after, n in zip(rows(), before, strict=True)] == [1] * len(MADE)
    clinic = Clinic.objects.get(slug="riverside-clinic")
    facts = (clinic.name, clinic.hosts, clinic.timezone, clinic.language, clinic.currency, clinic.phone)
    assert facts == (
        "Riverside Clinic", ["riverside.localhost"], "America/Toronto", "fr", "EUR", "(416) 555-0190",
    )  # fmt: skip
    assert [place.name for place in clinic.locations.all()] == ["3 Quay Road, Toronto"]
    assert Preferences.objects.get(clinic=clinic).currency == "EUR"
    (member,) = clinic.memberships.all()
    assert (member.user.email, member.roles, member.started_at) == ("rosa@example.org", [Role.OWNER], at)
    assert (member.user.language, member.user.has_usable_password()) == ("fr", False)
    assert list(Event.objects.filter(clinic=clinic.pk).order_by("pk").values_list("verb", "reason")) == [
        ("clinic.opened", ""),
        ("team.joined", "owner"),
    ]
    out, err = capsys.readouterr()
    assert "“Riverside Clinic” is at http://riverside.localhost" in out
    assert "rosa@example.org owns it. A link to choose a password is on its way there" in out
    assert err == ""


def test_the_owner_chooses_a_password_and_sets_up_her_own_clinic_only(cast, client, at):
    create_clinic()
    (sent,) = arrived(at=at)
    assert (sent.to, sent.subject) == (["rosa@example.org"], "Choose your password")
    host = {"HTTP_HOST": "riverside.localhost"}
    form = client.get(path_in(sent), follow=True, **host)
    client.post(form.redirect_chain[-1][0], {"password1": "a green canoe"}, **host)
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": "a green canoe"}, **host)
    assert "Riverside Clinic" in client.get("/admin/", **host).text
    assert client.get("/admin/").status_code != 200  # Harbour's


def test_again_it_says_what_is_there_and_changes_nothing(cast, capsys):
    create_clinic()
    before, events = rows(), Event.objects.count()
    capsys.readouterr()
    create_clinic(host="Riverside.LOCALHOST", owner="Rosa@example.org", timezone="Europe/Paris")
    assert (rows(), Event.objects.count()) == (before, events)
    out, _err = capsys.readouterr()
    assert "“Riverside Clinic” is there" in out and "America/Toronto" in out and "Nothing was changed" in out


def test_an_owner_who_has_an_account_keeps_its_password_and_gets_no_link(cast, capsys):
    messages = Message.objects.count()
    create_clinic(owner=cast.omar.email)
    assert Clinic.objects.get(slug="riverside-clinic").memberships.get().user == cast.omar
    assert Message.objects.count() == messages
    assert "signs in with the password of the account that is there" in capsys.readouterr().out


def test_who_only_typed_the_address_does_not_own_the_clinic(cast):
    typed = AccountFactory(email="rosa@example.org", verified_at=None)
    create_clinic()
    owner = Clinic.objects.get(slug="riverside-clinic").memberships.get().user
    assert owner == User.objects.owner_of("rosa@example.org") != typed


def test_a_host_that_is_not_let_in_is_named(cast, settings, capsys):
    settings.ALLOWED_HOSTS = ["localhost"]
    create_clinic()
    assert (
        capsys.readouterr().err == "Add riverside.localhost to ALLOWED_HOSTS: until then nobody reaches it.\n"
    )


@pytest.mark.parametrize(
    "told, words",
    [
        ({"host": "https://riverside.example.org"}, "--host: “https://riverside.example.org” is no host name"),
        ({"host": "riverside.localhost:8000"}, "--host: “riverside.localhost:8000” is no host name"),
        ({"host": "*"}, "--host: “*” is no host name"),
        ({"host": "lakeside.localhost"}, "lakeside.localhost is the host of “Lakeside Clinic”, of omar@example.org;"),
        ({"name": "harbour clinic"}, "“Harbour Clinic” is there already; it answers at "),
        ({"name": ""}, "Say also: name."),
        ({"name": " ", "owner": "", "timezone": ""}, "Say also: name, --timezone, --owner."),
        ({"name": "two\nlines"}, "name: "),
        ({"name": "n" * 121}, "name: "),
        ({"timezone": "Mars/Base"}, "timezone: Choose a time zone that exists, for example America/Halifax."),
        ({"owner": "rosa"}, "--owner: “rosa” is no email address"),
        ({"language": "xx"}, "--language: “xx” is not spoken here; choose one of en, fr."),
        ({"currency": "dollars"}, "--currency: write three capital letters"),
        ({"phone": "5" * 41}, "phone: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_and_nothing_is_made(cast, told, words):
    before = rows()
    with pytest.raises(CommandError) as refused:
        create_clinic(**told)
    said = str(refused.value)
    assert said.startswith(words) and said.endswith(".") and "\n" not in said
    assert (refused.value.returncode, rows()) == (1, before)


def test_a_closed_account_owns_nothing(cast):
    User.objects.filter(pk=cast.omar.pk).update(is_active=False)
    with pytest.raises(CommandError, match="^--owner: the account of omar@example.org is closed.$"):
        create_clinic(owner=cast.omar.email)


def test_names_that_read_alike_get_addresses_of_their_own(cast):
    create_clinic("Harbour")  # Harbour Clinic's address is `harbour`
    create_clinic("诊所", host="clinic.localhost")
    assert sorted(Clinic.objects.values_list("slug", flat=True)) == [
        "clinic-localhost", "harbour", "lakeside", "riverside-localhost",
    ]  # fmt: skip


def test_the_link_can_be_handed_over_instead_of_mailed_and_had_again(cast, client, capsys):
    create_clinic(print_link=True)
    first = next(line for line in capsys.readouterr().out.splitlines() if "/accounts/" in line)
    assert not Message.objects.exists()
    events = Event.objects.count()
    create_clinic(print_link=True)
    out = capsys.readouterr().out
    assert "Nothing was changed" in out and Event.objects.count() == events
    host = {"HTTP_HOST": "riverside.localhost"}
    form = client.get(urlsplit(first).path, follow=True, **host)
    chosen = client.post(form.redirect_chain[-1][0], {"password1": "a green canoe"}, **host)
    assert chosen.status_code == 302
    again = client.get(urlsplit(first).path, follow=True, **host)
    assert again.status_code == 404 or "password1" not in again.text  # it worked once


def test_what_is_not_said_is_asked_for_at_a_keyboard(cast, capsys, monkeypatch):
    said = iter(["Riverside Clinic", "America/Toronto"])
    monkeypatch.setattr("sys.stdin", type("Keyboard", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda words: next(said))
    call_command("create_clinic", host=RIVERSIDE["host"], owner=RIVERSIDE["owner"])
    assert Clinic.objects.get(slug="riverside-clinic").timezone == "America/Toronto"
