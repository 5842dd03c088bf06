"""The way through the pages of choosing: what travels along from one to the next, and whether they stand in a frame."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

KEPT = ("instead_of", "place")
# The same pages twice: at their own addresses, and for a frame on a clinic's website (config/urls.py).
PLAIN, FRAMED = "booking", "framed"


@dataclass(frozen=True)
class Way:
    """Addresses of the pages of choosing, with the hold being replaced and the place chosen; a frame is not left."""

    kept: dict = field(default_factory=dict)
    instance: str = PLAIN

    @classmethod
    def of(cls, request) -> "Way":
        """The way that this request is on."""
        source = request.POST if request.method == "POST" else request.GET
        found = request.resolver_match
        instance = FRAMED if found is not None and found.namespace == FRAMED else PLAIN
        return cls({name: source[name] for name in KEPT if source.get(name)}, instance)

    @property
    def is_framed(self) -> bool:
        """Whether the page stands in a frame: it has no cookies there, and nobody is signed in."""
        return self.instance == FRAMED

    def url(self, name, *args, **more) -> str:
        """The address of a page of choosing; `more` comes along in its query."""
        query = {**self.kept, **more}
        url = reverse(f"booking:{name}", args=args, current_app=self.instance)
        return f"{url}?{urlencode(query)}" if query else url

    def times(self, choice, who) -> str:
        """The page of times of somebody (a practitioner, or 'anyone')."""
        return self.url("times", choice.service.slug, who if isinstance(who, str) else who.slug)
