from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a document is."""

    LETTER = "letter", _("Letter")
    RESULT = "result", _("Result")
    REFERRAL = "referral", _("Referral")
    REQUISITION = "requisition", _("Requisition")
    IMAGE = "image", _("Image")
    EXERCISE = "exercise", _("Exercise handout")
    CONSENT = "consent", _("Consent")
    INSURANCE = "insurance", _("Insurance card")
    IDENTITY = "identity", _("Proof of identity")
    OTHER = "other", _("Other document")


# What the front desk handles. Everything else is clinical: for those who care for the patient (D4). A consent names
# what was agreed to, so it is clinical too; without knowing better, so is "other".
ADMINISTRATIVE = frozenset({Kind.INSURANCE, Kind.IDENTITY})
