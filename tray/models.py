from django.conf import settings
from django.db import models
from django.db.models import Q

from clinic.models import Clinic


class Items(models.QuerySet):
    """What waits, and what was done."""

    def about(self, kind, *targets):
        """The items of one kind about these rows."""
        return self.filter(kind=kind, target__in=[name_of(target) for target in targets])

    def twice(self, source, target):
        """What waits about one row itself, while the same waits about another row already."""
        waits = self.filter(target=name_of(target), done_at=None).values("kind")
        return self.filter(target=name_of(source), done_at=None, kind__in=waits)


def name_of(target) -> str:
    """How an item names the row it is about: its kind and id."""
    return f"{target._meta.label_lower}:{target.pk}"


class Item(models.Model):
    """Something that waits for the clinic: what kind, about which row. Upper rooms put items in."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="tray")
    kind = models.CharField(max_length=40)
    patient = models.UUIDField(null=True, help_text="The patient it concerns; patients live a room above.")
    target = models.CharField(max_length=60, help_text="The row it is about: its kind and id.")
    put_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = Items.as_manager()

    class Meta:
        indexes = [models.Index(fields=["target"], name="tray_by_target")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "target"], name="tray_one_open_item", condition=Q(done_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target}"
