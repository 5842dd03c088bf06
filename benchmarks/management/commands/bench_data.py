from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from benchmarks.rows import DAYS, MOST_PATIENTS, PATIENTS, Filled, settle
from clinic.models import Clinic

SLUG, HOST = "bench", "bench.localhost"
FEWEST = 10_000  # what the next 90 days hold


class Command(BaseCommand):
    help = (
        f"Add a made-up clinic with many visits, to measure with: ten practitioners, 70 %% of the next {DAYS} days "
        "taken. More visits are history: the free times stay the same, the tables grow."
    )

    def add_arguments(self, parser):
        parser.add_argument("--appointments", type=int, default=FEWEST, help=f"at least {FEWEST:,}")

    def handle(self, *args, appointments, **options):
        if not settings.DEMO and Clinic.objects.exists():
            raise CommandError(
                "This is not the demo, and there is a clinic in its database: made-up patients have no place beside "
                "real ones. Name an empty database in DATABASE_URL, or set DEMO=true where that does no harm."
            )
        if Clinic.objects.filter(slug=SLUG).exists():
            raise CommandError(
                f"The clinic {SLUG} is there already. To make it anew, begin with an empty database."
            )
        if appointments < FEWEST:
            raise CommandError(
                f"The next {DAYS} days alone hold some {FEWEST:,} visits; ask for that many or more."
            )
        with transaction.atomic():
            filled = Filled(
                SLUG, host=HOST, days=DAYS + 1, patients=min(MOST_PATIENTS, max(PATIENTS, appointments // 10))
            )
            filled.add_history(appointments)
            filled.add_documents()
        settle()
        if options["verbosity"]:
            self.stdout.write(
                f"{filled.visits().count():,} visits of {filled.clinic.patients.count():,} patients, at http://{HOST}."
            )
