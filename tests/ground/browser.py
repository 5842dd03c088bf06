"""Journeys in a real Chromium: where it is found, how loud its absence is, and pages that notice every complaint.

`wide_page` (1280 px), `phone_page` (390 px) and `plain_page` (no JavaScript) are at home on the live server, so
`page.goto("/book/")` is enough. Each fails its test when the page logs an error, breaks the content security policy,
throws, answers 5xx or asks a third party for anything. `enter(page, account)` signs in without the form's detour.
A click is over when the page it led to is there (`clicks`).
`axe(page)` finds no accessibility violation, or fails; `well_sized(page)` finds nothing that is hard to hit;
`look(page)` and `look_over(page, addresses)` do both at a desk's and at a phone's width, where nothing may stick out.
"""

import os
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from . import chromium, targets
from .clicks import wait_for_what_follows
from .sheets import serve_as_kept

wait_for_what_follows()
serve_as_kept()

# A second list of features replaces the first, so what Playwright switches off itself (1.65) stands here again.
_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip
# A window's own furniture is made of pages too, two renderers for each window; nobody looks at it here.
_FURNITURE = (
    "PreloadTopChromeWebUI", "SpareRendererForSitePerProcess", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)  # fmt: skip
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--test-third-party-cookie-phaseout",  # a frame on a page of others has no cookies, as in careful browsers
    "--disable-features=" + ",".join((*_OFF, *_FURNITURE)),
)  # fmt: skip
_NO_BROWSER = "no Chromium on this machine"
# What every page of a real browser hangs on; a `browser` that a test calls its own client does not.
_BROWSER = "browser_type_launch_args"


def is_required() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"} or os.environ.get("REQUIRE_BROWSER") == "1"


# Loud absence --------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Tests that ask for a page are journeys, marked or not; without a browser they are skipped, and counted."""
    for item in items:
        if _BROWSER in getattr(item, "fixturenames", ()) and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and chromium.find() is None:
            item.add_marker(pytest.mark.skip(reason=_NO_BROWSER))


def _skipped_journeys(reporter) -> list:
    skipped = reporter.stats.get("skipped", [])
    return [
        report for report in skipped if "browser" in report.keywords or _NO_BROWSER in str(report.longrepr)
    ]


def pytest_terminal_summary(terminalreporter):
    if skipped := _skipped_journeys(terminalreporter):
        mood = {"red": True} if is_required() else {"yellow": True}
        terminalreporter.section(f"{len(skipped)} BROWSER JOURNEYS DID NOT RUN", sep="!", bold=True, **mood)
        for report in skipped:
            terminalreporter.write_line(f"  {report.nodeid}: {report.longrepr[2]}")
        terminalreporter.write_line(
            "`make test-browser` installs or finds a Chromium; CHROMIUM_PATH names one.", bold=True
        )
        if is_required():
            terminalreporter.write_line(
                "A browser is required here (CI or REQUIRE_BROWSER), so this run has failed.", red=True
            )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        reporter
        and is_required()
        and exitstatus in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
        and _skipped_journeys(reporter)
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# The browser ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if chromium.find() is None:
        pytest.skip(_NO_BROWSER)
    # Playwright's loop runs in this thread, which Django takes for a forgotten `await`.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": chromium.find(), "args": list(_ARGUMENTS)}


class Complaints:
    """What a page complained about. A journey that means to meet an error says so: `page.complaints.expect("404")`."""

    def __init__(self, context):
        self._said, self._expected = [], []
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self._said.append(f"uncaught: {error.error}"))
        context.on("response", self._note_response)
        context.on("request", self._note_request)

    def expect(self, pattern: str) -> None:
        """From here on, complaints that match the regular expression are part of the story."""
        self._expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        return [
            said for said in self._said if not any(re.search(pattern, said) for pattern in self._expected)
        ]

    def _note_console(self, message):
        if message.type == "error" or "Content Security Policy" in message.text:
            self._said.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _note_response(self, response):
        if response.status >= 500:
            self._said.append(f"answer: {response.status} for {response.request.method} {response.url}")

    def _note_request(self, request):
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme in {"http", "https", "ws", "wss"} and not (
            host == "127.0.0.1" or host.endswith("localhost")
        ):
            self._said.append(f"third party: {request.url}")


