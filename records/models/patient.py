import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Lower, Reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic
from common.folding import FoldedField
from common.text import one_line
from records.models.matching import FamilyKey, GivenKey, NameKey, PhoneKey


class Patients(models.QuerySet):
    """Patient records, and who may look."""

    def visible_to(self, account, *, at):
        """The records this account was given, by a live grant of any level."""
        from records.models.access import Grant

        if not account.is_authenticated:
            return self.none()
        mine = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("pk"))
        return self.filter(Exists(mine), merged_at=None)

    def of(self, clinic):
        """The records of one clinic (for its staff), without those that were joined into another."""
        return self.filter(clinic_id=clinic.pk, merged_at=None)


class Patient(models.Model):
    """One official record at one clinic. Its e-mail is not unique: a family may share one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    given_name = models.CharField(_("given name"), max_length=80, validators=[one_line])
    family_name = models.CharField(_("family name"), max_length=80, validators=[one_line])
    date_of_birth = models.DateField(_("date of birth"))
    pronouns = models.CharField(max_length=30, blank=True, validators=[one_line])
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True, validators=[one_line])
    address = models.TextField(blank=True)
    created_at = models.DateTimeField()
    made_online = models.BooleanField(default=False, help_text=_("By a booking, not by staff."))
    merged_at = models.DateTimeField(
        null=True, blank=True, help_text="It was joined into another record (`Merge`): a closed shell."
    )
    sort_name = FoldedField(of=("family_name", "given_name"))
    search = FoldedField(of=("given_name", "family_name", "email", "phone", "date_of_birth"))
    match_given = GivenKey(of=("given_name",))
    match_family = FamilyKey(of=("family_name",))
    match_name = NameKey(of=("given_name", "family_name"))
    match_phone = PhoneKey(of=("phone",))

    objects = Patients.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "sort_name"], name="records_patient_by_name"),
            models.Index(fields=["clinic", "date_of_birth"], name="records_patient_by_birth"),
            models.Index(fields=["clinic", "match_name"], name="records_patient_by_match"),
            models.Index(
                fields=["clinic", "match_phone"],
                name="records_patient_by_phone",
                condition=~models.Q(match_phone=""),
            ),
            # As numbers are typed: from their beginning, or the last digits.
            models.Index(
                F("clinic"),
                OpClass(F("match_phone"), name="text_pattern_ops"),
                name="records_patient_phone_begins",
            ),
            models.Index(
                F("clinic"),
                OpClass(Reverse("match_phone"), name="text_pattern_ops"),
                name="records_patient_phone_ends",
            ),
            models.Index(
                F("clinic"), Lower("email"), name="records_patient_by_email", condition=~models.Q(email="")
            ),
            GinIndex(SearchVector("search", config="simple"), name="records_patient_search"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @cached_property
    def more(self):
        """What the clinic keeps of this patient beyond these fields; an empty one where that is nothing."""
        from records.models.details import PatientDetails

        return getattr(self, "details", None) or PatientDetails(patient=self)
