"""What every secret that opens something once is made of: when it was issued, used or taken back, and by whom (D5)."""

import uuid

from django.conf import settings
from django.db import models

from clinic.models import Clinic
from common import tokens


class Secret(models.Model):
    """A row that a secret is the key of, once. Its link is derived from the nonce (Settled 2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=30, default=tokens.new_nonce, editable=False)
    wrong_births = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    def is_live(self, *, at) -> bool:
        """Neither used nor taken back nor too old."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at
