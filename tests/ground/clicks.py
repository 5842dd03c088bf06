"""A click is over when the page it led to is there.

Playwright's own click waits for the first bytes of the next page and no longer. What looks at once without waiting
(`count()`, `all_inner_texts()`, axe) then meets half a page on a busy machine, and one run in a few fails for nothing.
"""

from functools import wraps

from playwright.sync_api import Locator


def _to_its_end(act):
    @wraps(act)
    def acted(locator, *args, **options):
        act(locator, *args, **options)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state()

    return acted


def wait_for_what_follows() -> None:
    """From here on every click, tap and key of a journey waits for the page it leads to."""
    for name in ("click", "tap", "press"):
        act = getattr(Locator, name)
        if not hasattr(act, "__wrapped__"):
            setattr(Locator, name, _to_its_end(act))
