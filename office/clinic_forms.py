"""A clinic's forms: how many stand where, and who still has one to fill in. Read only."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F

from office.overview import HEAVY
from smartforms.models import Assignment, Status, Template

ROWS = 50
OUTSTANDING = (Status.OVERDUE, Status.NOT_STARTED, Status.IN_PROGRESS)


@dataclass
class Counted:
    """A form, whether patients can get it, and how many stand where."""

    template: Template
    is_published: bool
    counts: dict[Status, int]

    @property
    def outstanding(self) -> int:
        return sum(self.counts.get(status, 0) for status in OUTSTANDING)


@dataclass
class Following:
    """A page of those who have one form, outstanding or as it `shown` stands."""

    form: Counted
    shown: Status | None
    page: Page


def counted_forms(clinic, *, at, archived=False) -> list[Counted]:
    """Every form of the clinic; archived ones only while somebody still has them to fill in, or all `archived` ones."""
    counts = Assignment.objects.of(clinic).counted(at=at)
    rows = [_counted(one, counts) for one in Template.objects.of(clinic).with_publication()]
    if archived:
        return [one for one in rows if one.template.archived_at]
    return [one for one in rows if one.template.archived_at is None or one.outstanding]


def following(clinic, template_id, *, shown, number, at) -> Following | None:
    """Who has this form, by due date, those without one last; None when the clinic has no such form."""
    template = Template.objects.of(clinic).with_publication().filter(pk=template_id).first()
    if template is None:
        return None
    sent = Assignment.objects.of(clinic).filter(version__template=template)
    form = _counted(template, sent.counted(at=at))
    rows = sent.standing(at=at).filter(stands__in=[shown] if shown else OUTSTANDING)
    rows = rows.select_related(
        "patient", "version__template", "account", "link", "invitation", "practitioner"
    )
    rows = rows.select_related("response").defer(*HEAVY)
    rows = rows.order_by(F("due_at").asc(nulls_last=True), "sent_at", "pk")
    return Following(form, shown, Paginator(rows, ROWS).get_page(number))


def _counted(template, counts) -> Counted:
    return Counted(template, template.is_published, counts.get(template.pk, {}))
