"""Files sent to the clinic, as their sender reads about them: what waits, what became of the rest."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import files
from common.paging import around
from common.wording import file_size
from portal.presenters.words import day_with_year
from records.models.kinds import Kind
from records.models.sent import KEPT_AFTER_REFUSAL, Outcome
from smartforms.presenters import titles

# What it is, in the words of whoever sends it.
WHAT = {
    Kind.INSURANCE: gettext_lazy("Insurance card"),
    Kind.REFERRAL: gettext_lazy("Referral"),
    Kind.RESULT: gettext_lazy("Result or report"),
    Kind.IMAGE: gettext_lazy("Photo"),
    Kind.IDENTITY: gettext_lazy("Proof of identity"),
    Kind.OTHER: gettext_lazy("Something else"),
}
TAGS = {"": "neutral", Outcome.FILED: "ok", Outcome.IN_FORM: "ok", Outcome.DECLINED: "bad"}


def limits() -> str:
    """Said before anybody chooses a file."""
    given = {"kinds": files.kinds_in_words(), "most": file_size(files.LARGEST)}
    return _("A photo, scan or PDF: %(kinds)s. Up to %(most)s each.") % given


def sending_block(grant, form) -> dict:
    """The inputs of `portal/_sending.html`: the box for files and what is asked about them."""
    return {
        "sending": {
            "form": form,
            "url": reverse("portal:sending", args=[grant.patient_id]),
            "limits": limits(),
            "accept": files.CHOOSE,
            "most_bytes": files.LARGEST,
            "batch": uuid.uuid4(),
            "for_whom": "" if grant.is_self else grant.patient.given_name,
            "initials": grant.patient.initials,
        }
    }


def sent_block(grant, rows, viewer, *, at, number, has_more, forms=None) -> dict:
    """The inputs of `portal/_sent.html`: a page of what was sent, the latest first.

    `forms` are those the viewer may know of into which files were put, by the file's copy there.
    """
    zone = grant.patient.clinic.zone
    return {
        "sent": {
            "title": _("Sent by you") if grant.is_self else _("Sent to the clinic"),
            "rows": [_row(one, viewer, at=at, zone=zone) | _form_of(one, forms or {}) for one in rows],
            **around(number, has_more, "?sent={}#sent"),
        }
    }


def _row(one, viewer, *, at, zone) -> dict:
    today, upload = at.astimezone(zone).date(), one.upload
    args = [one.patient_id, one.pk]
    return {
        "name": upload.name,
        "icon": "image" if upload.content_type.startswith("image/") else "file-text",
        "url": reverse("portal:sent_file", args=args) if upload.removed_at is None else "",
        "tag_label": _state(one),
        "tag_kind": "neutral" if _was_taken_out(one) else TAGS[one.outcome],
        "detail": _facts(one, viewer, today, zone),
        "reason": one.reason,
        "is_private": one.confidential and upload.account_id == viewer.pk,
        "removal_url": reverse("portal:sent_removal", args=args)
        if one.waits and upload.account_id == viewer.pk
        else "",
    }


def _state(one) -> str:
    if _was_taken_out(one):
        return _("No longer in the form")
    return Outcome(one.outcome).label if one.outcome else _("Waiting for the clinic")


def _was_taken_out(one) -> bool:
    """Whether whoever fills the form in did not want it there."""
    return one.form_copy is not None and one.form_copy.removed_at is not None


def _form_of(one, forms: dict) -> dict:
    """The form it was put into, for those who see that."""
    form = forms.get(one.form_copy_id)
    if form is None:
        return {"form_title": "", "form_url": ""}
    url = reverse("smartforms:sent" if form.sent_in else "smartforms:open", args=[form.patient_id, form.pk])
    return {"form_title": titles.of_form(form), "form_url": url}


def _facts(one, viewer, today, zone) -> str:
    """'16 November, 1.2 MB. Accepted 3 September'; by whom, where that was somebody else."""
    upload = one.upload
    day = day_with_year(one.sent_at.astimezone(zone), today)
    words = [f"{WHAT[one.kind]}, {day}, {file_size(upload.size)}"]
    if upload.account_id != viewer.pk and upload.account is not None:
        words.append(_("Sent by %(name)s") % {"name": upload.account.name or upload.account.email})
    if one.decided_at:
        decided = {"day": day_with_year(one.decided_at.astimezone(zone), today)}
        words.append(
            {
                Outcome.FILED: _("Accepted %(day)s"),
                Outcome.IN_FORM: _("Put into a form %(day)s"),
                Outcome.DECLINED: _("Not accepted %(day)s"),
            }[one.outcome]
            % decided
        )
    if one.outcome == Outcome.DECLINED and upload.removed_at is None:
        gone = (one.decided_at + KEPT_AFTER_REFUSAL).astimezone(zone)
        words.append(_("The file is deleted on %(day)s") % {"day": day_with_year(gone, today)})
    return ". ".join(words)


def removal_page(grant, one) -> dict:
    """Ask once before a file that waits is taken back."""
    return {"patient": grant.patient, "grant": grant, "name": one.upload.name}
