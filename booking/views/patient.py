"""Who the visit is for, and the last look before it is booked."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

import audit
from booking import steps
from booking.actions import confirming
from booking.actions.holding import answers_seen, keep_answers
from booking.forms import Agreement, GuestContact, Note
from booking.guests import EnoughForAddress, count_network, has_enough
from booking.people import NEW, person_forms
from booking.policies import has_enough_ahead
from booking.presenters import who as show
from booking.presenters.held import held_page
from booking.views.holds import over
from booking.visitors import own_hold
from common import clock
from common.http import posted
from records.models import Patient
from records.policies import grants_of


def _guest(request) -> bool:
    return not request.user.is_authenticated


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def patient(request, hold):
    """Pick a saved person or add one. What is typed is kept with the hold until the visit is booked."""
    held = own_hold(request, hold)
    if held.appointment_id:
        return redirect("booking:done", held.pk)
    if (step := steps.next_step(held, request.user)).name == "account":
        return redirect(step.url(held))
    grants = grants_of(request.user, at=clock.now(), clinic=request.clinic)
    chosen = request.POST.get("who") if request.method == "POST" else show.chosen_before(held, grants)
    forms = _forms(request, held, grants, chosen)
    errors = _refused(held, grants, chosen) or _enough_for_guest(request, held, forms)
    if request.method == "POST" and not errors:
        errors = _save(held, grants, chosen, forms, by=request.user)
        if not errors:
            return redirect("booking:check", held.pk)
    _note_who_was_shown(request, held, grants)
    page = {
        **held_page(request, held),
        **show.who_page(request, held, grants, chosen, forms, errors),
        "back_url": steps.change_url(held),
        "has_errors": bool(errors),
    }
    is_refused = errors and request.method == "POST"
    return render(request, "booking/patient.html", page, status=422 if is_refused else 200)


def _may_book_as_guest(request, *, at) -> bool:
    """Whether a guest's network may confirm another visit now."""
    if not ratelimit.consume(request, action="signup", user=None):
        return False
    return count_network(get_adapter(request).get_client_ip(request) or "", at=at)


def _note_who_was_shown(request, held, grants) -> None:
    """The page shows the names and birth dates of whom this account may book for: that is written down."""
    if grants:
        shown = [grant.patient_id for grant in grants]
        where = {"target": held, "clinic": request.clinic}
        audit.opened("patients.listed", by=request.user, at=clock.now(), ids=shown, **where)


def _forms(request, held, grants, chosen) -> dict:
    sent = posted(request)
    account = None if _guest(request) else request.user
    note = Note(sent, initial={"note": held.answers.get("note", "")}, practitioner=held.practitioner)
    forms = {
        "note": note,
        **person_forms(account, grants, chosen, sent, typed=held.answers.get("person")),
    }
    if _guest(request):
        forms["contact"] = GuestContact(sent, initial={"email": held.answers.get("email", "")})
    return forms


def _enough_for_guest(request, held, forms) -> list:
    """Why a guest cannot book another visit with the address they gave, as an error beside it."""
    if request.method == "POST" or not _guest(request) or "email" not in held.answers:
        return []
    if has_enough(held.clinic, held.answers["email"], at=clock.now()):
        return [(forms["contact"]["email"].id_for_label, show.enough_for_address(held.clinic))]
    return []


def _refused(held, grants, chosen) -> list:
    """Why the saved person who is chosen cannot have another visit, as an error beside the choice."""
    for grant in grants:
        if str(grant.patient_id) == chosen and has_enough_ahead(
            held.clinic, grant.patient_id, at=clock.now()
        ):
            return [("who", show.enough_ahead(grant, held.clinic))]
    return []


def _save(held, grants, chosen, forms, *, by) -> list:
    """Keep the answers with the hold; returns what is wrong with them."""
    saved = {str(grant.patient_id) for grant in grants}
    person = forms.get(chosen) if chosen in NEW else None
    note, contact = forms["note"], forms.get("contact")
    asked = [form for form in (person, contact, note) if form is not None]
    valid = [form.is_valid() for form in asked]
    if chosen not in saved and person is None:
        return [("who", show.nobody_chosen())]
    if not all(valid):
        return show.errors_of(*asked)
    answers = {"note": note.cleaned_data["note"]}
    answers |= {"patient": chosen} if chosen in saved else {"person": person.answers()}
    if contact is not None:
        answers |= {"as_guest": True, "email": contact.cleaned_data["email"]}
    keep_answers(held, answers, by=by)
    return []


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, hold):
    """Everything once more, the rule in words, then Confirm. Pressing twice makes one visit."""
    held = own_hold(request, hold)
    if held.appointment_id:
        return redirect("booking:done", held.pk)
    if (step := steps.next_step(held, request.user)).name != "check":
        return redirect(step.url(held))
    at = clock.now()
    form = Agreement(posted(request))
    seen = request.POST.get("seen", answers_seen(held))
    if request.method == "POST" and form.is_valid():
        if _guest(request) and not _may_book_as_guest(request, at=at):
            return render(request, "429.html", status=429)
        try:
            confirming.confirm(held, seen=seen, by=None if _guest(request) else request.user, at=at)
            return redirect("booking:done", held.pk)
        except confirming.Lost:
            return over(request, held)
        except (Patient.DoesNotExist, confirming.TooManyAhead, EnoughForAddress):
            return redirect("booking:patient", held.pk)
        except confirming.AccountNeeded:  # the clinic, or the service, asks for one since
            return redirect("booking:account", held.pk)
        except confirming.AddressUnproved:
            return render(
                request, "booking/prove_first.html", show.prove_first_page(request, held), status=422
            )
        except confirming.AnswersChanged:
            # Another tab chose somebody else meanwhile: show who it is now before anything is booked.
            held = own_hold(request, hold)
            if (step := steps.next_step(held, request.user)).name != "check":
                return redirect(step.url(held))
    has_changed = seen != answers_seen(held)
    if chosen := held.answers.get("patient"):
        audit.opened(
            "patient.named", by=request.user, target=held, at=at, patient=chosen, clinic=request.clinic
        )
    page = {
        **held_page(request, held),
        **show.check_page(request, held, at=at),
        "form": form,
        "seen": answers_seen(held),
        "has_changed": has_changed,
        "back_url": reverse("booking:patient", args=[held.pk]),
        "has_errors": form.is_bound and not has_changed,
    }
    status = 409 if has_changed else 422 if form.is_bound else 200
    return render(request, "booking/check.html", page, status=status)
