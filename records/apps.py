from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self):
        from accounts import links
        from outbox.registry import register_gate
        from records import contract, gates
        from records.models import CareRelation, Grant, Lockdown

        links.register("claim", "records_claim")
        register_gate(gates.record_is_open)
        contract.register(contract.Answerer("records", owns=(Grant, CareRelation, Lockdown)))
