from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = _("Payments")

    def ready(self):
        from payments.contract import LedgerAnswerer
        from records import contract

        contract.register(LedgerAnswerer.of_this_room())
