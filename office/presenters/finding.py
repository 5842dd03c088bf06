"""The list of patients in words."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from common.wording import day_month_year


def list_page(page, asked: str, clinic, *, at, then: str, may_make: bool) -> dict:
    """Everything patients.html shows; with `then` the list is there to choose whom a visit is for."""
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
        "counts": _counts(page.paginator.count, asked),
        "query": f"{kept}&" if kept else "",
        "rows": [_row(patient, clinic.zone, at, then) for patient in page],
    }


def _counts(count, asked) -> str:
    if asked:
        words = ngettext("%(n)d patient fits “%(asked)s”", "%(n)d patients fit “%(asked)s”", count)
        return words % {"n": count, "asked": asked}
    return ngettext("%(n)d patient", "%(n)d patients", count) % {"n": count}


def _row(patient, zone, at, then) -> dict:
    age = wording.age_words(patient.date_of_birth, at.astimezone(zone).date())
    return {
        "url": reverse("office:booking" if then else "office:patient", args=[patient.pk]),
        "name": patient.name,
        "born": _("%(day)s, %(age)s") % {"day": day_month_year(patient.date_of_birth), "age": age},
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
