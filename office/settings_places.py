"""What there is to set, in the order of the settings page. Another place is another line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking import website
from booking.rules import rules_of as booking_rules_of
from clinic.catalogue import catalogue_of
from clinic.models import Category, Clinic, Handout, Membership, Resource
from imports.models import Import
from outbox.models import MailText
from records.models import HomeActivity
from records.models.kinds import Kind
from records.models.retention import USUAL_YEARS
from records.policies import rules_of
from smartforms.models import preferences_of


class Facts:
    """What the lines say, each asked once and only where a line is shown."""

    def __init__(self, clinic, *, at):
        self.clinic, self.at = clinic, at
        self.today = at.astimezone(clinic.zone).date()

    @cached_property
    def catalogue(self):
        return catalogue_of(self.clinic)

    @cached_property
    def without_hours(self) -> set[int]:
        """Practitioners in use, by key, who have no hours anywhere."""
        return self.catalogue.practitioners.keys() - {who for who, _place in self.catalogue.hours}

    @cached_property
    def access(self):
        return rules_of(self.clinic)

    @cached_property
    def booking(self):
        return booking_rules_of(self.clinic)

    @cached_property
    def button(self):
        return website.button_of(self.clinic)

    @cached_property
    def counts(self) -> dict:
        """How many there are of what the catalogue does not hold. One query."""

        def of(rows, clinic="clinic"):
            mine = rows.order_by().filter(**{clinic: OuterRef("pk")}).values(clinic)
            return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)

        return Clinic.objects.values(
            team=of(Membership.objects.filter(ended_at=None)),
            activities=of(HomeActivity.objects.filter(retired_at=None)),
            things=of(Resource.objects.filter(retired_at=None)),
            headings=of(Category.objects.all()),
            worded=of(MailText.objects.all(), "clinic_id"),
            papers=of(Handout.objects.all()),
            imports=of(Import.objects.all()),
            years=Coalesce(F("retention_rules__years"), USUAL_YEARS),
        ).get(pk=self.clinic.pk)


@dataclass(frozen=True)
class Place:
    """A page of the settings: its address by name, and one line about its present state.

    `state` says the line; `lacks` says whether something is missing, so that the line stands out.
    """

    name: str
    label: str
    icon: str
    state: Callable[[Facts], str]
    lacks: Callable[[Facts], bool] = lambda facts: False


# The lines ---------------------------------------------------------------------------------------
def _details(facts) -> str:
    clinic = facts.clinic
    return " · ".join(filter(None, [clinic.phone or _("no telephone number"), clinic.timezone]))


def _look(facts) -> str:
    has = facts.clinic.logo_mark or facts.clinic.logo
    return f"{facts.clinic.brand} · {_('with a logo') if has else _('without a logo')}"


def _locations(facts) -> str:
    n = len(facts.catalogue.locations)
    return ngettext("%(n)d location", "%(n)d locations", n) % {"n": n}


def _team(facts) -> str:
    n = facts.counts["team"]
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}


def _services(facts) -> str:
    services = facts.catalogue.services.values()
    n, online = len(services), sum(one.is_online for one in services)
    words = ngettext("%(n)d service, %(online)d online", "%(n)d services, %(online)d online", n)
    return words % {"n": n, "online": online}


def _headings(facts) -> str:
    n = facts.counts["headings"]
    return ngettext("%(n)d heading", "%(n)d headings", n) % {"n": n}


def _things(facts) -> str:
    n = facts.counts["things"]
    return ngettext("%(n)d room or machine", "%(n)d rooms and machines", n) % {"n": n}


def _people(facts) -> str:
    n, without = len(facts.catalogue.practitioners), len(facts.without_hours)
    words = ngettext("%(n)d practitioner", "%(n)d practitioners", n) % {"n": n}
    if without:
        words += ", " + ngettext("%(n)d without hours", "%(n)d without hours", without) % {"n": without}
    return words


def _hours(facts) -> str:
    days = {block.weekday for blocks in facts.catalogue.hours.values() for block in blocks}
    return ngettext("open on %(n)d day a week", "open on %(n)d days a week", len(days)) % {"n": len(days)}


def _ahead(n) -> str:
    return ngettext("%(n)d ahead", "%(n)d ahead", n) % {"n": n} if n else _("none ahead")


def _closures(facts) -> str:
    return _ahead(sum(one.last >= facts.today.toordinal() for one in facts.catalogue.closed))


def _away(facts) -> str:
    return _ahead(
        sum(one.ends_at > facts.at for several in facts.catalogue.time_off.values() for one in several)
    )


def _days(facts) -> str:
    today = facts.today.toordinal()
    return _ahead(sum(day >= today for days in facts.catalogue.exceptions.values() for day in days))


def _rules(facts) -> str:
    if not facts.booking.is_online:
        return _("online booking is off")
    n = facts.booking.days_ahead
    return ngettext("on, up to %(n)d day ahead", "on, up to %(n)d days ahead", n) % {"n": n}


def _website(facts) -> str:
    n = len(facts.button.sites)
    if not n:
        return _("no site may show booking")
    return ngettext("%(n)d site may show booking", "%(n)d sites may show booking", n) % {"n": n}


def _documents(facts) -> str:
    shown = len(Kind.values) - len(facts.access.hidden_kinds)
    return _("patients see %(n)d of %(all)d kinds") % {"n": shown, "all": len(Kind.values)}


def _access(facts) -> str:
    rules = facts.access
    if not rules.has_ages:
        return _("the two ages are not chosen yet")
    return _("young people from %(review)d, of age at %(majority)d") % {
        "review": rules.review_age,
        "majority": rules.majority_age,
    }


def _forms(facts) -> str:
    n = preferences_of(facts.clinic).open_days
    return ngettext("open for %(n)d day", "open for %(n)d days", n) % {"n": n}


def _retention(facts) -> str:
    n = facts.counts["years"]
    return ngettext("for %(n)d year", "for %(n)d years", n) % {"n": n}


def _activities(facts) -> str:
    n = facts.counts["activities"]
    return ngettext("%(n)d activity", "%(n)d activities", n) % {"n": n}


def _mails(facts) -> str:
    n = facts.counts["worded"]
    return (
        ngettext("%(n)d in your own words", "%(n)d in your own words", n) % {"n": n}
        if n
        else _("as we wrote them")
    )


def _handout(facts) -> str:
    return _("in your own words") if facts.counts["papers"] else _("as we wrote it")


def _imports(facts) -> str:
    n = facts.counts["imports"]
    return ngettext("%(n)d file so far", "%(n)d files so far", n) % {"n": n} if n else _("no file yet")


GROUPS = [
    (
        gettext_lazy("Clinic"),
        [
            Place("office:settings_details", gettext_lazy("Clinic"), "home", _details, lambda f: not f.clinic.phone),
            Place("office:settings_look", gettext_lazy("Look"), "image", _look),
            Place(
                "office:settings_places", gettext_lazy("Locations"), "map-pin", _locations,
                lambda f: not f.catalogue.locations,
            ),
            Place("office:team", gettext_lazy("Team"), "users", _team),
            Place("office:mail_texts", gettext_lazy("Texts of mails"), "mail", _mails),
        ],
    ),
    (
        gettext_lazy("Booking"),
        [
            Place(
                "office:settings_services", gettext_lazy("Services"), "list-ordered", _services,
                lambda f: not f.catalogue.services,
            ),
            Place(
                "office:settings_people", gettext_lazy("Practitioners"), "stethoscope", _people,
                lambda f: not f.catalogue.practitioners,
            ),
            Place("office:settings_hours", gettext_lazy("Weekly hours"), "clock", _hours, lambda f: f.without_hours),
            Place("office:settings_closures", gettext_lazy("Closed days"), "calendar-x", _closures),
            Place("office:settings_away", gettext_lazy("Time off"), "bus", _away),
            Place("office:settings_days", gettext_lazy("Days that differ"), "calendar", _days),
            Place("admin:clinic_category_changelist", gettext_lazy("Headings"), "table", _headings),
            Place("admin:clinic_resource_changelist", gettext_lazy("Rooms and machines"), "door-open", _things),
            Place(
                "office:booking_rules", gettext_lazy("Booking rules"), "mouse-pointer-click", _rules,
                lambda f: not f.booking.is_online,
            ),
            Place("office:website", gettext_lazy("Website button and sites"), "app-window", _website),
        ],
    ),
    (
        gettext_lazy("Patients"),
        [
            Place("office:settings_documents", gettext_lazy("Document types"), "folder", _documents),
            Place(
                "office:settings_access", gettext_lazy("Young people and access"), "key", _access,
                lambda f: not f.access.has_ages,
            ),
            Place("office:settings_forms", gettext_lazy("Rules for forms"), "clipboard-pen", _forms),
            Place("office:settings_retention", gettext_lazy("Keeping records"), "history", _retention),
            Place("office:handout", gettext_lazy("Handout"), "printer", _handout),
            Place("office:imports", gettext_lazy("Import"), "upload", _imports),
            Place("office:activity_library", gettext_lazy("Home activities"), "list-checks", _activities),
        ],
    ),
]  # fmt: skip
