from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "booking"

    def ready(self):
        from accounts import links
        from booking import guests, mail, takeout
        from booking.contract import VisitsAnswerer
        from booking.mail.texts import register_texts
        from booking.models import (
            Appointment,
            Booking,
            ManageLink,
            Move,
            Occupancy,
            WaitingEntry,
            WaitingOffer,
        )
        from booking.waiting import mail as waiting_mail
        from records import contract
        from records.contract import Hangs

        mail.register()
        waiting_mail.register()
        register_texts()
        links.register_door("guest_visit", guests.link_of)
        contract.register(
            VisitsAnswerer(
                "booking",
                owns=(Appointment, WaitingEntry, WaitingOffer),
                follows=(Booking, ManageLink, Move, Occupancy),
                # Whoever waits for an earlier time waits for that visit's.
                hangs=(Hangs(WaitingEntry, "visit"), Hangs(WaitingOffer, "entry")),
                sheets=takeout.SHEETS,
                account_fields={Appointment: ("made_online_by",), WaitingEntry: ("account",)},
            )
        )
