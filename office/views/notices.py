"""My notices: of what waits a colleague hears by mail, how, and at which hours."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.team import member_behind
from common import clock
from common.http import posted
from office.forms.notices import MyNotices
from office.only_for import BOTH, only_for
from office.policies import sees_tray
from tray.notices import choose, notices_of

WHO = gettext_lazy("Mails about what waits go to those of the team who work with the tray.")


@only_for(sees_tray, says=WHO, answers=BOTH)
def notices(request):
    """One's own choice, for this clinic."""
    mine = {"account": request.user, "clinic": request.clinic}
    form = MyNotices(posted(request), member=member_behind(request), notices=notices_of(**mine))
    if form.is_valid():
        choose(**mine, **form.chosen, at=clock.now())
        messages.success(request, _("Your choice is saved."))
        return redirect("office:notices")
    return render(request, "office/notices.html", {"form": form}, status=422 if form.errors else 200)
