"""*Your details* in words: what is on file, what waits for the clinic, what it decided."""

from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.rules import rules_of
from common.templatetags.ui import count_in_words
from common.wording import clock_time, dated, duration
from portal.details import SECTIONS, knows_record
from portal.presenters.access import sees
from portal.presenters.words import day_with_year
from records.details import DETAILS
from records.models.access import Scope
from records.models.details import Reminders
from records.policies import has_scope, knows_all, may_find_visits
from records.reaching import OTHERWISE
from records.reviewing import told_words

SHOWN_FOR = timedelta(days=30)  # how long a decision stands beside what is on file
SEERS_SHOWN = 5


def details_page(household, grant, account, filed, words, seers) -> dict:
    """Everything details.html shows. `filed` is None for whoever may not know what is on file."""
    reminders = _reminders(household.clinic, filed) if may_find_visits(grant) else ""
    show = _Show(grant, account, filed, words, reminders=reminders, at=household.at)
    name = grant.patient.given_name
    sections = [
        {
            "title": own if grant.is_self else other % {"name": name},
            "rows": [show.row(line) for line in lines],
        }
        for (own, other), lines in SECTIONS
    ]
    return {
        "patient": grant.patient,
        "grant": grant,
        "title": _("Your details") if grant.is_self else _("%(name)s’s details") % {"name": name},
        "sections": sections,
        "waiting": show.waiting(),
        "new_address": show.new_address(),
        "knows_record": filed is not None,
        "has_code": not grant.is_full,
        "is_unproved": not account.is_verified,
        "seers": [_seer(one, grant, household) for one in seers[:SEERS_SHOWN]],
        "knows_all": knows_all(grant),
        "reminders": reminders,
    }


class _Show:
    """The rows of one record, for one account."""

    def __init__(self, grant, account, filed, words, *, reminders, at):
        self.grant, self.account, self.filed, self.at = grant, account, filed, at
        self.reminders = reminders
        self.zone = grant.patient.clinic.zone
        self.mine = {one.field: one for one in words if one.proposed_by_id == account.pk}
        self.others = [one for one in words if one.proposed_by_id != account.pk]

    def row(self, line) -> dict:
        """A line: what counts now, how it stands, what can be done."""
        address = [self.grant.patient_id, line.key]
        mine = [self.mine[detail.key] for detail in line.details if detail.key in self.mine]
        waits = [one for one in mine if one.decided_at is None]
        decided = [one for one in mine if one.decided_at and self._is_shown(one)]
        value = self._value(line, waits or decided)
        # Of a value of several parts the first line is what it is called.
        lead, _break, rest = value.partition("\n") if line.details[0].columns else (value, "", "")
        row = {
            "term": line.label,
            "value": value,
            "lead": lead,
            "rest": rest,
            "only_clinic": line.only_clinic,
            "empty": self._empty(line),
            "notes": [self._said_by_another(one, line) for one in self.others if self._concerns(one, line)],
            "change_url": "" if line.only_clinic else reverse("portal:detail", args=address),
        }
        if waits:
            row |= self._waiting(line, waits)
            row["undo_url"] = reverse("portal:detail_taking_back", args=address)
        elif decided:
            row |= self._decided(max(decided, key=lambda one: one.decided_at))
        if line.key == "email" and row["value"] == self.account.email:
            row["notes"].insert(0, _("Also what you sign in with"))
        return row

    def _empty(self, line) -> str:
        """What stands where nothing is on file, or nothing of it may be known."""
        if self.filed is None:
            return _("Not shown") if line.only_clinic else _("Nothing entered here")
        if line.key == "reminders" and self.reminders and self.filed["reach_visits"] in OTHERWISE:
            return self.reminders
        if line.key == "reminders" and self.reminders:
            return _("As the clinic does it. %(what)s") % {"what": self.reminders}
        return _("Not provided")

    def _is_shown(self, one) -> bool:
        return self.filed is None or one.decided_at > self.at - SHOWN_FOR

    def _concerns(self, one, line) -> bool:
        fields = [detail.key for detail in line.details]
        return one.field in fields and one.decided_at is None

    def _value(self, line, mine) -> str:
        """What one wrote while it waits; else what is on file, or, where one may not know that, what one last wrote."""
        written = {one.field: one.value for one in mine if one.decided_at is None or self.filed is None}
        said = [
            detail.words(written.get(detail.key, (self.filed or {}).get(detail.key, "")))
            for detail in line.details
        ]
        return " ".join(filter(None, said))

    def _on_file(self, line) -> str:
        return " ".join(filter(None, (detail.words(self.filed[detail.key]) for detail in line.details)))

    def _waiting(self, line, waits) -> dict:
        row = {"tag_label": _("Waiting"), "tag_kind": "info", "tag_icon": "hourglass"}
        if self.filed is not None:
            row["still"] = self._on_file(line)
            row["still_nothing"] = not row["still"]
        if waits[0].waits_for_mailbox:
            row["tag_label"] = _("Not confirmed")
            row["mail_url"] = reverse("portal:detail_mail", args=[self.grant.patient_id])
        return row

    def _decided(self, one) -> dict:
        day = {"day": dated(one.decided_at.astimezone(self.zone), "j M")}
        if one.accepted:
            # What staff corrected since is not what they accepted; whoever may not know hears nothing of that.
            if self.filed is not None and self.filed[one.field] != one.value:
                return {}
            return {"tag_label": _("Accepted %(day)s") % day, "tag_kind": "ok", "tag_icon": "check"}
        row = {"tag_label": _("Not accepted %(day)s") % day, "tag_kind": "warn", "tag_icon": "x"}
        wrote = ", ".join(_words(one).splitlines())
        if self.filed is not None:
            row["refused"] = wrote or _("Nothing")
        row["told"] = told_words(one.told)
        return row

    def _said_by_another(self, one, line) -> str:
        named = {"name": one.proposed_by or one.source, "what": ", ".join(_words(one).splitlines())}
        if not named["what"]:
            return _("%(name)s asked the clinic to remove this. It waits for the clinic.") % named
        return _("%(name)s wrote: %(what)s. It waits for the clinic.") % named

    def waiting(self) -> dict | None:
        """How many of one's changes wait for the clinic, and since when."""
        waits = [one for one in self.mine.values() if one.is_decidable]
        if not waits:
            return None
        number = len(waits)
        counted = ngettext(
            "%(n)s change is waiting for the clinic", "%(n)s changes are waiting for the clinic", number
        ) % {"n": count_in_words(number)}
        local = max(one.proposed_at for one in waits).astimezone(self.zone)
        today = self.at.astimezone(self.zone).date()
        when = {"time": clock_time(local), "day": day_with_year(local, today)}
        if local.date() == today:
            at_once = len({one.proposed_at for one in waits}) == 1
            last = (
                _("You sent them today at %(time)s.")
                if at_once
                else _("You sent the last one today at %(time)s.")
            )
            sent = last if number > 1 else _("You sent it today at %(time)s.")
        else:
            sent = ngettext("You sent it on %(day)s.", "You sent the last one on %(day)s.", number)
        until = _("Until someone checks, the clinic keeps using your old details.")
        if not self.grant.is_self:
            until = _("Until someone checks, the clinic keeps using the old details.")
        return {"title": counted[:1].upper() + counted[1:], "text": f"{sent % when} {until}"}

    def new_address(self) -> str:
        """The new address whose mailbox has not answered yet."""
        one = self.mine.get("email")
        return one.value if one and one.decided_at is None and one.waits_for_mailbox else ""


