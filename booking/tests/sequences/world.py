"""The rows of a small clinic on which sequences are played: few hours, so that everybody wants the same ones."""

from accounts.tests.factories import AccountFactory
from booking.models import Preferences
from booking.tests.factories import PreferencesFactory
from booking.tests.sequences.plain import Plain
from booking.tests.sequences.plain_times import Kind
from clinic.catalogue import catalogue_of
from clinic.models import Clinic, OpeningHours
from clinic.tests import factories as of_clinics
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory

RULES = {
    "notice_hours": 0, "same_day": True, "days_ahead": 2, "start_grid": None, "keeps_together": False,
    "most_ahead": None, "fee": 4500, "fee_window_hours": 24, "cancel_notice_hours": 4, "undo_minutes": 3,
    "cancel_online": True, "move_online": True, "has_waiting_list": True, "quiet_from": 21, "quiet_until": 8,
    "approval_new": "auto", "approval_existing": "auto", "account_panel": "optional",
}  # fmt: skip
# By the names of their clinics: west of Greenwich, with an hour's change of clocks, and east of it, with half an hour.
ZONES = {"halifax": "America/Halifax", "howe": "Australia/Lord_Howe"}
# By the clock on the wall, every day; past 1440 it is the next morning. The last is for short visits only.
HOURS = {
    "pat": [(540, 720, None), (720, 840, None)],
    "sam": [(1200, 1560, None)],
    "uma": [(600, 780, None), (1320, 1530, ("short",))],
}
NEW_HERE = "kit"  # whose record was made online; the others were here before
KINDS = {
    "short": {"minutes": 30},
    "long": {"minutes": 60, "buffer_before": 10, "buffer_after": 15},
    "pause": {"minutes": 45, "buffer_after": 5},
}
WITH_ROOM = "long"


class World:
    """A clinic in some zone; `plain()` is a fresh model of it."""

    def __init__(self, slug: str, zone: str):
        self.slug = slug
        self.clinic = of_clinics.ClinicFactory(slug=slug, timezone=zone)
        self.place = of_clinics.LocationFactory(clinic=self.clinic)
        self.room = of_clinics.ResourceFactory(clinic=self.clinic)
        self.services = {
            name: of_clinics.ServiceFactory(clinic=self.clinic, slug=name, **fields)
            for name, fields in KINDS.items()
        }
        self.services[WITH_ROOM].resources.add(self.room)
        self.people = [self._person(order, name) for order, name in enumerate(HOURS)]
        self.staff = AccountFactory(email=f"staff@{slug}.example")
        self.accounts = {name: AccountFactory(email=f"{name}@{slug}.example") for name in ("ana", "ben")}
        self.patients = {
            name: PatientFactory(clinic=self.clinic, made_online=name == NEW_HERE)
            for name in ("ana", "kit", "ben")
        }
        self.books_for = [("ana", "ana"), ("ana", "kit"), ("ben", "ben")]
        for account, patient in self.books_for:
            relation = Relation.SELF if account == patient else Relation.PARENT
            GrantFactory(
                account=self.accounts[account],
                patient=self.patients[patient],
                relation=relation,
                full=True,
                granted_by=self.staff,
            )
        PreferencesFactory(clinic=self.clinic, **RULES)
        self.clinic = self.fresh()
        catalogue_of(self.clinic)

    def _person(self, order, name):
        person = of_clinics.PractitionerFactory(
            clinic=self.clinic, slug=f"{name}-{self.slug}", name=name.title(), order=order
        )
        of_clinics.offer(person, self.place, *self.services.values())
        for weekday in range(7):
            self.set_hours(person.pk, weekday, HOURS[name])
        return person

    def set_hours(self, person: int, weekday: int, spans) -> None:
        """Give somebody these hours on a weekday, and no others."""
        OpeningHours.objects.filter(practitioner=person, weekday=weekday).delete()
        for opens, closes, only in spans:
            block = OpeningHours.objects.create(
                practitioner_id=person, location=self.place, weekday=weekday, opens=opens, closes=closes
            )
            if only:
                block.services.add(*(self.services[slug] for slug in only))

    def set_rules(self, **rules) -> None:
        """Change the clinic's booking rules."""
        Preferences.objects.filter(clinic=self.clinic).update(**rules)

    def fresh(self) -> Clinic:
        """The clinic's row as it is now: its version tells whether anything was changed."""
        return Clinic.objects.get(pk=self.clinic.pk)

    def plain(self) -> Plain:
        """The model of this clinic as it was made."""
        kinds = {
            name: Kind(
                name,
                fields["minutes"],
                fields.get("buffer_before", 0),
                fields.get("buffer_after", 0),
                (self.room.pk,) if name == WITH_ROOM else (),
            )
            for name, fields in KINDS.items()
        }
        hours = {
            person.pk: {weekday: list(spans) for weekday in range(7)}
            for person, spans in zip(self.people, HOURS.values(), strict=True)
        }
        return Plain(self.clinic.zone, kinds, hours, dict(RULES), known=set(self.patients) - {NEW_HERE})
