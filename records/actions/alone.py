"""Whoever changes who sees a record is alone with it: its own row is locked before any code, invitation or grant.

Two acts that take the same rows in another order wait for each other until PostgreSQL ends one with an error.
"""

from records.models import Patient


def alone_with(patient) -> None:
    """Wait until nobody else changes who sees this record, then keep it until the transaction ends.

    Rows that merely point at the record, as every visit does, may be written meanwhile: they must not wait for whoever
    is alone with it, who may be waiting for one of them.
    """
    Patient.objects.select_for_update(no_key=True).get(pk=getattr(patient, "pk", patient))
