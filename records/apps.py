from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self):
        from accounts import links
        from outbox.registry import register_gate
        from records import contract, gates, mail
        from records.answering import RecordsAnswerer

        links.register("claim", "records_claim")
        mail.register()
        register_gate(gates.record_is_open)
        contract.register(RecordsAnswerer.of_this_room())
