from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from audit import sealing


class Command(BaseCommand):
    help = "Check every seal of the audit list; exit 1 and name the seals whose events were altered."

    def add_arguments(self, parser):
        parser.add_argument(
            "--noted",
            metavar="NUMBER:FINGERPRINT",
            action="append",
            default=[],
            help="a last seal that an earlier check named: finds a tail that was cut off since",
        )

    def handle(self, *, noted, **options):
        found = sealing.check()
        forgotten = [mark for mark in noted if not sealing.remembers(mark)]
        self._remark(found)
        if found.wrong:
            raise CommandError("Altered: " + "; ".join(f"seal {one.pk} ({one})" for one in found.wrong))
        if forgotten:
            raise CommandError("No longer there as it was noted: " + "; ".join(forgotten))
        self.stdout.write(f"{found.seals} seals over {found.events} events, all whole.")
        if found.head:
            self.stdout.write(f"Last seal, to note outside of this database: {sealing.mark_of(found.head)}")

    def _remark(self, found):
        if found.elsewhen:
            self.stdout.write(f"{found.elsewhen} events tell another time than their seal (imported?).")
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            (may_pass_over,) = cursor.fetchone()
        if may_pass_over:
            self.stdout.write(
                "This database role is a superuser, who may pass over triggers (docs/deploy.md)."
            )
