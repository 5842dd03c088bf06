"""Home activities as the team meets them: the library, what a patient was given, and how it goes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import long_date_year, short_date
from office.presenters.deciding import asking_page
from office.presenters.person import workspace_page
from office.presenters.reaching import papers_words
from records import activity_words as words
from records.activities import ended_on, history_of, weeks_of


def activities_page(space, current, over, *, more=False) -> dict:
    """Everything activities.html shows."""
    today = space.at.astimezone(space.zone).date()
    args = [space.patient.pk]
    return {
        **workspace_page(space, "activities"),
        "tab": _("Activities"),
        "rows": [_running(one, space, today=today) for one in current],
        "over": [_over(one, space) for one in over],
        "more": more,
        "new_url": reverse("office:activity_new", args=args) if space.cares else "",
    }


def _row(assignment, space) -> dict:
    return {
        "title": assignment.title,
        "text": assignment.instructions,
        "often": words.how_often(assignment),
        "by": _("%(who)s, %(day)s")
        % {
            "who": assignment.practitioner.name,
            "day": short_date(assignment.assigned_at.astimezone(space.zone)),
        },
        "is_confidential": assignment.confidential
        or bool(assignment.chart and assignment.chart.confidential),
    }


def _running(assignment, space, *, today) -> dict:
    """One that counts: this week, the weeks before, the last time and who said so."""
    history = history_of(assignment)
    weeks = weeks_of(assignment, history, today=today, zone=space.zone)
    args = [assignment.patient_id, assignment.pk]
    return {
        **_row(assignment, space),
        "span": words.span(assignment, today=today),
        "done": words.this_week(weeks[0]) if weeks else "",
        "weeks": [{"name": words.week_name(week), "done": words.of_week(week)} for week in weeks[1:]],
        "last": _last(history),
        "end_url": reverse("office:activity_ending", args=args) if space.cares else "",
    }


def _over(assignment, space) -> dict:
    """One that is over: until when, and how often it was done."""
    last = ended_on(assignment, space.zone) or assignment.until
    done = ngettext("Done %(n)d time", "Done %(n)d times", assignment.times_done)
    return {
        **_row(assignment, space),
        "span": _("Until %(day)s") % {"day": long_date_year(last)},
        "done": done % {"n": assignment.times_done},
    }


def _last(history) -> str:
    """'Last: Tue 17 Nov, Maya Lindqvist'."""
    if not history.ticks:
        return ""
    tick = history.ticks[0]
    return _("Last: %(day)s, %(who)s") % {"day": short_date(tick.on_day), "who": tick.name}


def giving_page(space, form, library, activity) -> dict:
    """Choose from the library, or write something else; then how often and until when."""
    here = reverse("office:activity_new", args=[space.patient.pk])
    return {
        **workspace_page(space, "activities"),
        "tab": _("Give an activity"),
        "form": form,
        "has_errors": bool(form.errors),
        "choices": [
            {
                "url": f"{here}?from={one.pk}",
                "title": one.title,
                "often": words.how_often(one),
                "current": bool(activity and one.pk == activity.pk),
            }
            for one in library
        ],
        "picture": activity.picture.shows if activity and activity.picture else "",
        "library_url": reverse("office:activity_library"),
        "reach": papers_words(space.patient),
        "back_url": reverse("office:activities", args=[space.patient.pk]),
    }


def ending_page(space, assignment) -> dict:
    """End one?"""
    names = {"title": assignment.title, "patient": space.patient.given_name}
    return asking_page(
        space,
        current="activities",
        title=_("End “%(title)s”?") % names,
        text=_("%(patient)s is no longer asked to do this. How often it was done stays.") % names,
        button=_("End activity"),
        danger=True,
    )


def library_page(rows, *, retired: bool) -> dict:
    """Everything activity_library.html shows."""
    return {
        "rows": [
            {
                "title": one.title,
                "text": one.instructions,
                "often": words.how_often(one),
                "has_picture": one.picture_id is not None,
                "host": words.leads_to(one.link) if one.link else "",
                "url": reverse("office:activity_edit", args=[one.pk]),
            }
            for one in rows
        ],
        "retired": retired,
        "new_url": reverse("office:activity_make"),
    }


def edit_page(form, activity) -> dict:
    """Everything activity_edit.html shows; `activity` is None for a new one."""
    args = [activity.pk] if activity else None
    return {
        "title": activity.title if activity else _("New activity"),
        "form": form,
        "has_errors": bool(form.errors),
        "picture": {
            "url": reverse("office:activity_library_picture", args=args),
            "shows": activity.picture.shows,
        }
        if activity and activity.picture
        else None,
        "retire_url": reverse("office:activity_retiring", args=args)
        if activity and activity.retired_at is None
        else "",
        "again_url": reverse("office:activity_taking_up", args=args)
        if activity and activity.retired_at
        else "",
        "back_url": reverse("office:activity_library"),
    }
