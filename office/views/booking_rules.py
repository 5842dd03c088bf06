"""The booking rules, what they mean for a patient while they are being set, and whether all settings agree."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions.settings import keep
from booking.contradictions import contradictions
from booking.models import Preferences
from clinic.admin_errors import things_to_fix
from clinic.catalogue import catalogue_of
from clinic.policies import may_configure
from common import clock
from common.http import posted
from office.forms.rules import Example, RulesForm
from office.only_for import BOTH, only_for
from office.presenters.booking_rules import page_of_rules
from office.presenters.settings_check import settings_check_page

WHO = gettext_lazy("The booking rules are set by managers and owners.")


@only_for(may_configure, says=WHO, answers=BOTH, operator=True)
def booking_rules(request):
    """Set the rules. “Show what this means” draws what is typed and saves nothing."""
    clinic, sent = request.clinic, posted(request)
    rules = Preferences.objects.filter(clinic_id=clinic.pk).first()
    form = RulesForm(sent, instance=rules, clinic=clinic)
    example = Example(sent, catalogue=catalogue_of(clinic), prefix="example")
    is_right = form.is_valid()  # also puts what is typed into the instance, for the drawing
    if sent is not None and "show" not in sent and is_right:
        keep(form.instance, by=request.user)
        messages.success(request, _("The booking rules are saved."))
        return redirect("office:booking_rules")
    page = page_of_rules(form, example, clinic, at=clock.now()) | {"things": things_to_fix(form, [])}
    status = 422 if sent is not None and not is_right else 200
    return render(request, "office/booking_rules.html", page, status=status)


@only_for(may_configure, says=WHO, operator=True)
def settings_check(request):
    """What works against what, with the way to mend it; what fits together is said as well."""
    clinic = request.clinic
    found = contradictions(clinic, catalogue_of(clinic), at=clock.now())
    return render(request, "office/settings_check.html", settings_check_page(found))
