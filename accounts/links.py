"""Finding the row behind a mailed link, and the page its purpose leads to.

Most links are rows of `accounts.MailedLink`; a room whose rows are links themselves (an access code, an invitation)
registers how it finds them and where they lead.
"""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import MailedLink
from common import tokens

_pages: dict[str, str] = {"verify": "account_confirm", "address_back": "account_address_back"}
_doors: dict[str, Callable] = {}


def register(purpose: str, url_name: str) -> None:
    """A room tells where links of its purpose lead."""
    _pages[purpose] = url_name


def register_door(url_name: str, find: Callable) -> None:
    """A room tells how it finds a row of its own by a token (None for what is not its), and the page for it."""
    _doors[url_name] = find


def find(token: str, *, purpose: str | None = None) -> MailedLink | None:
    """The link a token is the secret of; None for anything else, spent or not."""
    row_id = tokens.row_of(token) if token else None
    link = MailedLink.objects.select_related("account").filter(pk=row_id).first() if row_id else None
    if link is None or (purpose and link.purpose != purpose):
        return None
    return link if tokens.matches(token, link.purpose, link.pk, link.nonce) else None


def door_of(token: str) -> str:
    """The page a token leads to, without the token; what is no link of ours leads to the page that says so."""
    if link := find(token):
        return page_of(link)
    for url_name, finds in _doors.items():
        if finds(token) is not None:
            return reverse(url_name)
    return reverse("account_confirm")


def page_of(link) -> str:
    """Where a link of this purpose leads, without its secret."""
    return page_for(link.purpose)


def page_for(purpose: str) -> str:
    """The page of a purpose. Raises KeyError for a purpose no room has registered."""
    return reverse(_pages[purpose])
