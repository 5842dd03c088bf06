from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "booking"

    def ready(self):
        from booking import mail
        from booking.contract import VisitsAnswerer
        from booking.models import Appointment, Booking, Move, Occupancy
        from records import contract

        mail.register()
        contract.register(
            VisitsAnswerer(
                "booking",
                owns=(Appointment,),
                follows=(Booking, Move, Occupancy),
                account_fields={Appointment: ("made_online_by",)},
            )
        )
