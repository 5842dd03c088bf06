"""The smallest site around django-appointment, as its manual sets it up. Runs in the peer's own environment.

`python -m benchmarks.peers.appointment_site` makes its tables, reads the visits of our clinic from its standard input
(practitioner, day, start, end, by commas) and prints, as JSON, what a browser needs to know. gunicorn serves
`application`. Where it has a choice it gets the faster one: templates are kept, its log is silent, no mail leaves.
"""

import csv
import json
import logging
import os
import sys
from datetime import time, timedelta

import django
from django.conf import settings

CLIENTS = 64

settings.configure(
    SECRET_KEY="only for measuring",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": json.loads(os.environ["PEER_DATABASE"])},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    TIME_ZONE="America/Halifax",
    USE_TZ=True,
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "phonenumber_field",
        "appointment",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        },
    ],
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DEFAULT_FROM_EMAIL="no-reply@peer.example",
    PHONENUMBER_DEFAULT_REGION="CA",
)
logging.disable(logging.WARNING)
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [path("", include("appointment.urls"))]
application = get_wsgi_application()


def _staff(service, number):
    from appointment.models import StaffMember, WorkingHours

    user = get_user_model().objects.create_user(
        f"p{number}", f"p{number}@peer.example", first_name=f"P{number}"
    )
    member = StaffMember.objects.create(
        user=user,
        slot_duration=30,
        lead_time=time(9),
        finish_time=time(17),
        work_on_saturday=True,
        work_on_sunday=True,
    )
    member.services_offered.add(service)
    for weekday in range(7):
        WorkingHours.objects.create(
            staff_member=member, day_of_week=weekday, start_time=time(9), end_time=time(17)
        )
    return member


def _signed_in(number) -> tuple:
    """A client, and the key of its session; nobody's password is hashed while we measure."""
    user = get_user_model().objects.create_user(
        f"c{number}", f"c{number}@peer.example", first_name=f"C{number}"
    )
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return user, session.session_key


def main() -> None:
    for unmigrated in (
        False,
        True,
    ):  # its wheel brings no migrations, and its tables lean on those of accounts
        call_command("migrate", run_syncdb=unmigrated, interactive=False, verbosity=0)
    from appointment.models import Appointment, AppointmentRequest, Config, Service

    Config.objects.create(
        slot_duration=30, lead_time=time(9), finish_time=time(17), appointment_buffer_time=0
    )
    service = Service.objects.create(
        name="Visit 30", duration=timedelta(minutes=30), price=85, currency="CAD"
    )
    visits = list(csv.reader(sys.stdin))
    staff = {one: _staff(service, one) for one in sorted({int(row[0]) for row in visits})}
    clients = [_signed_in(number) for number in range(CLIENTS)]
    requests = AppointmentRequest.objects.bulk_create(
        AppointmentRequest(
            staff_member=staff[int(who)],
            date=day,
            start_time=start,
            end_time=end,
            service=service,
            id_request=f"r{n}",
        )
        for n, (who, day, start, end) in enumerate(visits)
    )
    Appointment.objects.bulk_create(
        Appointment(
            client=clients[n % CLIENTS][0], appointment_request=one, id_request=f"a{n}", amount_to_pay=85,
            phone="+19025550100",
        )
        for n, one in enumerate(requests)
    )  # fmt: skip
    told = {
        "service": service.pk,
        "staff": [staff[one].pk for one in sorted(staff)],
        "sessions": [key for _user, key in clients],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
