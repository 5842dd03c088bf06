"""Finding the row behind a mailed link, and the page its purpose leads to."""

from django.urls import reverse

from accounts.models import MailedLink
from common import tokens

_pages: dict[str, str] = {"verify": "account_confirm"}


def register(purpose: str, url_name: str) -> None:
    """A room tells where links of its purpose lead."""
    _pages[purpose] = url_name


def find(token: str, *, purpose: str | None = None) -> MailedLink | None:
    """The link a token is the secret of; None for anything else, spent or not."""
    row_id = tokens.row_of(token) if token else None
    link = MailedLink.objects.select_related("account").filter(pk=row_id).first() if row_id else None
    if link is None or (purpose and link.purpose != purpose):
        return None
    return link if tokens.matches(token, link.purpose, link.pk, link.nonce) else None


def page_of(link) -> str:
    """Where a link of this purpose leads, without its secret."""
    return page_for(link.purpose)


def page_for(purpose: str) -> str:
    """The page of a purpose. Raises KeyError for a purpose no room has registered."""
    return reverse(_pages[purpose])
