"""The paper about the portal: on a page beside its words, and as a PDF."""

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from clinic.letterhead import on_paper
from common import qr
from office.handout import address_of, blocks, filled_in

# What the printers of the continent hold; the half is the same paper cut once.
PAPERS = {
    "a4": {"full": ("a4", "A4"), "half": ("a5", "A5")},
    "us-letter": {"full": ("us-letter", "Letter"), "half": ("us-statement", "Half letter")},
}
SIZES = ("full", "half")


def handout_page(handout, form, clinic, *, may_edit: bool) -> dict:
    """Everything handout.html shows; `handout` as it is typed."""
    language = handout.language
    papers = PAPERS[on_paper(clinic)["paper"]]
    return {
        "form": form,
        "may_edit": may_edit,
        "has_errors": bool(form.errors),
        "is_own": handout.pk is not None,
        "language": language,
        "languages": [
            {
                "label": get_language_info(code)["name_local"].capitalize(),
                "url": f"{reverse('office:handout')}?language={code}",
                "current": code == language,
            }
            for code, _name in settings.LANGUAGES
        ],
        "files": [
            {
                "label": _("PDF, %(paper)s") % {"paper": papers[size][1]},
                "url": reverse("office:handout_paper", args=[language, size]),
            }
            for size in SIZES
        ],
        "title": handout.title,
        "blocks": blocks(filled_in(handout.text, clinic)),
        "square": mark_safe(qr.svg(address_of(clinic))),
        "clinic": clinic,
    }


def handout_values(handout, clinic, size) -> dict:
    """The values of templates/pdf/handout.typ."""
    address, paper = address_of(clinic), on_paper(clinic)
    with override(handout.language):
        says, under = (
            _("A square that leads to %(address)s") % {"address": address},
            _("Scan to open the portal"),
        )
    return {
        **paper,
        "paper": PAPERS[paper["paper"]][size][0],
        "small": size == "half",
        "title": handout.title,
        "blocks": [
            {"kind": one.kind, "lines": list(one.lines)} for one in blocks(filled_in(handout.text, clinic))
        ],
        "square": {"svg": qr.svg(address), "says": says, "under": under},
    }
