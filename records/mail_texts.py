"""The mails about access and records that a clinic may word. They name the clinic and nobody else."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from common.wording import long_date, long_date_year, moment
from outbox.texts import Text, register
from records.mail_words import words_of

ROOM = _("Access and records")
UNTIL = {"until": _("until when the link works")}


def _later(**later):
    return timezone.localtime(clock.now()) + timedelta(**later)


def _link() -> dict:
    return {"path": "/portal/", "until": moment(_later(days=1))}


def _told(what):
    """What the mail of two sentences gets, with every fact that one of them names."""

    def sample():
        facts = {"day": long_date(_later()), "until": moment(_later(days=1))}
        return {"path": "/portal/", **words_of(what, **facts)}

    return sample


def _erasure() -> dict:
    return {"accepted": True, "until": long_date_year(_later(days=3650))}


CHANGED = "records/mail/access_changed"
TEXTS = [
    ("invitation", _("The clinic invites to the portal"), "records/mail/invitation", _link, UNTIL),
    ("access_link", _("A link opens a record"), "records/mail/access_link", _link, UNTIL),
    ("access_opened", _("A record was opened to somebody else"), "records/mail/access_opened", _link, {}),
    ("access_gained", _("A record came into an account"), CHANGED, _told("access_gained"), {}),
    ("access_changed", _("What an account sees of a record changed"), CHANGED, _told("access_changed"), {}),
    ("access_ended", _("Access to a record ended"), CHANGED, _told("access_ended"), {}),
    ("something_new", _("Something new is in a record"), CHANGED, _told("something_new"), {}),
    ("sent_answered", _("The clinic looked at files that were sent"), CHANGED, _told("sent_answered"), {}),
    (
        "profile_reviewed",
        _("The clinic looked at changed details"),
        "records/mail/profile_reviewed",
        _link,
        {},
    ),
    ("takeout_ready", _("A record can be downloaded"), CHANGED, _told("takeout_ready"), {}),
    ("joined", _("Two records were joined"), CHANGED, _told("joined"), {}),
    ("ahead_looks_after", _("A birthday ahead, to who looks after"), CHANGED, _told("ahead_looks_after"), {}),
    ("ahead_young_person", _("A birthday ahead, to the young person"), CHANGED, _told("ahead_young_person"), {}),
    ("ahead_end_for_holder", _("Access ends soon, to who has it"), CHANGED, _told("ahead_end_for_holder"), {}),
    ("ahead_end_for_patient", _("Access ends soon, to who gave it"), CHANGED, _told("ahead_end_for_patient"), {}),
    ("confirm_address", _("A new address is to be confirmed"), "records/mail/confirm_address", _link, UNTIL),
    ("address_to_change", _("Another address takes this one’s place"), "records/mail/address_to_change", dict, {}),
    ("erasure_decided", _("A request to be erased was decided"), "records/mail/erasure_decided", _erasure, {}),
]  # fmt: skip


def register_texts():
    """Tell which mails of this room can be worded."""
    for name, title, template, sample, names in TEXTS:
        register(Text(f"records.{name}", ROOM, title, template, sample, names))
