"""What was done and seen of one record, and by whom, out of the audit."""

from django.db.models import Case, OuterRef, Subquery, UUIDField, When
from django.db.models.functions import Cast

from accounts.models import User
from audit.models import Event
from booking.models import Appointment
from records.joining.trail import ids_behind
from records.models import Grant
from smartforms.models import Assignment


def _target(model):
    """The id of what an event is about, where it is about this kind of row; ids of other kinds are left alone."""
    return Case(
        When(target_kind=model._meta.label_lower, then=Cast("target", UUIDField())),
        output_field=UUIDField(),
    )


def events_of(patient, *, with_titles: bool):
    """The events of a record, the newest first, in one query: who, as whom, about whose access, about which visit.

    Titles of forms are for those who care for the patient; others read that it was a form.
    """
    actor = User.objects.filter(pk=OuterRef("actor"))
    behalf = User.objects.filter(pk=OuterRef("on_behalf_of"))
    grant = Grant.objects.filter(pk=OuterRef("about_grant"), patient=patient)
    visit = Appointment.objects.filter(pk=OuterRef("about_visit"), patient=patient)
    form = Assignment.objects.filter(pk=OuterRef("about_form"), patient=patient)
    known = ids_behind(patient)
    events = Event.objects.filter(patient__in=known).annotate(
        about_grant=_target(Grant),
        about_visit=_target(Appointment),
        given_name=Subquery(actor.values("given_name")[:1]),
        family_name=Subquery(actor.values("family_name")[:1]),
        email=Subquery(actor.values("email")[:1]),
        seen_as=Subquery(behalf.values("email")[:1]),
        whom=Subquery(grant.values("account__email")[:1]),
        visit_at=Subquery(visit.values("starts_at")[:1]),
    )
    if with_titles:
        events = events.annotate(about_form=_target(Assignment)).annotate(
            form_title=Subquery(form.values("version__template__title")[:1])
        )
    return events.order_by("-at", "-id")
