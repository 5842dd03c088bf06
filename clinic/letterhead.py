from django.conf import settings

from clinic.models import Clinic
from outbox.composing import Letterhead


def site_of(clinic) -> str:
    """The clinic's address on the web, without a slash at the end."""
    host = clinic.hosts[0] if clinic.hosts else "localhost"
    port = f":{settings.PORT}" if settings.DEMO and not settings.HTTPS else ""
    return f"{settings.SITE_SCHEME}://{host}{port}"


def letterhead(clinic_id) -> Letterhead:
    """How a clinic signs its mails; a mail of no clinic is signed by the first one."""
    clinic = Clinic.objects.filter(pk=clinic_id).first() or Clinic.objects.order_by("pk").first()
    return Letterhead(clinic.name, site_of(clinic), clinic.phone, clinic.address, clinic.brand)
