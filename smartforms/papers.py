"""Forms as files to keep: a PDF under a name that is safe on every disk and tells nobody whose it is."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from common import pdf
from smartforms.presenters.blank import blank_values
from smartforms.presenters.paper import sent_values


def sent_paper(response, *, sender: str, at: datetime, for_staff=False) -> HttpResponse:
    """A sent form as it was asked, in the language it was read in. Raises pdf.Unprintable where it is more than one
    print may hold."""
    with override(response.language or get_language()):
        values = sent_values(response, sender=sender, for_staff=for_staff)
        return _handed_over("form", values, response.assignment.version, at=at)


def blank_paper(version, *, at: datetime) -> HttpResponse:
    """A version of a form to fill in by hand. Raises pdf.Unprintable, as above."""
    return _handed_over("blank", blank_values(version), version, at=at)


def too_long() -> str:
    """What is said in place of a copy that cannot be made."""
    return _("This form is too long for one file. Print the page from your browser instead.")


def too_long_to_print() -> str:
    """What is said in place of a blank form that cannot be made."""
    return _("This form is too long for one file. Split it into several forms to print it.")


def _handed_over(page: str, values: dict, version, *, at) -> HttpResponse:
    answer = HttpResponse(
        pdf.render(page, values, language=get_language(), at=at), content_type="application/pdf"
    )
    name = slugify(version.template.title)[:60] or "form"
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
