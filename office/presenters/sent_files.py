"""A file that was sent, as the team reads about it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.serving import SHOWN_INLINE
from common.wording import file_size, moment
from office.presenters.person import workspace_page
from office.presenters.tray import sender
from records.actions.sent import may_be_reopened
from records.models.kinds import Kind
from records.models.sent import KEPT_AFTER_REFUSAL, Outcome
from smartforms.given_files import forms_of
from smartforms.models import Assignment
from smartforms.presenters import titles

WHO_OPENS = gettext_lazy(
    "This file is opened by practitioners who have the patient among their own. You can file it unopened."
)


def sent_file_page(space, sent, *, filing, placing, declining, giving) -> dict:
    """What sent_file.html shows."""
    opens, upload = space.opens_document(sent.kind), sent.upload
    there = upload.removed_at is None
    view = _url("view", sent) if opens and there else ""
    form = _form_of(space, sent)
    said = [one for one in (filing, placing, declining, giving) if one is not None and one.errors]
    return {
        **workspace_page(space, "documents"),
        "tab": _("File sent"),
        "title": upload.name if opens else Kind(sent.kind).label,
        "rows": [{"term": term, "answer": answer} for term, answer in _facts(space, sent, opens, form)],
        "why_closed": "" if opens else WHO_OPENS,
        "is_gone": not there,
        "view_url": view,
        "save_url": f"{view}?save=" if view and space.keeps_document(sent.kind) else "",
        "is_picture": upload.content_type.startswith("image/"),
        "is_shown": upload.content_type in SHOWN_INLINE,
        "waits": sent.waits,
        "decides": sent.waits and space.handles_sent,
        "filing": filing,
        "filing_url": _url("filing", sent),
        "placing": placing,
        "placing_url": _url("placing", sent),
        "has_places": bool(placing.places) or bool(placing.errors),
        "declining": declining,
        "declining_url": _url("declining", sent),
        "deleted_after": KEPT_AFTER_REFUSAL.days,
        "giving": giving,
        "giving_url": _url("giving", sent),
        "reopening_url": _url("reopening", sent)
        if space.handles_sent and may_reopen(space, sent) and not (form and form.sent_in)
        else "",
        "forms": said,
        "has_errors": bool(said),
        "whom": space.patient.given_name,
    }


def may_reopen(space, sent) -> bool:
    """Whether this member may undo the decision: a document goes out of the record by whoever may change it."""
    if sent.document is not None and not space.keeps_document(sent.document.kind):
        return False
    return may_be_reopened(sent, at=space.at)


def _url(what: str, sent) -> str:
    return reverse(f"office:sent_file_{what}", args=[sent.patient_id, sent.pk])


def _form_of(space, sent) -> Assignment | None:
    """The form it was put into."""
    copies = [sent.form_copy] if sent.form_copy else []
    return forms_of(copies, Assignment.objects.of(space.patient.clinic)).get(sent.form_copy_id)


def _facts(space, sent, opens, form):
    yield _("Sent by"), sender(sent)
    yield _("Sent"), moment(sent.sent_at.astimezone(space.zone))
    yield _("What it is"), Kind(sent.kind).label
    if opens and sent.note:
        yield _("A word about it"), sent.note
    yield _("Size"), file_size(sent.upload.size)
    if sent.confidential or (sent.document is not None and sent.document.confidential):
        yield _("Who sees it"), _("The patient alone: their choice, or ours")
    if sent.decided_at:
        when = moment(sent.decided_at.astimezone(space.zone))
        who = sent.decided_by.name or sent.decided_by.email
        yield Outcome(sent.outcome).label, _("%(who)s, %(when)s") % {"who": who, "when": when}
    if sent.reason:
        yield _("Why"), sent.reason
    if opens and sent.document is not None:
        yield _("In the record as"), sent.document.title
    if form is not None:
        yield _("Form"), titles.of_form(form)
        if sent.form_copy.removed_at:
            yield _("In that form"), _("Taken out by whoever fills it in")
