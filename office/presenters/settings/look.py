"""The look in words and samples: which pairs of colours can be read, and the sheet the samples wear."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from clinic import theme
from clinic.admin_forms import TOKENS
from clinic.logo import logo_address
from office.presenters.settings.pages import back_to_settings, form_page

SAMPLE = ".look-sample"


def look_page(form, clinic) -> dict:
    """Everything look.html shows. The samples wear what is typed."""
    worn = form.worn
    tokens = urlencode({name: getattr(worn, name) for name in TOKENS})
    return form_page(form, clinic) | {
        "title": _("Look"),
        "sheet_url": f"{reverse('office:settings_look_sheet')}?{tokens}",
        "logo": logo_address(clinic),
        "problems": [_problem(one) for one in theme.check(worn)],
        **back_to_settings(),
    }


def _problem(one) -> str:
    return _("%(what)s: %(ratio)s : 1, at least %(needed)s : 1") % {
        "what": one.words,
        "ratio": number_format(one.ratio, 1),
        "needed": number_format(one.needed, 1),
    }
