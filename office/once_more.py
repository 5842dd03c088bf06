"""What the team is about to do where it is asked once more who it is."""

from django.utils.translation import gettext_lazy as _

_KEEPING = _("You are about to decide what becomes of a patient’s record, so we ask once more.")
_ALL = _("You are about to handle a copy of all records of the clinic, so we ask once more.")
_FILE = _("You are about to take a list of patients along as a file, so we ask once more.")
_MANY = _("You are about to send mails to many people at once, so we ask once more.")
_BRINGING = _(
    "You are about to bring records of many patients along, or to take them back, so we ask once more."
)
_TEAM = _("You are about to change what somebody of the team may see and do, so we ask once more.")
REASONS = {
    "office:emergency": _(
        "You are about to open the record of somebody who is not among your own patients, so we ask once more."
    ),
    "office:joining": _("You are about to make one record out of two, so we ask once more."),
    "office:merge": _("You are about to part two records again, so we ask once more."),
    "office:takeout_for_patient": _(
        "You are about to take out a patient’s whole record, so we ask once more."
    ),
    "office:hold": _KEEPING,
    "office:hold_lifting": _KEEPING,
    "office:erasure_asking": _KEEPING,
    "office:erasure_acceptance": _KEEPING,
    "office:erasure_declining": _KEEPING,
    "office:erasure_completion": _KEEPING,
    "office:export_asking": _ALL,
    "office:export_release": _ALL,
    "office:export_file": _ALL,
    "office:report_file": _FILE,
    "office:report": _FILE,  # where the password leads: one press before the file
    "office:import_new": _BRINGING,
    "office:import_letting_in": _BRINGING,
    "office:import_undoing": _BRINGING,
    "office:import_rows": _FILE,
    "office:invitations": _MANY,
    "office:forms_sending": _MANY,
    "office:team_invite": _TEAM,
    "office:team_member": _TEAM,
    "office:team_practitioner": _TEAM,
    "office:team_ending": _TEAM,
}
