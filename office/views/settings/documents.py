"""The kinds of documents: which patients see, once they are shared, and which they may send."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.keeping import keep_setting
from common.http import posted
from office.forms.settings.documents import KindsForm
from office.presenters.settings.documents import kinds_page
from office.views.settings.door import settings_page
from records.policies import rules_of


@settings_page()
def documents(request):
    """Ticks for each kind; they hold at once, everywhere."""
    form = KindsForm(posted(request), rules=rules_of(request.clinic))
    if form.is_bound and form.is_valid():
        keep_setting(form.fill(), by=request.user, clinic=request.clinic)
        messages.success(request, _("The kinds of documents are saved."))
        return redirect("office:settings")
    status = 422 if form.is_bound else 200
    return render(request, "office/settings/documents.html", kinds_page(form), status=status)
