"""Records of patients, and who may see them."""

import uuid
from datetime import date, timedelta

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from factory.django import DjangoModelFactory

from accounts.tests.factories import AccountFactory
from clinic.models.clinic import Role
from clinic.tests.factories import ClinicFactory, MembershipFactory, PractitionerFactory
from common.tests.moment import AT, LONG_AGO
from records import models
from records.actions import ALL_SCOPES
from records.actions.emergencies import KIND as EMERGENCY
from records.actions.sent import KIND
from records.activities import history_of, with_ticks
from records.models.access import Basis, Level, Relation
from records.models.glass import AN_HOUR
from records.models.kinds import Kind
from records.models.upload import FOR_CLINIC
from records.takeout.reader import Reader
from tray.actions import put


class PatientFactory(DjangoModelFactory):
    """A record at a clinic."""

    class Meta:
        model = models.Patient

    clinic = factory.SubFactory(ClinicFactory)
    given_name = "Robin"
    family_name = factory.Sequence(lambda n: f"Vale{n}")
    date_of_birth = date(1988, 5, 4)
    email = factory.Sequence(lambda n: f"patient{n}@example.org")
    phone = "(902) 555-0119"
    created_at = LONG_AGO


class GrantFactory(DjangoModelFactory):
    """An account may see a record: oneself, limited; `full=True` is what only the clinic gives."""

    class Meta:
        model = models.Grant

    class Params:
        full = factory.Trait(
            level=Level.FULL, basis=Basis.CLINIC, granted_by=factory.SubFactory(AccountFactory)
        )

    account = factory.SubFactory(AccountFactory)
    patient = factory.SubFactory(PatientFactory)
    relation = Relation.SELF
    level = Level.LIMITED
    scopes = factory.LazyFunction(lambda: list(ALL_SCOPES))
    basis = Basis.BOOKING
    colour = "plum"
    starts_at = LONG_AGO


def regranted(grant, **changes) -> models.Grant:
    """The grant as it would be with these changes: the old one ends, another follows (rows are never widened)."""
    ended = {"revoked_at": AT, "revoked_by": grant.granted_by or grant.account, "reason": "replaced"}
    models.Grant.objects.filter(pk=grant.pk).update(**ended)
    fields = {
        field.name: getattr(grant, field.name)
        for field in grant._meta.concrete_fields
        if not field.primary_key
    }
    return models.Grant.objects.create(**fields | changes)


def reader_of(grant, at=AT) -> Reader:
    """The holder of this grant, about to take the record out."""
    live = models.Grant.objects.live(at=at).select_related("account", "patient__clinic").get(pk=grant.pk)
    return Reader(live.patient, at, account=live.account, grant=live)


def exported(answerer, reader) -> list[tuple[str, dict]]:
    """Every row a room hands out, under the name of its sheet."""
    return [(name, row) for name, _columns, rows in answerer.export(reader) for row in rows]


class CareRelationFactory(DjangoModelFactory):
    """One of a practitioner's own patients."""

    class Meta:
        model = models.CareRelation

    practitioner = factory.SubFactory(PractitionerFactory)
    patient = factory.SubFactory(PatientFactory, clinic=factory.SelfAttribute("..practitioner.clinic"))
    since = LONG_AGO
    why = "visit"


class LockdownFactory(DjangoModelFactory):
    """Portal access to a record is shut."""

    class Meta:
        model = models.Lockdown

    patient = factory.SubFactory(PatientFactory)
    at = AT
    by = factory.SubFactory(AccountFactory)


class ChartFactory(DjangoModelFactory):
    """A note with a plan in it; `plan={}` for one without, `signed=True` for one that is locked."""

    class Meta:
        model = models.Chart
        skip_postgeneration_save = True

    class Params:
        signed = factory.Trait(
            locked_at=AT,
            locked_by=factory.LazyAttribute(lambda chart: chart.practitioner.user or AccountFactory()),
        )

    patient = factory.SubFactory(PatientFactory)
    practitioner = factory.SubFactory(PractitionerFactory, clinic=factory.SelfAttribute("..patient.clinic"))
    day = AT.date()
    written_at = AT
    subjective = "Tired."
    plan = factory.LazyFunction(lambda: {"summary": "Rest."})

    @factory.post_generation
    def as_signed(chart, *_args, **_kwargs):
        if chart.locked_at:
            revised(chart, by=chart.locked_by)


def revised(chart, *, by, reason="", **changes):
    """The next revision of a chart, with these changes in it; the chart's own row is left alone."""
    said = {name: getattr(chart, name) for name in ("day", "subjective", "objective", "assessment", "plan")}
    number = chart.revisions.count() + 1
    return models.ChartRevision.objects.create(
        chart=chart, number=number, at=AT, by=by, reason=reason, **said | changes
    )


