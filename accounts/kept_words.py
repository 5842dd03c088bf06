"""What somebody of the team was writing when their session was over waits for them, and for nobody else.

Sealed in the database under a key of that account, for four hours: never in a cookie, nor in the browser's storage.
They come back into the form they were written in, which is then theirs to send (docs/adr/0031).
"""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import KeptWords
from accounts.refilling import Writing, refilled
from common.sealing import seal, unsealed

PLACES = ("/office/", "/admin/")
LIFE = timedelta(hours=4)
MOST = 200_000  # characters; more than any form of ours takes
LONGEST_PATH = 500  # with its host
WAIT = "words_wait"  # in the session: somebody's words are there, so pages look for them
PATH, PAGE = "_path", "_page"  # what the script that locks a page says of the form it found half written
NEVER = ("csrfmiddlewaretoken", PATH, PAGE)
SECRET = "password"


def keep_posted(request, account, *, at) -> str:
    """Keep what this POST brings along; the page to go on to after signing in. Empty where there is nothing to keep."""
    path, page = _where(request)
    host = request.get_host()
    # What a script sends by itself is sent again by itself.
    by_script = (
        request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" or "HX-Request" in request.headers
    )
    if not path or by_script:
        return ""
    words = {
        name: values for name, values in request.POST.lists() if name not in NEVER and SECRET not in name
    }
    if any(text.strip() for values in words.values() for text in values):
        _keep(account, path=host + path, page=host + page, words=words, at=at)
        messages.info(
            request, _("You were away for a while. Sign in, and what you were writing is there again.")
        )
    return page


def _where(request) -> tuple[str, str]:
    """(where the words were going, where they were written); both empty outside the pages of the team."""
    if request.path == reverse("account_locking"):
        path, page = request.POST.get(PATH, ""), request.POST.get(PAGE, "")
    else:
        path, page = request.get_full_path(), _referring(request) or request.get_full_path()
    is_ours = all(policies.is_own_path(one) and one.startswith(PLACES) for one in (path, page))
    longest = len(request.get_host()) + max(len(path), len(page))
    return (path, page) if is_ours and longest <= LONGEST_PATH else ("", "")


def _referring(request) -> str:
    """The page of ours that a form was sent from, as the browser says."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path.startswith(PLACES):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


def _purpose(account_id, path: str) -> str:
    return f"words|{account_id}|{path}"


@transaction.atomic
def _keep(account, *, path: str, page: str, words: dict, at) -> None:
    text = json.dumps(words)
    if len(text) > MOST:
        return
    sealed = seal(_purpose(account.pk, path), text)
    kept = {"page": page, "sealed": sealed, "kept_at": at, "expires_at": at + LIFE}
    KeptWords.objects.update_or_create(account=account, path=path, defaults=kept)


def look_for(request, account, *, at) -> None:
    """Somebody signed in: whether words of theirs wait is looked up once, here."""
    if _of(request, account, at=at).exists():
        request.session[WAIT] = True


def _of(request, account, *, at):
    """Theirs, of this host: what somebody writes at one clinic is nothing for another at which they work as well."""
    here = request.get_host() + "/"
    return KeptWords.objects.filter(account=account.pk, path__startswith=here, expires_at__gt=at)


def of_page(request, *, at) -> list[Writing]:
    """What whoever asks was writing on this page."""
    found, host = [], request.get_host()
    here = _of(request, request.user, at=at).filter(page=host + request.get_full_path())
    for row in here.order_by("kept_at"):
        text = unsealed(_purpose(row.account_id, row.path), row.sealed)
        if text is not None:
            path, page = (one.removeprefix(host) for one in (row.path, row.page))
            found.append(Writing(path=path, page=page, words=json.loads(text)))
    return found


def tell(request) -> None:
    """Said on the page on which the words stand again."""
    messages.info(
        request, _("What you were writing is here again. It is not sent yet: look it over, then send it.")
    )


def put_back(response, kept: list[Writing]):
    """The page with the words in its form."""
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    if response.status_code == 200 and is_page:
        for writing in kept:
            response.content = refilled(response.content.decode(response.charset), writing)
    return response


def sent(request, *, at) -> None:
    """The form was sent: from now on the words are where they belong, or on the page that says what is wrong."""
    theirs = _of(request, request.user, at=at)
    theirs.filter(path=request.get_host() + request.get_full_path()).delete()
    if not theirs.exists():
        request.session.pop(WAIT, None)


def forget(*, at) -> int:
    """Delete what nobody came back for; how many."""
    return KeptWords.objects.filter(expires_at__lte=at).delete()[0]
