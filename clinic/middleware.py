"""Which clinic a request is for: told by its host, never by what it sends."""

from functools import cache

from django.core.exceptions import DisallowedHost
from django.db import connection
from django.utils.functional import SimpleLazyObject

from clinic.models import Clinic


@cache
def _question() -> tuple[str, list[str]]:
    """Who lists a host, in SQL, and the fields of the answer. Every page asks it: put together once a process."""
    fields = [field.attname for field in Clinic._meta.concrete_fields]
    rows = Clinic.objects.filter(hosts__contains=["a host"]).order_by("pk")[:1]
    return rows.query.sql_with_params()[0], fields


def _that_lists(host: str) -> Clinic | None:
    sql, fields = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, [host])
        row = cursor.fetchone()
    return row and Clinic.from_db(connection.alias, fields, row)


def name_of(host: str) -> str:
    """A host without its port, as clinics list it."""
    name = host.lower()
    if not name.startswith("[") or not name.endswith("]"):
        name = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() and ":" in name else name
    return name


def clinic_of(host: str) -> Clinic:
    """The clinic that answers at this host; the only clinic answers at every host.

    Raises DisallowedHost (a 400) when no clinic answers there.
    """
    if found := _that_lists(name_of(host)):
        return found
    there = list(Clinic.objects.all()[:2])
    if len(there) != 1:
        raise DisallowedHost(f"No clinic answers at {name_of(host)!r}.")
    return there[0]


class ClinicFromHost:
    """Sets `request.clinic`, looked up when it is first needed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.clinic = SimpleLazyObject(lambda: clinic_of(request.get_host()))
        return self.get_response(request)
