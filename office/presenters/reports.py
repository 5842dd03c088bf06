"""Reports in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.policies import sees_reports
from records.actions.exports import may_export
from records.policies import reviews_emergencies


def reports_page(member, reports) -> dict:
    """The reports there are for this member, as rows of `task_list`; and what there is to find out why."""
    return {
        "reports": [
            {
                "url": reverse("office:report", args=[one.slug]),
                "icon": one.icon,
                "title": one.title,
                "text": one.text,
            }
            for one in reports
        ],
        "answers": _answers(member) if sees_reports(member) else [],
    }


def _answers(member) -> list[dict]:
    """Pages that say why; and the copy of all records, for who may ask for it."""
    copy = {
        "url": reverse("office:exports"),
        "icon": "download",
        "title": _("Copy of all records"),
        "text": _("Every record in one file, for another system. A colleague agrees, or a day passes"),
    }
    return [
        {
            "url": reverse("office:sign_in"),
            "icon": "key",
            "title": _("Why can’t they get in?"),
            "text": _("What stands between an address and the portal, and the button that helps"),
        },
        {
            "url": reverse("office:forms_report"),
            "icon": "clipboard-x",
            "title": _("Why don’t they see the form?"),
            "text": _("What became of a patient’s forms, visit by visit"),
        },
        {
            "url": reverse("office:no_times"),
            "icon": "calendar",
            "title": _("Why is there no time?"),
            "text": _("The hours of a day, and the minutes each rule takes from them"),
        },
        {
            "url": reverse("office:duplicates"),
            "icon": "users",
            "title": _("Possible duplicates"),
            "text": _("Records that may be one person’s, to compare and to join"),
        },
        *([_emergencies()] if reviews_emergencies(member) else []),
        *([copy] if may_export(member) else []),
    ]


def _emergencies() -> dict:
    return {
        "url": reverse("office:emergencies"),
        "icon": "triangle-alert",
        "title": _("Opened in an emergency"),
        "text": _("Who opened a record that is not of their own patients, and whether it was right"),
    }
