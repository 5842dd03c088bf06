"""What stands around every page under /portal/: where one can go, whose record it is, for whom one acts.

Nothing is looked up until a template asks, so that an error page or a redirect costs nothing.
"""

from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import looking
from portal.household import household_of
from portal.presenters.people import acting_for, tab
from portal.presenters.record_tabs import record_tabs
from records.policies import may_find_forms, may_find_visits

VISITS = {
    "visits", "visit", "attendance", "cancellation", "move", "visit_waiting", "waiting_entry", "waiting_answer",
}  # fmt: skip
RECORDS = {
    "plans", "plan", "plan_changes", "current_plan", "activities", "activity", "documents", "document",
    "sending", "sent_removal", "access", "ending", "sharing", "takeout", "takeout_asking", "erasure",
}  # fmt: skip


def page(request):
    """Template context of the patient shell."""
    if not request.path.startswith("/portal/") or not hasattr(request, "user"):
        return {}
    if not request.user.is_authenticated:
        return {"home_url": "/"}
    frame = Frame(request)
    return {
        "home_url": reverse("portal:home"),
        "nav_items": cache(frame.nav_items),
        "people": cache(frame.people),
        "add_record_url": reverse("portal:another"),
        "acting_for": cache(frame.acting_for),
        "account_items": cache(frame.account_items),
        "account_colour": cache(frame.account_colour),
        "unproved_address": cache(frame.unproved_address),
        **looking.strip(request),
    }


class Frame:
    """The frame of one page; the patient is the one in the address."""

    def __init__(self, request):
        self.request = request
        match = request.resolver_match
        self.patient_id = match.kwargs.get("patient") if match else None
        self.place = (match.namespaces[-1:] or [""])[0] if match else "", match.url_name if match else ""

    @property
    def household(self):
        return household_of(self.request)

    @property
    def grant(self):
        return self.household.grant_on(self.patient_id) if self.patient_id else None

    def nav_items(self) -> list[dict]:
        """The rooms that exist, for the person of this page. Rooms outside the grant's scopes are not there."""
        room, name = self.place
        if self.grant is None:
            home = {"url": reverse("portal:home"), "current": name == "home"}
            return (
                [{"label": _("Home"), "icon": "home", **home}] if self.request.user.is_authenticated else []
            )
        patient, is_form = [self.patient_id], room == "smartforms"
        items = [
            {
                "label": _("Home"),
                "icon": "home",
                "url": reverse("portal:patient", args=patient),
                "current": name == "patient",
            }
        ]
        if may_find_visits(self.grant):
            items.append(
                {
                    "label": _("Appointments"),
                    "short": _("Visits"),
                    "icon": "calendar",
                    "url": reverse("portal:visits", args=patient),
                    "current": name in VISITS,
                }
            )
        if may_find_forms(self.grant):
            items.append(
                {
                    "label": _("Forms"),
                    "icon": "clipboard-pen",
                    "url": reverse("portal:forms", args=patient),
                    "current": is_form or name == "forms",
                    "count": self.grant.forms_waiting,
                }
            )
        items.append(
            {
                "label": _("Records"),
                "icon": "file-text",
                "url": record_tabs(self.grant)[0]["url"],
                "current": name in RECORDS,
                "more": True,
            }
        )
        return items

    def people(self) -> list[dict]:
        on = self.household.at.astimezone(self.request.clinic.zone).date()
        return [
            tab(grant, on=on, current=grant.patient_id == self.patient_id) for grant in self.household.grants
        ]

    def acting_for(self) -> dict | None:
        if self.grant is None or self.grant.is_self:
            return None
        fills_in = self.place[0] == "smartforms" and self.place[1] != "sent"
        return acting_for(self.grant, own=self.household.own, fills_in=fills_in)

    def account_items(self) -> list[dict]:
        """The account's own pages, and the way to one's own details."""
        items = [
            {"label": _("Email and password"), "url": reverse("account_email"), "icon": "mail"},
            {"label": _("Two-step sign-in"), "url": reverse("mfa_index"), "icon": "shield"},
            {"label": _("Where you’re signed in"), "url": reverse("usersessions_list"), "icon": "laptop"},
        ]
        if own := self.household.own:
            url = reverse("portal:details", args=[own.patient_id])
            items.insert(0, {"label": _("Your details"), "url": url, "icon": "user-pen"})
        return items

    def account_colour(self) -> str:
        return self.household.own.colour if self.household.own else "plum"

    def unproved_address(self) -> str:
        """The address that still has to be confirmed; empty when it is."""
        account = self.request.user
        return account.email if account.is_authenticated and not account.is_verified else ""