@pytest.fixture
def open_page(browser, live_server):
    """Open a page in a context of its own (a browser that knows nothing yet): `open_page(width=390, script=False)`."""
    contexts = []

    def open_page(*, width=1280, height=900, script=True, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            locale=options.pop("locale", "en-CA"),
            timezone_id=options.pop("timezone_id", "America/Halifax"),
            **options,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.complaints, page.has_script = Complaints(context), script
        contexts.append((context, page))
        return page

    yield open_page
    complaints = []
    for context, page in contexts:
        complaints += page.complaints.unexpected
        context.close()
    assert complaints == [], "The browser complained:\n  " + "\n  ".join(complaints)


@pytest.fixture
def enter(live_server):
    """`enter(page, account)`: this browser is that person's from now on; gives the page back."""

    def enter(page, account):
        client = Client()
        client.force_login(account)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return enter


@pytest.fixture
def wide_page(open_page):
    return open_page(width=1280)


@pytest.fixture
def phone_page(open_page):
    return open_page(width=390, height=844, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def plain_page(open_page):
    """A browser without JavaScript."""
    return open_page(width=1280, script=False)


# Without JavaScript a page's clock stands still and axe would wait for ever: short waits pass at once, long ones (axe's
# own alarms) never ring.
_CLOCK = """
window.setTimeout = (act, ms, ...rest) => {
  if (act instanceof Function && !(ms > 100)) Promise.resolve().then(() => act(...rest));
  return 0;
}
"""


_COUNT = (
    "([context, options]) => axe.run(context || document, options).then((found) => found.violations.length)"
)


@pytest.fixture
def axe():
    """`axe(page)`: nothing on the page breaks WCAG 2.2 AA or the good habits axe-core knows."""

    def check(page, *, context=None, without: tuple[str, ...] = ()):
        rules = {rule: {"enabled": False} for rule in without}
        page.wait_for_load_state(
            "load"
        )  # with its stylesheets: colours and what is hidden are judged as seen
        if not page.has_script:
            page.evaluate(_CLOCK)
        options = {"reporter": "no-passes", "preload": False, "rules": rules}
        # `evaluate` speaks to the page from outside, so the strict content security policy stays in force.
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(AXE_SCRIPT)
        # The number alone: what passed is a long list, which takes as long to bring here as to find.
        if page.evaluate(_COUNT, [context, options]):
            report = Axe().run(page, context=context, options=options).generate_report()
            raise AssertionError(f"{page.url}\n{report}")

    return check


@pytest.fixture
def well_sized():
    """`well_sized(page)`: everything one presses is large enough; `staff=True` on the denser pages of the team."""

    def check(page, *, staff=False):
        small = targets.too_small(page, primary=targets.LEAST if staff else targets.PRIMARY)
        assert small == [], f"{page.url}\n  " + "\n  ".join(small)

    return check


WIDTHS = (1280, 390)


@pytest.fixture
def look(axe, well_sized):
    """`look(page)`: at both widths nothing sticks out, everything is large enough to hit, and axe finds nothing."""

    def look(page, *, staff=False):
        seen = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({**seen, "width": width})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
            well_sized(page, staff=staff)
            axe(page)
        page.set_viewport_size(seen)

    return look


@pytest.fixture
def look_over(look):
    """`look_over(page, addresses)`: the same on each of these pages; `staff=True` on those of the team."""

    def look_over(page, addresses, *, staff=False):
        for address in addresses:
            page.goto(address)
            look(page, staff=staff)

    return look_over


def tab_to(page, name):
    """Walk with Tab until the control called so has the focus."""
    for _step in range(160):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(e => (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '').trim())"
            "(document.activeElement)"
        )
        if found.startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")
