import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from clinic.models import Clinic
from common import clock
from smartforms.publishing import import_questionnaire
from smartforms.shipped import shipped


class Command(BaseCommand):
    """Bring a FHIR R4 questionnaire into a clinic. Prints a JSON report; exit 0 when imported, 1 when refused."""

    help = (
        "Import a FHIR R4 Questionnaire file, or one of the questionnaires that come along by its name, "
        "and publish it for a clinic (by default the oldest one)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="A file, or a name that --list shows.")
        parser.add_argument("--list", action="store_true", help="Show the questionnaires that come along.")
        parser.add_argument("--clinic", metavar="SLUG")
        parser.add_argument(
            "--administrative", action="store_true", help="Not about health: the front desk may read it."
        )
        parser.add_argument("--minutes", type=int, help="How long it takes, told to patients.")

    def handle(self, *, file, list, clinic, administrative, minutes, **options):
        if list:
            for form in shipped().values():
                self.stdout.write(f"{form.name:<22}{form.title} ({form.licence})")
            return
        if not file:
            raise CommandError("Name a file, or a questionnaire that --list shows.")
        clinics = Clinic.objects.filter(slug=clinic) if clinic else Clinic.objects.order_by("pk")
        chosen = clinics.first()
        if chosen is None:
            raise CommandError(f"There is no clinic “{clinic}”." if clinic else "There is no clinic yet.")
        # A file of one's own comes first: it may be called like one of ours.
        ours = None if Path(file).exists() else shipped().get(file)
        imported = import_questionnaire(
            text=ours.text if ours else _content(Path(file)),
            clinic=chosen,
            by=None,
            at=clock.now(),
            is_clinical=not administrative and (ours is None or ours.is_clinical),
            minutes=minutes or (ours and ours.minutes),
        )
        template = imported.template.pk if imported.template else None
        self.stdout.write(json.dumps(imported.report | {"template": template}, ensure_ascii=False, indent=2))
        if imported.version is None:
            sys.exit(1)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise CommandError(f"Cannot read {file}: {fault.strerror}.") from None
