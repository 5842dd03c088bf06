from functools import cached_property, lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic
from common.text import one_line
from smartforms.definition import Outline
from smartforms.engine import repeating, translating


class FormRule(models.TextChoices):
    """How often somebody is asked the same form."""

    EVERY_TIME = "every", _("Every time")
    ONCE = "once", _("Once per patient")
    AGAIN = "again", _("Again after some months")


class Templates(models.QuerySet):
    """A clinic's questionnaires."""

    def of(self, clinic):
        return self.filter(clinic_id=clinic.pk)

    def in_use(self):
        """Not archived, and published at least once: what can be sent."""
        return self.with_publication().filter(is_published=True, archived_at=None)

    def with_publication(self):
        """Each tells whether it `is_published`: at least one of its versions is."""
        published = Version.objects.filter(template=models.OuterRef("pk"), published_at__isnull=False)
        return self.annotate(is_published=models.Exists(published))


class Template(models.Model):
    """A questionnaire the clinic uses. What is asked stands in its versions."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="form_templates", verbose_name=_("clinic")
    )
    title = models.CharField(_("title"), max_length=200, validators=[one_line])
    slug = models.SlugField(_("name in addresses"), max_length=80)
    canonical = models.CharField(
        max_length=500,
        blank=True,
        editable=False,
        help_text=_("The address the questionnaire is known by elsewhere."),
    )
    is_clinical = models.BooleanField(
        _("about health"),
        default=True,
        help_text=_(
            "Answers are read only by those who care for the patient. Untick for purely administrative forms."
        ),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), null=True, blank=True, help_text=_("Told to patients before they start.")
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = Templates.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("form"), _("forms")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "slug"], name="smartforms_one_slug_per_clinic"),
            models.UniqueConstraint(
                fields=["clinic", "canonical"],
                name="smartforms_one_canonical_per_clinic",
                condition=~Q(canonical=""),
            ),
        ]

    def __str__(self):
        return self.title

    def live_version(self):
        """The version that is sent today; None before the first is published."""
        return self.versions.filter(published_at__isnull=False).order_by("-number").first()

    def draft(self):
        """The next version, while it is being made; None when nobody makes one."""
        return self.versions.filter(published_at=None).first()


class Version(models.Model):
    """What a questionnaire asks. Once published, the database refuses every change: answers point to its words."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    source = models.TextField(
        blank=True, help_text="The imported file as it was, for exporting it untouched."
    )
    report = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(
        default=0, help_text="Counts a draft’s changes; tells two editors apart."
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="smartforms_one_number_per_template"),
            models.UniqueConstraint(
                fields=["template"], name="smartforms_one_draft_per_template", condition=Q(published_at=None)
            ),
            models.CheckConstraint(name="smartforms_numbers_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="smartforms_publisher_with_date",
                condition=Q(published_by=None) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.template_id}, {self.number}"

    @cached_property
    def outline(self) -> Outline:
        """The definition, ready to be asked. Published ones never change, so each process keeps the last few."""
        return _outline_of(self.pk) if self.published_at else Outline(self.definition, self.source)

    def outline_for(self, counts: dict[str, int], language: str = "") -> Outline:
        """The same for somebody who reads `language`, with each repeating group as often as it was begun."""
        shown = translating.nearest(self.outline.definition, language)
        if not counts and not shown:
            return self.outline
        if self.published_at:
            return _outline_for(self.pk, shown, tuple(sorted(counts.items())))
        return repeating.grown(translating.translated(self.outline, shown), counts)


@lru_cache(maxsize=1024)
def titles_of(version_id: int) -> dict[str, str]:
    """A published version's title in the languages it is translated into; small, and it never changes."""
    found = Version.objects.values_list("definition__in", flat=True).get(pk=version_id) or {}
    return {language: said["title"] for language, said in found.items() if said.get("title")}


@lru_cache(maxsize=64)
def _outline_of(version_id: int) -> Outline:
    definition, source = Version.objects.values_list("definition", "source").get(pk=version_id)
    return Outline(definition, source)


@lru_cache(maxsize=64)
def _outline_for(version_id: int, language: str, counts: tuple[tuple[str, int], ...]) -> Outline:
    if counts:
        return repeating.grown(_outline_for(version_id, language, ()), dict(counts))
    return translating.translated(_outline_of(version_id), language)
