"""Words and rows of the last steps: the person, and the check before booking."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import policy_words, steps
from booking.policies import is_asked_for
from booking.presenters.held import held_page
from booking.presenters.strip import booking_for
from booking.rules import rules_of
from common.wording import clock_time, duration, long_date, money, zone_words
from records.models import Patient
from records.policies import grants_of
from records.presenters import on_a_line


def nobody_chosen() -> str:
    """What is said when the page was sent without a choice."""
    return _("Choose who this visit is for")


def enough_ahead(grant, clinic) -> str:
    """Why nothing more can be booked online for somebody, and what to do instead."""
    names = {"name": grant.patient.given_name, "phone": clinic.phone}
    if grant.is_self and clinic.phone:
        return (
            _("You have as many visits ahead as can be booked online. To book another, call %(phone)s.")
            % names
        )
    if grant.is_self:
        return _("You have as many visits ahead as can be booked online. To book another, call the clinic.")
    if clinic.phone:
        return (
            _("%(name)s has as many visits ahead as can be booked online. To book another, call %(phone)s.")
            % names
        )
    return (
        _("%(name)s has as many visits ahead as can be booked online. To book another, call the clinic.")
        % names
    )


def enough_for_address(clinic) -> str:
    """Why a guest can book nothing more with an address, and what to do instead."""
    if clinic.phone:
        words = _(
            "No more visits can be booked with this address without an account. Sign in, or call %(phone)s."
        )
        return words % {"phone": clinic.phone}
    return _(
        "No more visits can be booked with this address without an account. Sign in, or call the clinic."
    )


def chosen_before(held, grants) -> str:
    """What was chosen on an earlier look at this page; with nobody saved, oneself stands first."""
    if "patient" in held.answers:
        return held.answers["patient"]
    if "person" in held.answers:
        return "self" if held.answers["person"].get("relation") == "self" else "other"
    return "" if grants else "self"


def relation_words(grant, *, on) -> str:
    """'You, born 4 May 1988' or 'Your child, 9'."""
    if grant.is_self:
        return _("You, born %(date)s") % {"date": date_format(grant.patient.date_of_birth, "j F Y")}
    return on_a_line(grant, on=on)


def people(account, grants, chosen, forms, *, on) -> list[dict]:
    """The people to choose from, with the `forms` that open under somebody new, for booking/_people.html.

    `account` is None for a guest; `on` is the day on which a child is as old as is said.
    """
    options = [
        {
            "value": str(grant.patient_id),
            "label": grant.patient.name,
            "text": relation_words(grant, on=on),
            "initials": grant.patient.initials,
            "colour": grant.colour,
            "checked": chosen == str(grant.patient_id),
        }
        for grant in grants
    ]
    me = account.name or account.email if account else _("You’ll fill in your name and date of birth.")
    somebody = _("Someone else") if grants else _("My child or someone else")
    text = _("Add a family member. You’ll fill in their name and date of birth.")
    new = {"self": (_("Me"), me, "user"), "other": (somebody, text, "user-plus")}
    for value, (label, words, icon) in new.items():
        if form := forms.get(value):
            option = {"value": value, "label": label, "text": words, "icon": icon, "checked": chosen == value}
            options.append(option | {"form": form})
    return options


def who_page(request, held, grants, chosen, forms, errors) -> dict:
    """Everything on the page of who it is for."""
    account = request.user if request.user.is_authenticated else None
    on = held.starts_at.astimezone(request.clinic.zone).date()
    return {
        "options": people(account, grants, chosen, forms, on=on),
        "note_form": forms["note"],
        "contact_form": forms.get("contact"),
        "errors": errors,
        "who_errors": [words for control, words in errors if control == "who"],
    }


def errors_of(*forms) -> list:
    """(control id, words) of every error, for the summary above the heading."""
    found = []
    for form in forms:
        if form is None:
            continue
        for name, words in form.errors.items():
            found.extend((form[name].id_for_label or form[name].auto_id, word) for word in words)
    return found


@dataclass(frozen=True)
class Person:
    """Whoever the visit is for, as the check page shows them."""

    name: str = ""
    detail: str = ""
    given_name: str = ""
    is_self: bool = False
    relation: str = ""
    colour: str = ""
    patient: Patient | None = None

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.name.removeprefix(self.given_name).strip()[:1]).upper()


def person_of(answers, grants, *, on) -> Person:
    """Whoever was chosen or typed, as they are on a day; nobody in particular for a record that is not there."""
    if "person" in answers:
        person = answers["person"]
        name = f"{person['given_name']} {person['family_name']}"
        is_self = person["relation"] == "self"
        detail = _("You") if is_self else _("New in your family")
        return Person(name, detail, person["given_name"], is_self, person["relation"])
    for grant in grants:
        if str(grant.patient_id) == answers["patient"]:
            words = relation_words(grant, on=on)
            who = grant.patient
            return Person(who.name, words, who.given_name, grant.is_self, grant.relation, grant.colour, who)
    return Person()


def check_page(request, held, *, at) -> dict:
    """The summary list and the policy."""
    clinic, rules = request.clinic, rules_of(request.clinic)
    start, end = held.starts_at.astimezone(clinic.zone), held.ends_at.astimezone(clinic.zone)
    grants = grants_of(request.user, at=at, clinic=clinic)
    person = person_of(held.answers, grants, on=start.date())
    service, place = held.service, held.location
    change_time = steps.change_url(held)
    rows = [
        (
            _("For"),
            person.name,
            person.detail,
            reverse("booking:patient", args=[held.pk]),
            _("who it is for"),
        ),
        (
            _("When"),
            f"{long_date(start)}, {clock_time(start)}",
            _("To %(time)s, %(zone)s") % {"time": clock_time(end), "zone": zone_words(start)},
            change_time,
            _("the time"),
        ),
        (
            _("Visit"),
            service.title,
            duration(service.minutes),
            steps.change_url(held, "booking:services"),
            _("the visit"),
        ),
        (
            _("With"),
            held.practitioner.name,
            held.practitioner.credentials,
            steps.change_url(held, "booking:practitioners"),
            _("the practitioner"),
        ),
        (_("Where"), f"{place.name}, {place.detail}" if place.detail else place.name, place.access, "", ""),
    ]
    if service.price is not None:
        rows.append((_("Price"), money(service.price, service.currency), _("Pay at the clinic"), "", ""))
    if email := held.answers.get("email"):
        rows.append((_("Your email"), email, "", reverse("booking:patient", args=[held.pk]), _("your email")))
    note = held.answers.get("note")
    rows.append((_("Your note"), note, "", reverse("booking:patient", args=[held.pk]), _("your note")))
    keys = ("term", "answer", "detail", "change_url", "change_hidden")
    return {
        "rows": [dict(zip(keys, row, strict=True)) for row in rows],
        "policy": policy_words.sentence(clinic, rules, held.starts_at, at=at),
        "bar": policy_words.bar(clinic, rules, held.starts_at, at=at)
        if rules.fee or rules.changes_online
        else None,
        "given_name": person.given_name,
        "initials": person.initials,
        "is_self": person.is_self,
        "acting_for": booking_for(person.given_name, person.relation, person.colour)
        if person.name and not person.is_self
        else None,
        "undo_minutes": rules.undo_minutes,
        "is_request": is_asked_for(clinic, service, person.patient, at=at),
    }


def prove_first_page(request, held) -> dict:
    """Why nothing was booked: the address has to be confirmed first. Time and answers are kept."""
    return {
        **held_page(request, held),
        "email": request.user.email,
        "most": settings.VISITS_BEFORE_PROOF,
        "check_url": reverse("booking:check", args=[held.pk]),
    }
