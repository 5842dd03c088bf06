"""Which clinic a request is for: told by its host, never by what it sends."""

from django.core.exceptions import DisallowedHost
from django.utils.functional import SimpleLazyObject

from clinic.models import Clinic


def clinic_of(host: str) -> Clinic:
    """The clinic that answers at this host; the only clinic answers at every host.

    Raises DisallowedHost (a 400) when no clinic answers there.
    """
    name = host.lower()
    if not name.startswith("[") or not name.endswith("]"):
        name = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() and ":" in name else name
    found = list(Clinic.objects.filter(hosts__contains=[name])[:1]) or list(Clinic.objects.all()[:2])
    if len(found) != 1:
        raise DisallowedHost(f"No clinic answers at {name!r}.")
    return found[0]


class ClinicFromHost:
    """Sets `request.clinic`, looked up when it is first needed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.clinic = SimpleLazyObject(lambda: clinic_of(request.get_host()))
        return self.get_response(request)
