from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self):
        from accounts import forgotten, links
        from outbox.registry import register_gate, register_language
        from records import (
            contract,
            emergency_mail,
            gates,
            mail,
            mail_texts,
            reaching,
            review_mail,
            takeout_mail,
        )
        from records.actions.invitations import offer_again
        from records.answering import RecordsAnswerer
        from records.doors import code_of, grant_of_notice, invitation_of, new_address_of

        links.register("claim", "records_claim")
        links.register_door("records_link", code_of)
        links.register_door("records_invitation", invitation_of)
        links.register_door("records_take_back", grant_of_notice)
        links.register_door("records_new_address", new_address_of)
        forgotten.register(offer_again)
        mail.register()
        emergency_mail.register()
        review_mail.register()
        takeout_mail.register()
        mail_texts.register_texts()
        register_gate(gates.record_is_open)
        register_language(reaching.language_of)
        contract.register(RecordsAnswerer.of_this_room())
