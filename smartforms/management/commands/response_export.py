import json
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from smartforms.fhir.exporter import export_response
from smartforms.models import Response


class Command(BaseCommand):
    """Print the answers to a form as FHIR R4 JSON."""

    help = "Print a response (its id, or the id of its assignment) as a FHIR R4 QuestionnaireResponse."

    def add_arguments(self, parser):
        parser.add_argument("id", type=UUID)

    def handle(self, *, id, **options):
        rows = Response.objects.select_related("assignment__clinic", "assignment__version__template__clinic")
        response = rows.filter(Q(pk=id) | Q(assignment_id=id)).first()
        if response is None:
            raise CommandError(f"There is no response {id}.")
        self.stdout.write(json.dumps(export_response(response), indent=2))
