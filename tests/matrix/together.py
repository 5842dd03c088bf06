"""Booking for several people at once: who gets which answer, and the family days of the world."""

from datetime import timedelta

from booking.models import FamilyDay
from booking.tests.factories import HoldFactory
from common.tests.moment import AT
from tests.matrix.door import Door

BEN, SENT_EMPTY = "200 ben | 404", "422 ben | 404"
TOGETHER = [
    Door("booking:family", "", "200", "422"),
    Door("booking:family_who", "ben’s family day", BEN, SENT_EMPTY),
    Door("booking:family_who", "missing", "404", "404"),
    Door("booking:family_person", "ben’s family day", BEN, SENT_EMPTY),
    Door("booking:family_person", "missing", "404", "404"),
    Door("booking:family_visits", "ben’s family day", BEN, SENT_EMPTY),
    Door("booking:family_visits", "missing", "404", "404"),
    Door("booking:family_way", "ben’s family day", BEN, SENT_EMPTY),
    Door("booking:family_way", "missing", "404", "404"),
    Door("booking:family_times", "ben’s family day", BEN, "404"),
    Door("booking:family_times", "missing", "404", "404"),
    Door("booking:family_keep", "ben’s held day", "405", "302 ben | 404"),
    Door("booking:family_keep", "missing", "405", "404"),
    Door("booking:family_check", "ben’s held day", BEN, SENT_EMPTY),
    # Times that name somebody else’s record: shown without a name, and not booked but sent back to the question.
    Door(
        "booking:family_check", "ben’s stolen day", BEN, "302 ben | 404", body="agreed=on",
        leads_to="booking:family_who",
    ),
    Door("booking:family_check", "missing", "404", "404"),
    Door("booking:family_done", "ben’s booked day", BEN),
    Door("booking:family_done", "ben’s held day", "404"),
    Door("booking:family_done", "missing", "404"),
    Door("booking:family_calendar", "ben’s booked day", BEN),
    Door("booking:family_calendar", "missing", "404"),
    Door("booking:family_undo", "ben’s booked day", "405", "302 ben | 404"),
    Door("booking:family_undo", "missing", "405", "404"),
]  # fmt: skip


def family_days(world) -> dict[str, dict]:
    """Ben brings Ana and Kit: begun, held, held in Zoe’s name, and booked."""
    house, start = world.at_harbour, AT + timedelta(days=6, hours=2)

    def begun(*patients, **fields):
        members = [
            {"key": f"p{one.pk}", "patient": str(one.pk), "service": "treatment", "who": 0}
            for one in patients
        ]
        facts = {"clinic": world.harbour, "account": world.ben, "location": house.place, "made_at": AT}
        return FamilyDay.objects.create(**facts, members=members, **fields)

    def held(nth, *patients):
        day = begun(*patients, way="side_by_side")
        for member, (patient, person) in enumerate(zip(patients, (world.petra, world.quinn), strict=True)):
            HoldFactory(
                clinic=world.harbour, service=world.treatment, practitioner=person, location=house.place,
                starts_at=start + nth * timedelta(hours=1), family_day=day, member=member,
                answers={"patient": str(patient.pk), "by": str(world.ben.pk)},
            )  # fmt: skip
        return day

    ana, kit, zoe = world.ana_record, world.kit_record, world.zoe_record
    days = {
        "family day": begun(ana, kit),
        "held day": held(0, ana, kit),
        "stolen day": held(1, kit, zoe),
        "booked day": begun(ana, kit, booking=world.kit_visit.booking),
    }
    return {f"ben’s {name}": {"day": day.pk} for name, day in days.items()}
