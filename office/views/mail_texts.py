"""Texts of mails: the clinic's own words for what patients get, looked at before they are kept, and taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.policies import may_configure
from common import clock
from common.http import posted
from office.forms.mail_texts import MailTextForm
from office.only_for import ACTS, BOTH, only_for
from office.presenters.mail_texts import languages, text_page, texts_page
from outbox import composing, texts, wording
from outbox.models import MailText
from outbox.views import as_a_mail_program

WHO = gettext_lazy("The texts of mails are written by managers and owners.")


@only_for(may_configure, says=WHO, operator=True)
def mail_texts(request):
    """Every mail that can be worded, with a mark where the clinic did."""
    return render(request, "office/mail_texts.html", texts_page(request.clinic))


@only_for(may_configure, says=WHO, answers=BOTH, operator=True)
def mail_text(request, key, language):
    """Word one mail. “Show the mail” puts made-up facts in and keeps nothing."""
    text, clinic = _text(key, language), request.clinic
    row = texts.own_text(clinic.pk, key, language)
    ours = composing.ours(text, language=language)
    stands = (row.subject, row.opening) if row else ours
    form = MailTextForm(
        posted(request), text=text, initial=dict(zip(("subject", "opening"), stands, strict=True))
    )
    typed, shown = None, None
    if form.is_valid():
        typed = form.cleaned_data
        if "show" not in request.POST:
            return _keep(request, text, language, typed, ours=ours)
        as_typed = MailText(**typed)
        shown = _sample(request, text, language, as_typed)
    elif not form.is_bound:
        shown = _sample(request, text, language, row)
    page = text_page(text, form, clinic, language=language, row=row, shown=shown)
    return render(request, "office/mail_text.html", page, status=422 if form.errors else 200)


def _keep(request, text, language, typed, *, ours):
    if (typed["subject"], typed["opening"]) == ours:
        wording.use_ours(text, clinic=request.clinic, language=language, by=request.user)
        messages.success(request, _("These are our words: the mail leaves as we write it."))
    else:
        wording.word_mail(
            text, clinic=request.clinic, language=language, **typed, by=request.user, at=clock.now()
        )
        messages.success(request, _("Saved. The mail leaves in these words from now on."))
    return redirect("office:mail_text", text.key, language)


@only_for(may_configure, says=WHO, operator=True)
def mail_sample(request, key, language):
    """The mail as a mail program shows it, as it stands now."""
    text = _text(key, language)
    own = texts.own_text(request.clinic.pk, key, language)
    mail = _sample(request, text, language, own)
    return as_a_mail_program(request, mail.alternatives[0].content)


@only_for(may_configure, says=WHO, answers=ACTS, operator=True)
def mail_reset(request, key, language):
    """Our words again."""
    text = _text(key, language)
    if wording.use_ours(text, clinic=request.clinic, language=language, by=request.user):
        messages.success(request, _("Our words stand again."))
    return redirect("office:mail_text", key, language)


def _sample(request, text, language, own):
    with timezone.override(request.clinic.zone):
        return composing.sample(text, clinic_id=request.clinic.pk, language=language, own=own)


def _text(key, language) -> texts.Text:
    text = texts.find(key)
    if text is None or language not in dict(languages()):
        raise Http404
    return text
