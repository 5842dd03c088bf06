import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from records.models.access import Relation
from records.models.patient import Patient


class Contact(models.Model):
    """Somebody who belongs to a patient: a parent, a partner, a carer. Sees nothing until invited (product §1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120, validators=[one_line])
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[one_line])
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    may_be_told = models.BooleanField(_("may be told about visits"), default=False)
    may_have_access = models.BooleanField(_("may see this patient’s information"), default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient"], name="records_contact_of")]
        constraints = [
            models.CheckConstraint(name="records_contact_is_another", condition=~Q(relation="self")),
        ]

    def __str__(self):
        return self.name
