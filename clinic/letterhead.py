from django.conf import settings

from clinic import theme
from clinic.models import Clinic
from outbox.composing import Letterhead

# Where paper is 8½ × 11 inches; a zone says the continent, which is near enough for a page that fits both.
LETTER_ZONES = ("America/", "Canada/", "US/")


def site_of(clinic) -> str:
    """The clinic's address on the web, without a slash at the end."""
    host = clinic.hosts[0] if clinic.hosts else "localhost"
    port = f":{settings.PORT}" if settings.DEMO and not settings.HTTPS else ""
    return f"{settings.SITE_SCHEME}://{host}{port}"


def letterhead(clinic_id) -> Letterhead:
    """How a clinic signs its mails; a mail of no clinic is signed by the first one."""
    clinic = Clinic.objects.filter(pk=clinic_id).first() or Clinic.objects.order_by("pk").first()
    # The head colour and not the brand itself: white text stands on it in every theme.
    head, _dark = theme.derive(theme.Theme.of(clinic)).head
    return Letterhead(clinic.name, site_of(clinic), clinic.phone, clinic.address, head, clinic.email)


def on_paper(clinic) -> dict:
    """The head of a printed page: who the clinic is, and the paper its printers hold."""
    return {
        "clinic": {"name": clinic.name, "address": clinic.address, "phone": clinic.phone},
        "paper": "us-letter" if clinic.timezone.startswith(LETTER_ZONES) else "a4",
    }
