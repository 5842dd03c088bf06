"""The mails about access and records that a clinic may word. They name the clinic and nobody else."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from common.wording import long_date, long_date_year, moment
from outbox.texts import Text, register
from records.mail import _ahead, _sentences, _titles

ROOM = _("Access and records")
UNTIL = {"until": _("until when the link works")}


def _link() -> dict:
    return {"path": "/portal/", "until": moment(timezone.localtime(clock.now()) + timedelta(days=1))}


def _told(title, sentence):
    return lambda: {"path": "/portal/", "title": str(title), "sentence": str(sentence)}


def _of_access(what):
    return lambda: {"path": "/portal/", "title": _titles()[what], "sentence": _sentences()[what]}


def _of_ahead(what):
    def sample():
        title, sentence = _ahead()[what]
        return {
            "path": "/portal/",
            "title": title,
            "sentence": sentence % {"day": long_date(timezone.localtime(clock.now()))},
        }

    return sample


def _erasure() -> dict:
    return {"accepted": True, "until": long_date_year(timezone.localtime(clock.now()) + timedelta(days=3650))}


ASKED_READY = _told(_("What you asked for is ready"), _("Sign in to download it. It is there for a day."))
LOOKED_AT = _told(_("The clinic has looked at what you sent"), _("Sign in to read what became of it."))
NEWS = _told(
    _("Something new is in a record"),
    _("The clinic put something new into a record that you can see. Sign in to look at it."),
)
IN_ORDER = _told(
    _("A record was put in order"),
    _("The clinic put a record in your account in order. Sign in to see who can see it."),
)
CHANGED = "records/mail/access_changed"
TEXTS = [
    ("invitation", _("The clinic invites to the portal"), "records/mail/invitation", _link, UNTIL),
    ("access_link", _("A link opens a record"), "records/mail/access_link", _link, UNTIL),
    ("access_opened", _("A record was opened to somebody else"), "records/mail/access_opened", _link, {}),
    ("access_gained", _("A record came into an account"), CHANGED, _of_access("gained"), {}),
    ("access_changed", _("What an account sees of a record changed"), CHANGED, _of_access("changed"), {}),
    ("access_ended", _("Access to a record ended"), CHANGED, _of_access("ended"), {}),
    ("something_new", _("Something new is in a record"), CHANGED, NEWS, {}),
    ("sent_answered", _("The clinic looked at files that were sent"), CHANGED, LOOKED_AT, {}),
    (
        "profile_reviewed",
        _("The clinic looked at changed details"),
        "records/mail/profile_reviewed",
        _link,
        {},
    ),
    ("takeout_ready", _("A record can be downloaded"), CHANGED, ASKED_READY, {}),
    ("joined", _("Two records were joined"), CHANGED, IN_ORDER, {}),
    ("ahead_looks_after", _("A birthday ahead, to who looks after"), CHANGED, _of_ahead("looks_after"), {}),
    ("ahead_young_person", _("A birthday ahead, to the young person"), CHANGED, _of_ahead("young_person"), {}),
    ("ahead_end_for_holder", _("Access ends soon, to who has it"), CHANGED, _of_ahead("end_for_holder"), {}),
    ("ahead_end_for_patient", _("Access ends soon, to who gave it"), CHANGED, _of_ahead("end_for_patient"), {}),
    ("confirm_address", _("A new address is to be confirmed"), "records/mail/confirm_address", _link, UNTIL),
    ("address_to_change", _("Another address takes this one’s place"), "records/mail/address_to_change", dict, {}),
    ("erasure_decided", _("A request to be erased was decided"), "records/mail/erasure_decided", _erasure, {}),
]  # fmt: skip


def register_texts():
    """Tell which mails of this room can be worded."""
    for name, title, template, sample, names in TEXTS:
        register(Text(f"records.{name}", ROOM, title, template, sample, names))
