"""What somebody hears whose page counts no more: their link opens nothing while another does, or they are signed out.

What they typed is shown, to be copied.
"""

from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import render

from smartforms.by_link import forms_behind, has_rested, link_to_go_on_with
from smartforms.presenters.typed import typed_on, words_in


def explain(request, form_id=None, *, number=None, at):
    """A page that names the mail to go on with and shows what was typed, to be copied; None where there is none.

    What was typed stands beside its questions, except after a rest: then another may sit here.
    """
    link = link_to_go_on_with(request, at=at)
    if link is None:
        return None
    is_rest = has_rested(request, at=at)
    status = 403 if is_rest else 410
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"closed": True}, status=410)
    form = None
    if form_id and number and request.method == "POST":
        forms = forms_behind(link).select_related("version", "response")
        form = forms.filter(pk=form_id).first()
    typed = typed_on(form, number, request.POST, names_questions=not is_rest) if form else []
    page = {"is_rest": is_rest, "typed": typed}
    return render(request, "smartforms/go_on.html", page, status=status)


def signed_out(request):
    """The way to sign in; first what was typed, where a page without scripts comes from a session that ended.

    Nothing of the form is told: whoever sits here is signed out.
    """
    sign_in = redirect_to_login(request.get_full_path())
    typed = words_in(request.POST) if request.accepts("text/html") else []
    if not typed:
        return sign_in
    return render(
        request, "smartforms/signed_out.html", {"typed": typed, "sign_in_url": sign_in.url}, status=403
    )
