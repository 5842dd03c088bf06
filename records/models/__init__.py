from records.models.access import CareRelation, Grant, Lockdown
from records.models.patient import Patient

__all__ = ["CareRelation", "Grant", "Lockdown", "Patient"]
