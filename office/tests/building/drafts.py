"""Drafts that tests change through the pages of the builder."""

from smartforms import drafting
from smartforms.authoring import opening
from smartforms.authoring.tree import find, places
from smartforms.models import Version
from smartforms.tests.forms import questionnaire


class Draft:
    """A draft in the hands of one person's browser."""

    def __init__(self, browser, version):
        self.browser, self.pk, self.template = browser, version.pk, version.template_id
        self.here = f"/office/forms/{version.template_id}/draft/"

    @property
    def version(self):
        return Version.objects.get(pk=self.pk)

    @property
    def version_with_template(self):
        return Version.objects.select_related("template__clinic").get(pk=self.pk)

    @property
    def source(self):
        return opening.read(self.version.source)

    @property
    def shape(self) -> list[str]:
        return [f"{p.number} {p.item.get('text')}" for p in places(self.source) if p.number]

    def post(self, at="", revision=None, **data):
        revision = self.version.revision if revision is None else revision
        data = {"revision": f"{self.pk}-{revision}", **data}
        return self.browser.post(f"{self.here}{at}", {k.replace("__", "-"): v for k, v in data.items()})

    def add(self, kind, text, beside="i1", where="after"):
        answer = self.post("items/", add__kind=kind, add__text=text, add__where=where, add__beside=beside)
        return answer["Location"].rstrip("/").rpartition("/")[2]

    def item(self, item):
        return find(self.source, item).item


def of(cast, nora, at, *items, **head):
    """A draft of these items, whose ids are their linkIds."""
    begun = drafting.begin_form(
        title="Knee", clinic=cast.harbour, is_clinical=True, minutes=None, by=cast.nora, at=at
    )
    source = questionnaire(*[{"id": one["linkId"], **one} for one in items], **head)
    opening.opened(source)
    drafting.change(
        draft=begun,
        revision=0,
        by=cast.nora,
        at=at,
        how=lambda old: (old.clear(), old.update(source), None)[2],
    )
    return Draft(nora, begun)
