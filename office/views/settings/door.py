"""The door of the settings, and how a form of theirs is answered."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from clinic.admin_scope import choices_of
from clinic.policies import may_configure
from common.http import posted
from office.only_for import ACTS, BOTH, LOOKS, only_for
from office.presenters.settings.pages import form_page

__all__ = ["ACTS", "LOOKS", "answer", "own_or_404", "settings_page"]
WHO = gettext_lazy("The settings are kept by managers and owners.")


def settings_page(answers=BOTH):
    """A page for managers, owners and the operator; moments are typed and shown by the clinic's clock."""

    def decorate(view):
        @only_for(may_configure, says=WHO, answers=answers, operator=True)
        @wraps(view)
        def guarded(request, *args, **kwargs):
            with timezone.override(request.clinic.zone):
                return view(request, *args, **kwargs)

        return guarded

    return decorate


def own_or_404(model, request, pk):
    """A row of this clinic; another clinic's and a missing one look the same."""
    row = choices_of(model, request.clinic).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def answer(request, form, *, keep, said, to, page, template="office/settings/form.html"):
    """Save what is right and go `to` a page (its address, or what makes it of what was kept); else the form again.

    `keep` takes no argument and returns what it kept; `said` is what is told then. Wrong: 422, with the answers.
    """
    if form.is_bound and form.is_valid():
        kept = keep()
        messages.success(request, said % {"name": kept})
        return redirect(to(kept) if callable(to) else to)
    status = 422 if posted(request) is not None else 200
    return render(request, template, form_page(form, request.clinic) | page, status=status)
