"""One person twice: Elizabeth O’Connor, whom the front desk registered, booked online as Liz Oconnor."""

from datetime import date, timedelta

from booking.actions.registering import register
from booking.models import Appointment
from portal.demo import PASSWORD, cohort, hours, people
from portal.demo.visits import Planned
from records.actions.contacts import keep_contact
from records.models import Patient
from records.models.access import Relation

BORN, PHONE = date(1979, 6, 14), "(902) 555-0177"


def load(diary) -> None:
    """Both records, unless they were ever there: a pair that was joined stays joined."""
    if Patient.objects.filter(clinic=diary.clinic, given_name="Liz", family_name="Oconnor").exists():
        return
    who = cohort.Person("Elizabeth", "O’Connor", BORN, PHONE)
    known = diary.register.enter(who, address="8 Wharf Lane, Halifax")
    keep_contact(
        known,
        by=diary.by,
        at=diary.at,
        name="Declan O’Connor",
        relation=Relation.PARTNER,
        phone="(902) 555-0178",
    )
    long_ago = diary.today - timedelta(days=56 + diary.today.weekday())  # a Monday
    first = hours.instant(diary.clinic, long_ago, "10:00")
    service = diary.services["first-naturopathic-visit"]
    diary.enter([Planned(known, diary.practitioners["ingrid-solberg"], service, first)])
    days_ago = diary.at - timedelta(days=3)
    liz = people.account("liz@example.org", "Liz", "Oconnor", password=PASSWORD, at=days_ago)
    typed = {
        "given_name": "Liz", "family_name": "Oconnor", "date_of_birth": BORN.isoformat(), "phone": "902 555 0177",
        "pronouns": "", "relation": Relation.SELF,
    }  # fmt: skip
    record = register(typed, clinic=diary.clinic, email=liz.email, by=liz, at=days_ago)
    wednesday = diary.today + timedelta(days=7 + (2 - diary.today.weekday()) % 7)
    coming = hours.instant(diary.clinic, wednesday, "9:00")
    service, hanna = diary.services["physiotherapy-assessment"], diary.practitioners["hanna-berg"]
    for visit in diary.enter([Planned(record, hanna, service, coming)]):
        Appointment.objects.filter(pk=visit.pk).update(made_online_by=liz)
