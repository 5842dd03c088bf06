from django.core.management.base import BaseCommand, CommandError

from outbox.models import Message


class Command(BaseCommand):
    help = "Name the mails that were given up after the last try, without words or addresses; exit 1 if there are any."

    def handle(self, **options):
        dead = Message.objects.exclude(dead_at=None).order_by("dead_at")
        lines = [f"{one.dead_at:%Y-%m-%d %H:%M} UTC {one} ({one.last_error})" for one in dead]
        if lines:
            raise CommandError("Given up:\n" + "\n".join(lines))
        self.stdout.write("No mail was given up.")
