"""The logo a clinic hands in: made anew, small, and shown to everybody at an address that changes with it."""

import hashlib
from io import BytesIO

from django.db import transaction
from django.templatetags.static import static
from django.urls import reverse
from PIL import Image

import audit
from clinic.models import Clinic, ClinicLogo
from common import files

LOGOS = ("image/png", "image/jpeg", "image/webp")  # no SVG: it can carry scripts
LARGEST = 2 << 20  # bytes, as it is handed in
WIDEST = 256  # dots, as it is kept: three times what any page shows


def keep_logo(clinic, file, *, by) -> None:
    """The file made anew becomes the logo, from the next request on. Raises files.Refused."""
    accepted = files.accept(file.read(), file.name, types=LOGOS, most=LARGEST)
    picture, out = Image.open(BytesIO(accepted.content)), BytesIO()
    picture.thumbnail((WIDEST, WIDEST))
    picture.convert("RGBA").save(out, "PNG", optimize=True)
    _keep(clinic, out.getvalue(), by=by)


@transaction.atomic
def _keep(clinic, content: bytes, *, by) -> None:
    ClinicLogo.objects.update_or_create(
        clinic_id=clinic.pk, defaults={"content": content, "content_type": "image/png"}
    )
    mark = hashlib.sha256(content).hexdigest()[:12]
    if Clinic.objects.filter(pk=clinic.pk).exclude(logo_mark=mark).update(logo_mark=mark):
        audit.record("settings.changed", by=by, target=clinic, clinic=clinic.pk, reason="logo")


@transaction.atomic
def drop_logo(clinic, *, by) -> None:
    """No logo any more: the clinic's first letter stands in its place. Twice changes nothing."""
    ClinicLogo.objects.filter(clinic_id=clinic.pk).delete()
    there = Clinic.objects.filter(pk=clinic.pk).exclude(logo_mark="", logo="")
    if there.update(logo_mark="", logo=""):
        audit.record("settings.changed", by=by, target=clinic, clinic=clinic.pk, reason="logo")


def logo_address(clinic) -> str:
    """Where pages find the logo; empty where a clinic has none."""
    if clinic.logo_mark:
        return reverse("logo", args=[clinic.slug, clinic.logo_mark])
    return static(f"logos/{clinic.logo}") if clinic.logo else ""
