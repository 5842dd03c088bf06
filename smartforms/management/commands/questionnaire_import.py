import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from clinic.models import Clinic
from common import clock
from smartforms.publishing import import_questionnaire


class Command(BaseCommand):
    """Bring a FHIR R4 questionnaire into a clinic. Prints a JSON report; exit 0 when imported, 1 when refused."""

    help = "Import a FHIR R4 Questionnaire file and publish it for a clinic (by default the oldest one)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--clinic", metavar="SLUG")
        parser.add_argument(
            "--administrative", action="store_true", help="Not about health: the front desk may read it."
        )
        parser.add_argument("--minutes", type=int, help="How long it takes, told to patients.")

    def handle(self, *, file, clinic, administrative, minutes, **options):
        clinics = Clinic.objects.filter(slug=clinic) if clinic else Clinic.objects.order_by("pk")
        chosen = clinics.first()
        if chosen is None:
            raise CommandError(f"There is no clinic “{clinic}”." if clinic else "There is no clinic yet.")
        try:
            content = file.read_bytes()
        except OSError as fault:
            raise CommandError(f"Cannot read {file}: {fault.strerror}.") from None
        imported = import_questionnaire(
            text=content,
            clinic=chosen,
            by=None,
            at=clock.now(),
            is_clinical=not administrative,
            minutes=minutes,
        )
        template = imported.template.pk if imported.template else None
        self.stdout.write(json.dumps(imported.report | {"template": template}, ensure_ascii=False, indent=2))
        if imported.version is None:
            sys.exit(1)
