from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SmartformsConfig(AppConfig):
    name = "smartforms"
    verbose_name = _("Forms")

    def ready(self):
        from records import contract
        from smartforms.contract import FormsAnswerer
        from smartforms.models import Assignment, Response

        contract.register(
            FormsAnswerer(
                "smartforms",
                owns=(Assignment, Response),
                account_fields={Assignment: ("account",), Response: ("saved_by", "submitted_by")},
            )
        )
