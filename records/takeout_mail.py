"""Mails about what is taken out, copied as a whole, or erased. None says whose record, nor what is in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clinic.policies import membership_of
from common.wording import long_date_year, moment
from outbox import registry
from outbox.composing import written
from records.actions import exports, takeouts
from records.mail import told
from records.models import ClinicExport, Erasure, TakeOut


def takeout_ready(message, *, at):
    """A record that was asked for is ready, for a day. Dropped when it is over by now, or no longer theirs."""
    taken = TakeOut.objects.select_related("account").filter(pk=message.about["takeout"]).first()
    if taken is None or not taken.is_there(at=at) or takeouts.why_not_hand_out(taken, at=at):
        raise registry.ReasonGone("take-out over")
    path = reverse("portal:takeout", args=[taken.patient_id])
    until = moment(taken.expires_at.astimezone(taken.clinic.zone))
    return told(message, "takeout_ready", to=taken.account.email, path=path, until=until)


def erasure_decided(message, *, at):
    """Whoever asked that a record be erased hears how it ended; nothing of whose, nor what was in it."""
    erasure = Erasure.objects.select_related("patient__clinic").filter(pk=message.about["erasure"]).first()
    if erasure is None or erasure.decided_at is None or not erasure.email:
        raise registry.ReasonGone("nobody to tell")
    context = {"accepted": erasure.accepted, "reason": erasure.reason, "phone": erasure.patient.clinic.phone}
    if erasure.accepted:
        context["until"] = long_date_year(erasure.keep_until)
    return written(message, "records/mail/erasure_decided", to=erasure.email, context=context)


def export(message, *, at):
    """To managers and owners: somebody asked for all records, they are ready, they were downloaded."""
    asked = (
        ClinicExport.objects.select_related("clinic", "asked_by").filter(pk=message.about["export"]).first()
    )
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if asked is None or account is None or not exports.may_export(membership_of(account, asked.clinic)):
        raise registry.ReasonGone("nobody to tell")
    title, sentence = _exports(asked)[message.about["what"]]
    context = {
        "title": title,
        "sentence": sentence % {"name": asked.asked_by},
        "path": reverse("office:exports"),
        "label": _("Look at it"),
    }
    return written(message, "records/mail/export", to=account.email, context=context)


def _exports(export) -> dict:
    others = exports.team_of(export.clinic_id).exclude(user=export.asked_by_id)
    return {
        "asked": (
            _("Somebody asked for a copy of all records"),
            _("%(name)s asked for it. It is made when a second person releases it. Nobody told you? Stop it.")
            if others.exists()
            else _(
                "You asked for it. Nobody else could release it: you can do so yourself a day later. Was it not you?"
                " Stop it."
            ),
        ),
        "ready": (
            _("The copy of all records is ready"),
            _("%(name)s asked for it. It is there for a day, then it is deleted."),
        ),
        "downloaded": (
            _("A copy of all records was downloaded"),
            _("%(name)s had asked for it. You did not know of it? Talk to each other today."),
        ),
    }


def register():
    """Tell the outbox how these mails are made."""
    registry.register("records.export", export)
    registry.register("records.takeout_ready", takeout_ready)
    registry.register("records.erasure_decided", erasure_decided)
