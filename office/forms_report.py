"""What became of a patient's forms, visit by visit: brought or not, to whom, seen by whom, mailed or not. Read only."""

from dataclasses import dataclass, field
from datetime import timedelta

from booking.actions.telling import confirmation_keys
from booking.models import Appointment, Hold
from booking.rules import forms_of
from office.overview import HEAVY
from outbox.models import Message
from records.models import Contact, Grant
from records.models.access import Relation
from smartforms import mailing, mending
from smartforms.models import Assignment, FormRule

VISITS, FORMS, RECENT = 10, 20, timedelta(days=30)


@dataclass
class Brought:
    """A form of a visit, or one that was sent without a visit (`visit` None); `assignment` None: never sent."""

    template: object
    visit: Appointment | None = None
    assignment: Assignment | None = None
    sent_before: Assignment | None = None  # for a form that is not asked every time
    is_once: bool = False  # it is asked once only
    holders: list[Grant] = field(default_factory=list)
    mail: Message | None = None  # the last about this visit

    @property
    def seen_by(self) -> list[Grant]:
        return [grant for grant in self.holders if mending.sees(self.assignment, grant)]

    @property
    def could_have(self) -> list[Grant]:
        """Who has access, does not see it, and could be given it. Once somebody wrote in it: nobody."""
        response = getattr(self.assignment, "response", None)
        if response is not None and response.saved_at:
            return []
        return [
            grant
            for grant in self.holders
            if not mending.sees(self.assignment, grant) and mending.may_be_handed_to(self.assignment, grant)
        ]


@dataclass(frozen=True)
class Address:
    """Where forms may be mailed: to the patient's own mailbox, or to a contact who may see their information."""

    key: str
    name: str
    email: str
    relation: Relation


@dataclass
class FormsReport:
    """Visits, each with its forms; forms without a visit; bookings that were begun and never finished.

    `addresses` is where the forms that wait may be mailed; empty when none waits.
    """

    visits: list[tuple[Appointment, list[Brought]]]
    others: list[Brought]
    unfinished: list[Hold]
    holders: list[Grant]
    addresses: list[Address] = field(default_factory=list)


def addresses_of(patient, *, at) -> list[Address]:
    """The patient's own address first, then those of contacts with access, each address once."""
    found = {}
    if patient.email:
        relation = mailing.relation_of_own_address(patient, at=at)
        found[patient.email.lower()] = Address("patient", patient.name, patient.email, relation)
    contacts = Contact.objects.filter(patient=patient, ended_at=None, may_have_access=True)
    for contact in contacts.exclude(email="").order_by("name", "pk"):
        address = Address(str(contact.pk), contact.name, contact.email, Relation(contact.relation))
        found.setdefault(contact.email.lower(), address)
    return list(found.values())


def forms_report(patient, *, at) -> FormsReport:
    """Everything about one patient's forms, in six queries."""
    clinic = patient.clinic
    visits = list(
        Appointment.objects.filter(patient=patient)
        .with_names()
        .select_related("booking")
        .order_by("-starts_at", "-pk")[:VISITS]
    )
    forms = list(
        Assignment.objects.filter(patient=patient)
        .select_related("version__template", "account", "response", "link", "paper_by")
        .defer(*HEAVY)
        .order_by("-sent_at", "-pk")
    )
    holders = list(Grant.objects.live(at=at).filter(patient=patient).select_related("account"))
    through = Appointment.assignments.through.objects.filter(assignment__in=forms)
    of_visit = {}
    for visit_id, form_id in through.values_list("appointment", "assignment"):
        of_visit.setdefault(visit_id, set()).add(form_id)
    mails = _mails(visits, forms)
    begun = Hold.objects.filter(
        clinic_id=clinic.pk, answers__patient=str(patient.pk), appointment=None, made_at__gt=at - RECENT
    )
    report = FormsReport([], [], list(begun.select_related("service").order_by("-made_at")[:3]), holders)
    for visit in visits:
        visit.clinic, visit.patient = clinic, patient
        own = [form for form in forms if form.pk in of_visit.get(visit.pk, ())]
        report.visits.append((visit, _of_visit(visit, own, forms, holders, mails.get(visit.booking_id))))
    linked = set().union(*of_visit.values()) if of_visit else set()
    report.others = [
        Brought(form.version.template, assignment=form, holders=holders)
        for form in forms
        if form.pk not in linked
    ][:FORMS]
    holders_of_waiting = set(mailing.may_be_mailed(patient, at=at).values_list("account__email", flat=True))
    if holders_of_waiting:
        report.addresses = [
            one
            for one in addresses_of(patient, at=at)
            if None in holders_of_waiting or one.email.lower() in holders_of_waiting
        ]
    return report


def _of_visit(visit, own, forms, holders, mail) -> list[Brought]:
    rows = [Brought(form.version.template, visit, form, holders=holders, mail=mail) for form in own]
    there = {form.version.template_id for form in own if form.cancelled_at is None}
    rows = [
        row
        for row in rows
        if row.assignment.cancelled_at is None or row.assignment.version.template_id not in there
    ]
    named = {row.template.pk for row in rows}
    for link in forms_of(visit.clinic, visit.service):
        if link.template_id in named:
            continue
        before = None
        if link.rule != FormRule.EVERY_TIME:
            before = next(
                (
                    form
                    for form in forms
                    if form.version.template_id == link.template_id and not form.cancelled_at
                ),
                None,
            )
        once = link.rule == FormRule.ONCE
        rows.append(Brought(link.template, visit, sent_before=before, is_once=once, holders=holders))
    return rows


def _mails(visits, forms) -> dict:
    """The last mail about each booking, by the booking's id."""
    keys = {key for visit in visits for key in confirmation_keys(visit)}
    accounts = {form.account_id for form in forms if form.account_id}
    first = Message.objects.filter(dedupe_key__in=keys)
    again = Message.objects.filter(kind="booking.confirmed", account_id__in=accounts)
    found = {}
    for mail in (first | again).order_by("posted_at"):
        found[mail.about.get("booking")] = mail
    return {visit.booking_id: found.get(str(visit.booking_id)) for visit in visits}