class DocumentFactory(DjangoModelFactory):
    """A paper that staff have not shared; `shared=True` is one they have. Its bytes are its title."""

    class Meta:
        model = models.Document
        skip_postgeneration_save = True

    class Params:
        shared = factory.Trait(shared_at=AT, shared_by=factory.SubFactory(AccountFactory))

    patient = factory.SubFactory(PatientFactory)
    title = "Blood test"
    dated_on = AT.date()
    name = "Blood test.pdf"
    content_type = "application/pdf"
    size = 9
    sha256 = "0" * 64
    pages = 2
    created_at = AT

    @factory.post_generation
    def stored(document, *_args, **_kwargs):
        if not default_storage.exists(document.stored_as):
            default_storage.save(document.stored_as, ContentFile(b"%PDF " + document.title.encode()))


class UploadFactory(DjangoModelFactory):
    """A file that was handed in; its bytes are its name."""

    class Meta:
        model = models.Upload
        skip_postgeneration_save = True

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    for_what = "smartforms.assignment:1"
    name = "Knee.png"
    content_type = "image/png"
    size = 9
    sha256 = "0" * 64
    created_at = AT

    @factory.post_generation
    def stored(upload, *_args, **_kwargs):
        if not default_storage.exists(upload.stored_as):
            default_storage.save(upload.stored_as, ContentFile(upload.name.encode()))


class HomeActivityFactory(DjangoModelFactory):
    """An activity of a clinic's library: five times a week."""

    class Meta:
        model = models.HomeActivity

    clinic = factory.SubFactory(ClinicFactory)
    title = factory.Sequence(lambda n: f"Walk {n}")
    instructions = "In daylight."
    times = 5
    per = "week"
    made_at = AT
    made_by = factory.SubFactory(AccountFactory)


class ActivityAssignmentFactory(DjangoModelFactory):
    """Five times a week, for four weeks now."""

    class Meta:
        model = models.ActivityAssignment

    patient = factory.SubFactory(PatientFactory)
    practitioner = factory.SubFactory(PractitionerFactory, clinic=factory.SelfAttribute("..patient.clinic"))
    title = "Walk, 20 minutes"
    instructions = "In daylight, most days"
    times = 5
    per = "week"
    starts_on = AT.date() - timedelta(days=28)
    assigned_at = AT
    assigned_by = factory.SubFactory(AccountFactory)


def done_on(assignment, *days, by, at=AT):
    """It was done once on each of these days."""
    for day in days:
        models.ActivityDone.objects.create(assignment=assignment, on_day=day, done_at=at, done_by=by)


def history_told(assignment):
    """Its history, as a page asks for it."""
    return history_of(with_ticks(models.ActivityAssignment.objects.filter(pk=assignment.pk)).get())


class SentFileFactory(DjangoModelFactory):
    """A file that waits in the clinic's tray; `by` is who sent it."""

    class Meta:
        model = models.SentFile
        skip_postgeneration_save = True
        exclude = ["by", "name"]

    by = factory.SubFactory(AccountFactory)
    name = "Card.png"
    patient = factory.SubFactory(PatientFactory)
    upload = factory.SubFactory(
        UploadFactory,
        patient=factory.SelfAttribute("..patient"),
        account=factory.SelfAttribute("..by"),
        name=factory.SelfAttribute("..name"),
        for_what=FOR_CLINIC,
    )
    kind = Kind.INSURANCE
    batch = factory.LazyFunction(uuid.uuid4)
    sent_at = AT

    @factory.post_generation
    def waiting(sent, *_args, **_kwargs):
        if sent.waits:
            put(KIND, clinic=sent.patient.clinic_id, target=sent, patient=sent.patient_id, at=sent.sent_at)


class RedFlagFactory(DjangoModelFactory):
    """An allergy that stands; `ended=True` for one that does not."""

    class Meta:
        model = models.RedFlag

    class Params:
        ended = factory.Trait(ended_at=AT, ended_by=factory.SubFactory(AccountFactory), ended_because="Over")

    patient = factory.SubFactory(PatientFactory)
    kind = "allergy"
    text = "Penicillin"
    raised_at = LONG_AGO
    raised_by = factory.SubFactory(AccountFactory)


class BrokenGlassFactory(DjangoModelFactory):
    """A record opened in an emergency just now; that somebody looks it over waits in the tray."""

    class Meta:
        model = models.BrokenGlass
        skip_postgeneration_save = True

    patient = factory.SubFactory(PatientFactory)
    membership = factory.SubFactory(
        MembershipFactory, clinic=factory.SelfAttribute("..patient.clinic"), roles=[Role.PRACTITIONER]
    )
    reason = "Fainted in the waiting room"
    opened_at = AT
    until = factory.LazyAttribute(lambda glass: glass.opened_at + AN_HOUR)

    @factory.post_generation
    def to_review(glass, *_args, **_kwargs):
        about = {"clinic": glass.patient.clinic_id, "patient": glass.patient_id, "target": glass}
        if glass.reviewed_at is None:
            put(EMERGENCY, **about, at=glass.opened_at)
