from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from portal import demo


class Command(BaseCommand):
    help = "Load the demo clinics, or top them up for today. Harmless when repeated."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demo's passwords are known to everybody. Set DEMO=true where that does no harm."
            )
        demo.load(at=clock.now())
        if options["verbosity"]:
            self.stdout.write(
                f"The demo is loaded. Every password is {demo.PASSWORD}.\n"
                "  maya@example.org, leo@example.org      patients of Harbour Street Clinic\n"
                "  jonas@example.org                      Maya's partner, who sees her visits only\n"
                "  nora@example.org                       its owner\n"
                "  ingrid@example.org, tomas@example.org  its practitioners\n"
                "  jonah@example.org                      its front desk\n"
                "  omar@example.org                       owner of Lakeside Physio (lakeside.localhost)"
            )
