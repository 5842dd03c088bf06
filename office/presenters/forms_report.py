"""What became of a patient's forms, in sentences, each with the button that helps."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.presenters.mails import mail_rows
from smartforms.models import Status
from smartforms.presenters import titles
from smartforms.presenters.listing import TAGS

OPEN = {Status.NOT_STARTED, Status.IN_PROGRESS, Status.OVERDUE}


def forms_report_page(report, patient, *, at) -> dict:
    """Everything forms_report.html shows."""
    say = _Saying(patient, at)
    return {
        "patient": patient,
        "patient_url": reverse("office:patient", args=[patient.pk]),
        "visits": [say.visit(visit, rows) for visit, rows in report.visits],
        "others": [say.form(row) for row in report.others],
        "unfinished": [
            _("A booking was begun %(moment)s (%(service)s) and never finished: no visit, so no form.")
            % {"moment": say.moment(hold.made_at), "service": hold.service.title}
            for hold in report.unfinished
        ],
        "nobody": not report.holders,
        "addresses": [
            {"key": one.key, "label": f"{one.name} ({one.email})" if one.name else one.email}
            for one in report.addresses
        ],
    }


class _Saying:
    def __init__(self, patient, at):
        self.patient, self.at, self.zone = patient, at, patient.clinic.zone

    def moment(self, instant) -> str:
        return wording.short_moment(instant.astimezone(self.zone))

    def day(self, instant) -> str:
        return wording.short_date(instant.astimezone(self.zone))

    def visit(self, visit, rows) -> dict:
        made = {"day": self.day(visit.booking.made_at)}
        how = _("Booked online %(day)s") if visit.is_made_online else _("Booked by the clinic %(day)s")
        return {
            "title": f"{self.moment(visit.starts_at)}, {visit.service.title}",
            "text": how % made,
            "cancelled": visit.cancelled_at is not None,
            "forms": [self.form(row) for row in rows],
        }

    def form(self, row) -> dict:
        said, buttons = self._sent(row) if row.assignment else self._missing(row)
        status = row.assignment.status(at=self.at) if row.assignment else None
        return {
            "title": titles.of_form(row.assignment) if row.assignment else titles.of_template(row.template),
            "blank_url": reverse("office:blank_form", args=[row.template.pk]),
            "tag_label": status.label if status else _("Never sent"),
            "tag_kind": TAGS[status] if status else "warn",
            "said": said,
            "buttons": buttons,
        }

    def _missing(self, row) -> tuple[list, list]:
        if row.visit.is_off:
            return [_("The visit was cancelled, so nothing was sent.")], []
        if row.sent_before:
            words = _("This form is not asked every time. It was sent before, %(day)s.")
            if row.is_once:
                words = _("This form is asked once only. It was sent before, %(day)s.")
            return [words % {"day": self.day(row.sent_before.sent_at)}], []
        said = [_("The service brings this form, but it was not sent with this visit.")]
        return said, [self._assign(row)]

    def _assign(self, row) -> dict:
        return {
            "what": "assign",
            "label": _("Send it now"),
            "visit": row.visit.pk,
            "template": row.template.pk,
        }

    def _sent(self, row) -> tuple[list, list]:
        form, status = row.assignment, row.assignment.status(at=self.at)
        said, buttons = [self._to_whom(form)], []
        if form.is_on_paper:
            words = _("Handed in on paper: %(name)s added the scan %(day)s.")
            said.append(words % {"day": self.day(form.paper_at), "name": form.paper_by})
        elif status == Status.COMPLETED:
            words = _("Sent in %(day)s, by %(email)s.")
            by = form.response.submitted_by or form.response.submitted_link
            said.append(words % {"day": self.day(form.response.submitted_at), "email": by.email})
        elif status == Status.CANCELLED:
            said.append(_("Taken back %(day)s.") % {"day": self.day(form.cancelled_at)})
            if row.visit and not row.visit.is_off:
                buttons.append(self._assign(row))
        else:
            if status == Status.EXPIRED:
                said.append(
                    _("Ran out %(day)s: it can’t be filled in any more.") % {"day": self.day(form.expires_at)}
                )
                buttons.append({"what": "extend", "label": _("Open it for 30 more days"), "form": form.pk})
            self._seen(row, said, buttons)
            self._mailed(row, status, said, buttons)
        return said, buttons

    def _to_whom(self, form) -> str:
        day = self.day(form.sent_at)
        if form.account is None:
            return _("Sent %(day)s, for whoever has full access.") % {"day": day}
        return _("Sent %(day)s to %(email)s.") % {"day": day, "email": form.account.email}

    def _seen(self, row, said, buttons) -> None:
        form = row.assignment
        if form.account and form.account_id not in {grant.account_id for grant in row.holders}:
            said.append(_("%(email)s has no access to this record now.") % {"email": form.account.email})
        if not row.seen_by:
            said.append(_("Nobody sees it."))
        for grant in row.could_have:
            email = grant.account.email
            said.append(_("%(email)s has access, but the form did not go to them.") % {"email": email})
            buttons.append(
                {
                    "what": "hand",
                    "label": _("Give it to %(email)s") % {"email": email},
                    "form": form.pk,
                    "account": grant.account_id,
                }
            )
        response = getattr(form, "response", None)
        if response is not None and response.saved_at and len(row.seen_by) < len(row.holders):
            said.append(_("Somebody has begun to answer, so it stays with them."))

    def _link(self, link) -> str:
        """What became of the mail with a link to this form."""
        facts = {"day": self.day(link.issued_at), "email": link.email}
        if link.used_at:
            return _("Mailed %(day)s to %(email)s, who has opened the link.") % facts
        if link.is_live(at=self.at):
            return _("Mailed %(day)s to %(email)s, who has not opened the link yet.") % facts
        return _("Mailed %(day)s to %(email)s. That link opens nothing any more.") % facts

    def _mailed(self, row, status, said, buttons) -> None:
        if link := row.assignment.link:
            said.append(self._link(link))
        if row.visit is None:
            if row.assignment.link is None:
                said.append(_("It came without a visit; no mail was sent about it."))
            return
        if row.mail is None:
            said.append(_("No mail was sent about this visit."))
        else:
            (mail,) = mail_rows([row.mail], zone=self.zone)
            said.append(
                _("Mail about the visit: %(state)s, %(when)s.")
                % {"state": mail["tag_label"].lower(), "when": mail["when"]}
            )
        is_ahead = not row.visit.is_off and row.visit.ends_at > self.at
        if status in OPEN and is_ahead and row.assignment.account_id in {g.account_id for g in row.seen_by}:
            buttons.append(
                {
                    "what": "tell",
                    "label": _("Send the link again"),
                    "form": row.assignment.pk,
                    "visit": row.visit.pk,
                }
            )
