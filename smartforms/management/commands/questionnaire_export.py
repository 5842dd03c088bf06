import json

from django.core.management.base import BaseCommand, CommandError

from smartforms.fhir.exporter import export_questionnaire
from smartforms.models import Template


class Command(BaseCommand):
    """Print a questionnaire as FHIR R4 JSON: the published version of a template."""

    help = "Print the published version of a form template as a FHIR R4 Questionnaire."

    def add_arguments(self, parser):
        parser.add_argument(
            "id", type=int, help="The template, as named in the report of questionnaire_import."
        )

    def handle(self, *, id, **options):
        template = Template.objects.filter(pk=id).select_related("clinic").first()
        version = template.live_version() if template else None
        if version is None:
            raise CommandError(f"There is no published form {id}.")
        version.template = template
        self.stdout.write(json.dumps(export_questionnaire(version), indent=2))
