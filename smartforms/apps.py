from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SmartformsConfig(AppConfig):
    name = "smartforms"
    verbose_name = _("Forms")

    def ready(self):
        from accounts import links
        from records import contract, redeeming
        from records.contract import Hangs
        from smartforms import guests, mail, mail_texts, mailing, takeout
        from smartforms.contract import FormsAnswerer
        from smartforms.models import Addendum, Assignment, DispatchLine, FormLink, Response, Series

        links.register_door("smartforms:link", mailing.link_of)
        links.register_door("smartforms:guest_in", guests.guest_of)
        redeeming.register_words(mailing.find_by_words)
        mail.register()
        mail_texts.register_texts()
        contract.register(
            FormsAnswerer(
                "smartforms",
                owns=(Assignment, Response, FormLink, Series, DispatchLine),
                follows=(Addendum,),
                # Entries go with their diary, answers with their form.
                hangs=(Hangs(Assignment, "series"), Hangs(Response, "assignment")),
                sheets=takeout.SHEETS,
                account_fields={
                    Assignment: ("account", "added_day_by"),
                    Series: ("account",),
                    Response: ("saved_by", "submitted_by"),
                },
            )
        )
