"""My notices: which mails about forms a colleague gets."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.http import posted
from office.forms.notices import Notices
from office.only_for import BOTH, only_for
from office.policies import sees_forms
from smartforms.notices import choose, wants_completed

WHO = gettext_lazy("Mails about forms go to those of the team who work with forms.")


@only_for(sees_forms, says=WHO, answers=BOTH)
def notices(request):
    """One's own choice, for this clinic."""
    mine = {"account": request.user, "clinic": request.clinic}
    form = Notices(posted(request), initial={"completed": wants_completed(**mine)})
    if form.is_valid():
        choose(**mine, completed=form.cleaned_data["completed"], at=clock.now())
        messages.success(request, _("Your choice is saved."))
        return redirect("office:notices")
    return render(request, "office/notices.html", {"form": form})
