"""Who gets which answer: every address of the product, gathered. An address that is not here fails the suite."""

from tests.matrix.builder_policy import BUILDER
from tests.matrix.calendar_policy import CALENDAR
from tests.matrix.charts_policy import CHARTS
from tests.matrix.documents_policy import DOCUMENTS
from tests.matrix.door import FEW, Door
from tests.matrix.emergencies import EMERGENCIES
from tests.matrix.guide_policy import GUIDE
from tests.matrix.imports_policy import IMPORTS
from tests.matrix.joining_policy import JOINING
from tests.matrix.office_forms_policy import OFFICE_FORMS
from tests.matrix.office_policy import OFFICE_ACCESS, OFFICE_DETAILS, OFFICE_PAGES
from tests.matrix.patients_policy import PATIENTS
from tests.matrix.plans_policy import PLANS
from tests.matrix.portal_policy import ACCESS, FORMS, PORTAL
from tests.matrix.profile_policy import DETAILS, OFFICE_PROFILE
from tests.matrix.reports_policy import REPORTS
from tests.matrix.sent_policy import SENT_FILES
from tests.matrix.settings_pages_policy import SETTINGS_PAGES
from tests.matrix.takeout_policy import KEEPING, TAKE_OUT
from tests.matrix.team_policy import MAILS, TEAM
from tests.matrix.together import TOGETHER
from tests.matrix.tray_policy import TRAY

# Only the browser that holds a time goes on with it. 302: to the next step.
HELD = "302 ana | 404"
BOOKING = [
    Door("booking:services", "", "200", is_open=True),
    Door("booking:practitioners", "treatment", "200", is_open=True),
    Door("booking:practitioners", "no service", "404", is_open=True),
    Door("booking:times", "treatment times", "200", is_open=True),
    Door("booking:times", "no times", "404", is_open=True),
    Door("framed:services", "", "200", is_open=True),
    Door("framed:practitioners", "treatment", "200", is_open=True),
    # A frame cannot show "not found": it leads to the services.
    Door("framed:practitioners", "no service", "302", is_open=True),
    Door("framed:times", "treatment times", "200", is_open=True),
    Door("framed:times", "no times", "302", is_open=True),
    Door("booking:make_hold", "", "405", "403", is_open=True),
    Door("booking:hold", "ana hold", HELD, is_open=True),
    Door("booking:hold", "missing", "404", is_open=True),
    Door("booking:keep", "ana hold", "405", HELD, is_open=True),
    Door("booking:keep", "missing", "405", "404", is_open=True),
    Door("booking:account", "ana hold", HELD, HELD, is_open=True),
    Door("booking:account", "missing", "404", "404", is_open=True),
    Door("booking:patient", "ana hold", "200 ana | 404", "422 ana | 404", is_open=True),
    Door("booking:patient", "ana booked", HELD, HELD, is_open=True),
    Door("booking:patient", "missing", "404", "404", is_open=True),
    Door("booking:check", "ana hold", "200 ana | 404", "422 ana | 404", is_open=True),
    # A hold that names somebody else’s record: shown without a name, and not booked but sent back to the question.
    Door(
        "booking:check", "ana stolen", "200 ana | 404", HELD, is_open=True,
        body="agreed=on", leads_to="booking:patient",
    ),
    Door("booking:check", "missing", "404", "404", is_open=True),
    Door("booking:done", "ana booked", "200 ana | 404", is_open=True),
    Door("booking:done", "ana hold", "404", is_open=True),
    Door("booking:done", "missing", "404", is_open=True),
    Door("booking:undo", "ana booked", "405", "302 ana | 404", is_open=True),
    Door("booking:undo", "missing", "405", "404", is_open=True),
]  # fmt: skip

EVERYBODY = "200"
CLINIC = [
    Door("front_door", "", "302", is_open=True, people=FEW),
    Door("favicon", "", "302", is_open=True, people=FEW),
    Door("healthz", "", EVERYBODY, is_open=True, people=FEW),
    Door("readyz", "", "503", is_open=True, people=FEW),  # the story's clock is not the database's
    Door("theme", "harbour’s theme", EVERYBODY, is_open=True, people=FEW),
    Door("theme", "lakeside’s theme", "404", is_open=True, people=FEW),
    Door("logo", "harbour’s logo", "404", is_open=True, people=FEW),  # it has none; an old mark shows none
    Door("sitemap", "", EVERYBODY, is_open=True, people=FEW),
    Door("robots", "", EVERYBODY, is_open=True, people=FEW),
    Door("share_picture", "harbour’s picture", EVERYBODY, is_open=True, people=FEW),
    Door("share_picture", "lakeside’s picture", "404", is_open=True, people=FEW),
    # The secret is the permission; another clinic's opens nothing here.
    Door("calendar_feed", "ana’s calendar", EVERYBODY, is_open=True, people=FEW),
    Door("calendar_feed", "zoe’s calendar", "404", is_open=True, people=FEW),
    Door("calendar_feed", "no calendar", "404", is_open=True, people=FEW),
    Door("embed_script", "", EVERYBODY, is_open=True, people=FEW),
    Door("privacy", "", EVERYBODY, is_open=True, people=FEW),
    Door("accessibility", "", EVERYBODY, is_open=True, people=FEW),
    Door("demo_site", "", EVERYBODY, is_open=True, people=FEW),
    Door("demo_site_inline", "", EVERYBODY, is_open=True, people=FEW),
    Door("demo_site_link", "", EVERYBODY, is_open=True, people=FEW),
    Door("outbox:mailbox", "", EVERYBODY, is_open=True, people=FEW),
    Door("outbox:mail", "no mail", "404", is_open=True, people=FEW),
    Door("outbox:mail_html", "no mail", "404", is_open=True, people=FEW),
    Door("outbox:attachment", "no attachment", "404", is_open=True, people=FEW),
]

DOORS = (
    PORTAL
    + ACCESS
    + FORMS
    + CALENDAR
    + OFFICE_PAGES
    + OFFICE_ACCESS
    + OFFICE_DETAILS
    + OFFICE_FORMS
    + DOCUMENTS
    + EMERGENCIES
    + CHARTS
    + DETAILS
    + OFFICE_PROFILE
    + JOINING
    + BUILDER
    + PLANS
    + PATIENTS
    + SENT_FILES
    + TRAY
    + BOOKING
    + TOGETHER
    + TAKE_OUT
    + KEEPING
    + REPORTS
    + SETTINGS_PAGES
    + IMPORTS
    + TEAM
    + MAILS
    + GUIDE
    + CLINIC
)