def _words(one) -> str:
    return DETAILS[one.field].words(one.value)


def _seer(one, own, household) -> dict:
    account, is_own = one.account, one.pk == own.pk
    if not one.is_full:
        text = _("Limited access")
    elif all(has_scope(one, scope) for scope in Scope):
        text = _("Full access")
    else:
        text = sees(one, is_own=is_own)
    if one.expires_at:
        zone = household.clinic.zone
        until = day_with_year(one.expires_at.astimezone(zone), household.today)
        text = _("%(what)s, until %(day)s") % {"what": text, "day": until}
    return {
        "initials": account.initials,
        "colour": own.colour if is_own else "",
        "name": _("You") if is_own else account.name or account.email,
        "text": text,
    }


def _reminders(clinic, filed) -> str:
    """What the clinic mails before a visit, as far as the patient wants it."""
    if filed and filed["reminders"] == Reminders.NONE:
        return _("None, as you asked.")
    if filed and filed["reach_visits"] in OTHERWISE and not filed["reminders"]:
        return _("None by email: visits are told of by phone or post, as you asked.")
    hours = rules_of(clinic).reminder_hours
    if not hours:
        return _("The clinic sends no reminders.")
    if hours % 24 == 0:
        days = hours // 24
        words = ngettext("An email a day before a visit.", "An email %(n)s days before a visit.", days)
        return words % {"n": count_in_words(days)}
    return _("An email %(time)s before a visit.") % {"time": duration(hours * 60)}


def change_page(grant, account, line, form) -> dict:
    """Everything detail.html shows: one line, in the boxes what counts now."""
    return {
        "patient": grant.patient,
        "grant": grant,
        "line": line.key,
        "title": line.label,
        "page_title": _("Your details")
        if grant.is_self
        else _("%(name)s’s details") % {"name": grant.patient.given_name},
        "form": form,
        "has_errors": bool(form.errors),
        "knows_record": knows_record(grant),
        "is_email": line.key == "email",
        "send_url": _sending(grant) if line.key == "insurance" else "",
        "signs_in_with": account.email if grant.is_self else "",
        "is_self": grant.is_self,
    }


def _sending(grant) -> str:
    """Where a picture of the card is sent; empty while the portal has no such page."""
    try:
        return reverse("portal:sending", args=[grant.patient_id])
    except NoReverseMatch:
        return ""
