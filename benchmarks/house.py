"""A clinic made for measuring: what it offers, who works there, and when."""

from booking.models import Preferences
from clinic.models import Clinic, Location, Offer, OpeningHours, Practitioner, Service


class House:
    """`people` are names with hours (minutes after midnight, every day); `services` are minutes with buffers."""

    def __init__(self, slug: str, people: dict, services: dict[int, dict], *, host="localhost", **rules):
        self.clinic = Clinic.objects.create(
            slug=slug,
            name="Bench Clinic",
            hosts=[host],
            timezone="America/Halifax",
            phone="(902) 555-0100",
        )
        self.place = Location.objects.create(clinic=self.clinic, name="1 Bench Street")
        self.services = [
            Service.objects.create(clinic=self.clinic, slug=f"v{n}", title=f"Visit {n}", minutes=n, **buffers)
            for n, buffers in services.items()
        ]
        self.people = []
        for order, (name, hours) in enumerate(people.items()):
            person = Practitioner.objects.create(
                clinic=self.clinic, slug=name, name=f"Pat {name}", order=order
            )
            self.people.append(person)
            Offer.objects.bulk_create(
                Offer(practitioner=person, service=service, location=self.place) for service in self.services
            )
            OpeningHours.objects.bulk_create(
                OpeningHours(practitioner=person, location=self.place, weekday=n, opens=opens, closes=closes)
                for n in range(7)
                for opens, closes in hours
            )
        Preferences.objects.create(clinic=self.clinic, **rules)
        self.clinic.refresh_from_db()
