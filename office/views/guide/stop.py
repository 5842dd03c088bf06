"""Somebody at a step of the guide: what it is about, and where one goes from there."""

from django.shortcuts import render
from django.urls import reverse

from clinic.models import Clinic
from common import clock
from common.http import posted
from office.guide import BY_KEY, CHECK, SEVERAL, step_after
from office.presenters.guide import address_of, frame_of
from office.settings_places import Facts
from office.views.settings.door import own_or_404


class Stop:
    """The step, and which of several rows it is about: the one asked for, a new one, or the first there is."""

    def __init__(self, request, step, *, row=None, is_new=False):
        self.request, self.step, self.row, self.is_new = request, step, row, is_new
        self.clinic, self.sent = request.clinic, posted(request)
        self.facts = Facts(self.clinic, at=clock.now())

    def about(self, model, there):
        """The row of this clinic that the step is about; None for a new one. `there` are those in use."""
        if self.row is not None:
            return own_or_404(model, self.request, self.row)
        first = None if self.is_new else next(iter(there), None)
        return first and own_or_404(model, self.request, first.pk)

    def onwards(self, _kept=None) -> str:
        """Where one goes once this is saved, by what is there then; back to the check for who came from there."""
        if self.step.key in SEVERAL and "another" in (self.sent or {}):
            return reverse("office:guide_new", args=[self.step.key])
        if self.request.GET.get("back") == CHECK.key:
            return address_of(CHECK)
        now = Clinic.objects.get(pk=self.clinic.pk)
        return address_of(step_after(self.step, Facts(now, at=self.facts.at)))

    def frame(self, about=None) -> dict:
        """What stands around the step's own words."""
        return frame_of(self.step, self.facts, about=about)

    def shows(self, template, page, *, status=200):
        """The page of the step."""
        return render(self.request, f"office/guide/{template}.html", self.frame() | page, status=status)

    def waits_for(self, key, text):
        """The page of a step that has nothing to be about before another one is done."""
        first = BY_KEY[key]
        return self.shows("waits", {"text": text, "url": address_of(first), "label": first.title})
