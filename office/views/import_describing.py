"""What a file means: its columns, and the names it calls practitioners, services and places by."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from common import clock
from common.http import posted
from imports import actions, naming
from imports.days import order_of
from imports.models import Kind
from imports.policies import may_import
from imports.visits import guessed
from office.forms.imports import Columns, Names
from office.only_for import BOTH, only_for
from office.presenters import imports as show
from office.views.imports import WHO, found, gone_on

DAYS = ("date_of_birth", "date", "starts")


@only_for(may_import, says=WHO, answers=BOTH)
def columns(request, batch):
    """Say what each column is; it was guessed from the headings."""
    came = found(request, batch)
    if not came.is_open:
        return gone_on(request, came)
    samples = naming.samples_of(came, most=50)
    form = Columns(posted(request), batch=came, order=_order(came, samples))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.set_columns(
                came, columns=said["columns"], order=said["order"], by=request.user, at=clock.now()
            )
        except actions.NotNow:
            return gone_on(request, came)
        if came.kind == Kind.VISITS:
            return redirect("office:import_names", came.pk)
        return _look_over(request, came)
    page = show.columns_page(came, form, samples)
    return render(request, "office/import_columns.html", page, status=422 if form.is_bound else 200)


def _order(came, samples) -> str:
    """As it was said; the first time as the days themselves tell."""
    if came.checked_at or came.names:
        return came.order
    places = [int(place) for place, key in came.columns.items() if key in DAYS]
    return order_of([cells[place] for cells in samples for place in places if place < len(cells)])


@only_for(may_import, says=WHO, answers=BOTH)
def names(request, batch):
    """Say who and what is meant."""
    came = found(request, batch)
    if not came.is_open or came.kind != Kind.VISITS:
        return gone_on(request, came)
    called = naming.names_of(came)
    if too_many := [key for key, listed in called.items() if len(listed) > naming.MOST]:
        messages.warning(request, show.too_many_names(came, too_many[0]))
        return redirect("office:import_columns", came.pk)
    form = Names(
        posted(request),
        batch=came,
        names=called,
        initial_names=_chosen(guessed(request.clinic, called), came.names),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_names(came, form.chosen, by=request.user, at=clock.now())
        except actions.NotNow:
            return gone_on(request, came)
        return _look_over(request, came)
    page = show.names_page(came, form)
    return render(request, "office/import_names.html", page, status=422 if form.is_bound else 200)


def _chosen(guesses, before) -> dict:
    """What was said before goes before what is guessed."""
    return {
        kind: {key: before.get(kind, {}).get(key, guess) for key, guess in by_name.items()}
        for kind, by_name in guesses.items()
    }


def _look_over(request, came):
    try:
        actions.ask_check(came, language=get_language(), by=request.user, at=clock.now())
    except actions.NotNow:
        return gone_on(request, came)
    return redirect("office:import_batch", came.pk)
