"""Entering four words from a slip, a mail or the telephone (product §6)."""

from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.http import posted
from records.forms import FourWords
from records.redeeming import Refused, TooMany, try_words
from records.views import knocking


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Four words and a date of birth open a record, for an account that proved its address."""
    if not request.user.is_verified:
        return render(request, "records/prove_first.html", status=403 if request.method == "POST" else 200)
    form = FourWords(posted(request))
    if form.is_valid():
        try:
            outcome = try_words(
                form.cleaned_data["words"],
                account=request.user,
                clinic=request.clinic,
                born=form.cleaned_data["date_of_birth"],
                network=knocking.network_of(request),
                at=clock.now(),
            )
        except TooMany as error:
            return knocking.too_many(request, error)
        except Refused:
            knocking.refuse(form)
        else:
            return knocking.opened(request, outcome)
    page = {"form": form, "has_errors": form.is_bound}
    return render(request, "records/code.html", page, status=422 if form.is_bound else 200)


@require_safe
def asked(request):
    """The clinic looks at it first."""
    return render(request, "records/asked.html")
