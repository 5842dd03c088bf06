"""The forms a service brings, in words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import ServiceForm


def brought_page(service) -> dict:
    """The list above the form for one more. One query."""
    links = ServiceForm.objects.filter(service=service).select_related("template").order_by("pk")
    return {
        "title": _("Forms of %(name)s") % {"name": service.title},
        "rows": [_row(one) for one in links],
        "is_list": True,
    }


def _row(link) -> dict:
    due = ngettext("due %(n)d hour before the visit", "due %(n)d hours before the visit", link.due_hours) % {
        "n": link.due_hours
    }
    return {
        "url": reverse("office:settings_service_form", args=[link.service_id, link.pk]),
        "title": link.template.title,
        "text": f"{link.get_rule_display()}, {due}",
    }
