import os
from datetime import timedelta

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("anteroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["config"])

# Celery only wakes work; the work itself is rows in the database.
app.conf.beat_schedule = {
    "tell-team": {"task": "office.tasks.tell_team", "schedule": timedelta(minutes=1)},
    "drain-outbox": {"task": "outbox.tasks.drain_outbox", "schedule": timedelta(seconds=10)},
    "seal-events": {"task": "audit.tasks.seal_events", "schedule": timedelta(seconds=60)},
    "clear-sessions": {"task": "accounts.tasks.clear_sessions", "schedule": timedelta(hours=6)},
    "forget-kept-words": {
        "task": "accounts.tasks.forget_kept_words",
        "schedule": timedelta(minutes=15),
    },
    "forget-tries": {"task": "accounts.tasks.forget_tries", "schedule": timedelta(hours=1)},
    "forget-empty-accounts": {
        "task": "accounts.tasks.forget_empty_accounts",
        "schedule": timedelta(hours=6),
    },
    "announce": {"task": "records.tasks.announce", "schedule": timedelta(hours=6)},
    "make-entries": {"task": "smartforms.tasks.make_entries_due", "schedule": timedelta(minutes=10)},
    "send-lines": {"task": "smartforms.tasks.send_lines_due", "schedule": timedelta(seconds=30)},
    "remind-of-visits": {"task": "booking.tasks.remind_of_visits", "schedule": timedelta(minutes=5)},
    "offer-times": {"task": "booking.tasks.offer_times", "schedule": timedelta(minutes=1)},
    "forget-family-days": {"task": "booking.tasks.forget_family_days", "schedule": timedelta(hours=6)},
    "remind-of-emergencies": {
        "task": "records.tasks.remind_of_emergencies",
        "schedule": timedelta(hours=1),
    },
    "make-take-outs": {"task": "records.tasks.make_take_outs", "schedule": timedelta(seconds=30)},
    "make-exports": {"task": "records.tasks.make_exports", "schedule": timedelta(minutes=1)},
    "sweep-take-outs": {"task": "records.tasks.sweep_take_outs", "schedule": timedelta(minutes=10)},
    "sweep-uploads": {"task": "records.tasks.sweep_uploads", "schedule": timedelta(hours=6)},
    "forget-guests": {"task": "smartforms.tasks.forget_guests", "schedule": timedelta(hours=6)},
    "work-on-imports": {"task": "imports.tasks.work", "schedule": timedelta(seconds=30)},
    "sweep-imports": {"task": "imports.tasks.sweep", "schedule": timedelta(hours=6)},
    "watch-audit": {"task": "clinic.tasks.watch_audit", "schedule": timedelta(hours=24)},
    "beat-is-alive": {"task": "config.tasks.note_beat", "schedule": timedelta(seconds=30)},
}
