"""What a page showed before it was filled in, so that only what was changed there is written.

Two of the team may have one record open. Whoever saves last must not bring back what the other one corrected.
"""

from django.core import signing

SALT = "what a page showed"


def shown_on(form) -> str:
    """The values a page shows, for its hidden field `shown`; a page that comes back keeps those of the first look."""
    if form.is_bound:
        return form.data.get("shown", "")
    return signing.dumps({name: str(form.initial.get(name, "")) for name in form.fields}, salt=SALT)


def changed_on(form) -> dict:
    """The cleaned values that are others than the page showed; all of them where it did not say."""
    try:
        shown = signing.loads(form.data.get("shown", ""), salt=SALT)
    except signing.BadSignature:
        shown = {}
    return {name: value for name, value in form.cleaned_data.items() if str(value) != shown.get(name)}
