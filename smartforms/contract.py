"""This room's answers about a patient's rows: forms that were sent, and what was written in them."""

from django.db.models import CharField, Max, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from records.contract import Answerer, Fate, Goes, has_its_own
from records.joining.parting import going_back
from records.models import Upload
from records.policies import is_locked_down
from smartforms import arriving, forgetting, takeout
from smartforms.mailing import of_address
from smartforms.mending import hand_to
from smartforms.models import Assignment, FormLink, Response, Series
from smartforms.models.filling import FILES_OF


class FormsAnswerer(Answerer):
    """Sent answers are part of the record; an open form is an open door into it."""

    def move(self, source, target, *, by, at) -> dict[str, list]:
        """An address that was mailed a link for either record keeps the kept one's; the other's ends."""
        rivals = FormLink.objects.open().filter(patient=source).filter(has_its_own(FormLink, target))
        FormLink.objects.filter(pk__in=list(rivals.values_list("pk", flat=True))).update(
            revoked_at=at, revoked_because="merged"
        )
        return super().move(source, target, by=by, at=at)

    def undo(self, moved: dict[str, list], source, *, by, at) -> None:
        """Files go with the form they were handed in for."""
        super().undo(moved, source, by=by, at=at)
        forms = Assignment.objects.filter(Q(patient=source) | Q(series__patient=source))
        names = [form.for_uploads for form in forms.only("pk")]
        Upload.objects.filter(for_what__in=names).exclude(patient=source).update(patient=source)

    def goes_along(self, model, merge):
        if model is not Upload:
            return Q(pk__in=[])
        name = Concat(Value(FILES_OF), Cast("pk", CharField()))
        return Q(for_what__in=going_back(Assignment, merge).annotate(name=name).values("name"))

    def sections(self, reader):
        return takeout.sections(reader)

    def resources(self, reader):
        return takeout.resources(reader)

    def hidden_files(self, reader):
        return takeout.hidden_files(reader)

    def last_entry(self, patient):
        return Response.objects.filter(patient=patient).aggregate(last=Max("submitted_at"))["last"]

    def erase(self, patient):
        forms = Response.objects.filter(patient=patient)
        return [
            Fate(_("Forms that were begun and not sent"), forms.filter(submitted_at=None).count(), Goes.NOW),
            Fate(
                _("Answers to forms"),
                forms.filter(submitted_at__isnull=False).count(),
                Goes.LATER,
                _("Part of the medical record, which the law requires clinics to keep."),
            ),
        ]

    def kept_files(self, patient):
        """Files of forms that were sent, and scans of those filled in on paper."""
        sent = Assignment.objects.filter(patient=patient).filter(
            Q(response__submitted_at__isnull=False) | Q(paper_at__isnull=False)
        )
        names = [form.for_uploads for form in sent.only("pk")]
        return Q(for_what__in=names) | Q(pk__in=sent.filter(paper_scan__isnull=False).values("paper_scan"))

    def forget(self, patient, *, by, at) -> None:
        forgetting.forget(patient, at=at)
        arriving.read_no_more(patient, by=by, at=at)

    def forget_all(self, patient, *, by, at) -> None:
        forgetting.forget_all(patient)

    def open_doors(self, patient, *, at) -> list[str]:
        if is_locked_down(patient.pk, at=at):
            return []
        links = FormLink.objects.open().filter(patient=patient, expires_at__gt=at)
        waiting = (
            Assignment.objects.waiting(at=at).filter(patient=patient).select_related("version__template")
        )
        return [
            *(assignment.version.template.title for assignment in waiting),
            *(_("Link to forms, mailed to %(email)s") % {"email": link.email} for link in links),
        ]

    def welcome(self, *, along, account, at) -> None:
        """The forms that were sent along with an invitation, or in a mail, are now this account's."""
        Assignment.objects.filter(invitation=along, account=None).update(account=account)
        for link in FormLink.objects.filter(pk=along):
            for form in of_address(link.assignments.all(), link.email):
                hand_to(form, account=account, by=account, at=at, with_draft=account.email == link.email)
            Series.objects.filter(entries__link=link, account=None).update(account=account)

    def forget_address(self, patient, email, *, at) -> None:
        FormLink.objects.open().filter(patient=patient, email__iexact=email).update(
            revoked_at=at, revoked_because="address_changed"
        )
        running = Series.objects.live().filter(patient=patient, account=None, email__iexact=email)
        if patient.email:
            running.update(email=patient.email.lower())
        else:  # nobody would hear of it
            running.update(ended_at=at, next_on=None)
