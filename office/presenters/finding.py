"""The list of patients in words."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from common.wording import day_month_year
from office.patient_list import counted
from office.presenters.report import report_page


def list_page(page, count: int, asked: str, clinic, *, at, then: str, may_make: bool) -> dict:
    """Everything patients.html shows; with `then` the list is there to choose whom a visit is for. `count` may be more
    than there are pages for."""
    more = {"then": then} if then else {}
    kept = urlencode({"q": asked, **more} if asked else more)
    new = reverse("office:new_patient")
    return {
        "title": _("Whom is the visit for?") if then else _("Patients"),
        "then": then,
        "new_url": (f"{new}?{urlencode(more)}" if then else new) if may_make else "",
        "all_url": f"{reverse('office:patients')}?{urlencode(more)}" if then else reverse("office:patients"),
        "page": page,
        "asked": asked,
        "counts": _counts(count, page.paginator.count, asked),
        "query": f"{kept}&" if kept else "",
        "rows": [_row(patient, clinic.zone, at, then) for patient in page],
    }


def _counts(count, shown, asked) -> str:
    if count > shown:
        return _("More than %(n)d patients fit “%(asked)s”") % {"n": shown, "asked": asked}
    if asked:
        words = ngettext("%(n)d patient fits “%(asked)s”", "%(n)d patients fit “%(asked)s”", count)
        return words % {"n": count, "asked": asked}
    return counted(count)


def found(rows, asked: str, clinic, *, most: int, at) -> dict:
    """Everything _found.html shows while somebody types; `rows` has one more than `most` where there are more."""
    today, shown = at.astimezone(clinic.zone).date(), rows[:most]
    said = (
        ngettext("%(n)d patient", "%(n)d patients", len(shown)) % {"n": len(shown)}
        if shown
        else _("Nobody fits")
    )
    return {
        "asked": asked,
        "rows": [
            {
                "url": reverse("office:patient", args=[patient.pk]),
                "name": patient.name,
                "born": _born(patient, today),
                "phone": patient.phone,
            }
            for patient in shown
        ],
        "all_url": f"{reverse('office:patients')}?{urlencode({'q': asked})}" if len(rows) > most else "",
        "said": _("%(n)d patients, and more") % {"n": most} if len(rows) > most else said,
    }


def whole_page(asked, page, *, sees_all: bool, may_make: bool) -> dict:
    """Everything patients_all.html shows; `page` is None where what was asked for is wrong."""
    note = "" if sees_all else _("These are your own patients. Everybody else is found by the search.")
    return {
        **report_page(asked, page, takes=False, here=reverse("office:patients")),
        "new_url": reverse("office:new_patient") if may_make else "",
        "note": note,
        "nothing_icon": "users",
        "nothing": asked.report.nothing
        if sees_all
        else (_("Find a patient"), _("By name, date of birth, phone or email.")),
    }


def _born(patient, today) -> str:
    age = wording.age_words(patient.date_of_birth, today)
    return _("%(day)s, %(age)s") % {"day": day_month_year(patient.date_of_birth), "age": age}


def _row(patient, zone, at, then) -> dict:
    return {
        "url": reverse("office:booking" if then else "office:patient", args=[patient.pk]),
        "name": patient.name,
        "born": _born(patient, at.astimezone(zone).date()),
        "phone": patient.phone,
        "email": patient.email,
        "next": wording.short_moment(patient.next_visit.astimezone(zone)) if patient.next_visit else "",
    }


def new_page(form, then: str = "") -> dict:
    """Everything patient_new.html shows; the records that look like the one typed lead to where a new one would."""
    patients = reverse("office:patients")
    return {
        "form": form,
        "has_errors": bool(form.errors),
        "twins": [
            {
                "id": twin.pk,
                "url": reverse("office:booking" if then else "office:patient", args=[twin.pk]),
                "name": twin.name,
                "facts": ", ".join(
                    filter(None, [day_month_year(twin.date_of_birth), twin.phone, twin.email])
                ),
            }
            for twin in form.twins
        ],
        "back_url": f"{patients}?{urlencode({'then': then})}" if then else patients,
    }
