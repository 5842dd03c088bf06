"""A patient's forms in words: where each stands, to whom it went and how, and what can be done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.presenters.deciding import asking_page
from office.presenters.moments import day_of
from office.presenters.person import workspace_page
from smartforms.models import Status
from smartforms.on_paper import may_be_taken_back
from smartforms.presenters import titles
from smartforms.presenters.listing import TAGS


def forms_page(forms) -> dict:
    """Everything patient_forms.html shows."""
    space = forms.space
    return {
        **workspace_page(space, "patient_forms"),
        "tab": _("Forms"),
        "rows": [_row(form, forms) for form in forms.page],
        "page": forms.page,
        "send_url": sending_address(space),
        "acts": space.sends_forms,
    }


def sending_address(space) -> str:
    """Where forms are sent; empty for those who may not, and while the record is locked down."""
    may = space.sends_forms and not space.patient.is_locked
    return reverse("office:form_sending", args=[space.patient.pk]) if may else ""


def _row(form, forms) -> dict:
    space = forms.space
    status, names = form.status(at=space.at), [space.patient.pk, form.pk]
    acts = space.sends_forms and not form.is_over
    waits = acts and status != Status.EXPIRED
    return {
        "title": titles.of_form(form),
        "url": reverse("office:answers", args=names) if forms.may_read(form) else "",
        "scan_url": reverse("office:form_scan_file", args=names) if forms.may_have_scan(form) else "",
        "closed": _is_answered(form) and not (forms.may_read(form) or forms.may_have_scan(form)),
        "how": how(form, at=space.at, zone=space.zone),
        "behalf": form.practitioner.name if form.practitioner else "",
        "tag_label": status.label,
        "tag_kind": TAGS[status],
        "due": when(form, status, zone=space.zone),
        "to": to_whom(form),
        "mail_url": reverse("office:form_mail", args=names) if waits and _travels(form) else "",
        "remind_url": reverse("office:form_reminder", args=names)
        if waits and forms.is_seen_by_its_account(form)
        else "",
        "extend_url": reverse("office:form_extension", args=names) if acts else "",
        "cancel_url": reverse("office:form_cancellation", args=names) if acts else "",
        "paper_url": reverse("office:form_scan", args=names) if acts else "",
        "undo_url": reverse("office:form_scan_removal", args=names)
        if space.sends_forms and may_be_taken_back(form)
        else "",
    }


def _is_answered(form) -> bool:
    return bool(form.sent_in) or form.is_on_paper


def _travels(form) -> bool:
    """Whether a form waits behind a mailed link that nobody has followed."""
    return form.link is not None and form.account_id is None


def how(form, *, at, zone) -> str:
    """'9 Nov, with a visit', or who sent it."""
    names = {"day": day_of(form.sent_at, at=at, zone=zone), "name": form.sent_by}
    if form.is_brought:
        return _("%(day)s, with a visit") % names
    if form.invitation_id:
        return _("%(day)s, with an invitation") % names
    if form.link_id:
        return _("%(day)s, with a mailed link") % names
    if form.sent_by_id:
        return _("%(day)s, sent by %(name)s") % names
    return _("%(day)s, by the clinic’s system") % names


def when(form, status, *, zone) -> str:
    """The date that counts for where a form stands."""

    def day(instant):
        return wording.short_date(instant.astimezone(zone))

    if form.is_on_paper:
        return _("Handed in on paper %(day)s") % {"day": day(form.paper_at)}
    if status == Status.COMPLETED:
        return _("Sent in %(day)s") % {"day": day(form.sent_in.submitted_at)}
    if status == Status.CANCELLED:
        return _("Taken back %(day)s") % {"day": day(form.cancelled_at)}
    if status == Status.EXPIRED:
        return _("Ran out %(day)s") % {"day": day(form.expires_at)}
    return _("Due %(day)s") % {"day": day(form.due_at)} if form.due_at else _("No due date")


def to_whom(form) -> list[str]:
    """The account, and below it the address; for a form nobody has taken yet, where it waits."""
    if form.account:
        return [form.account.name, form.account.email] if form.account.name else [form.account.email]
    if form.link:
        return [_("Whoever opens the link"), form.link.email]
    if form.invitation:
        return [_("Whoever accepts the invitation"), form.invitation.email]
    return [_("Whoever has full access")]


def extension_page(space, assignment, form) -> dict:
    """Until when?"""
    facts = [when(assignment, assignment.status(at=space.at), zone=space.zone)]
    return asking_page(
        space,
        title=_("Give “%(form)s” another due date?") % {"form": titles.of_form(assignment)},
        text=_("An overdue form can still be sent in. One that ran out is open again."),
        facts=facts,
        button=_("Change the due date"),
        form=form,
        current="patient_forms",
    )


def scan_page(space, assignment, form) -> dict:
    """Which file?"""
    facts = [
        _("The form is then completed; reminders of it stop."),
        _("Read the answers from the scan: none are typed in for you."),
        _("The scan is read by those who may read the answers, and by whoever sees the record in full."),
    ]
    if _is_begun(assignment):
        facts.append(_("Somebody has begun to answer. What is written so far never reaches the clinic."))
    return asking_page(
        space,
        title=_("Was “%(form)s” filled in on paper?") % {"form": titles.of_form(assignment)},
        text=_("Add a scan or a photo of the paper."),
        facts=facts,
        button=_("Add the scan"),
        form=form,
        current="patient_forms",
    )


def scan_removal_page(space, assignment) -> dict:
    """Was it a mistake?"""
    return asking_page(
        space,
        title=_("Take the scan of “%(form)s” back?") % {"form": titles.of_form(assignment)},
        text=_("For when it was the wrong paper or the wrong form."),
        facts=[
            when(assignment, Status.COMPLETED, zone=space.zone),
            _("The scan is deleted, and the form waits again as it did before."),
            _("Nobody is told by mail."),
        ],
        button=_("Take the scan back"),
        danger=True,
        current="patient_forms",
    )


def _is_begun(assignment) -> bool:
    response = getattr(assignment, "response", None)
    return response is not None and response.saved_at is not None


def cancellation_page(space, assignment) -> dict:
    """Take it back?"""
    facts = [_("Nobody is told by mail.")]
    if _is_begun(assignment):
        facts.insert(0, _("Somebody has begun to answer. What is written so far never reaches the clinic."))
    return asking_page(
        space,
        title=_("Take “%(form)s” back?") % {"form": titles.of_form(assignment)},
        text=_("It can’t be filled in any more."),
        facts=facts,
        button=_("Take the form back"),
        danger=True,
        current="patient_forms",
    )
