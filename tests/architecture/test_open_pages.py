"""Closed by default: every page that can be reached without signing in is named here, so opening one is a visible
change."""

from tests.matrix.asking import every_url

OPEN = {
    # The clinic's front: what it is, how it looks, whether it stands.
    "front_door", "favicon", "theme", "logo", "privacy", "accessibility", "healthz", "readyz",
    "sitemap", "robots", "share_picture",
    # A calendar at its secret address, for programs.
    "calendar_feed",
    # Booking, up to the account step and, for the browser that holds a time, beyond it.
    "booking:services", "booking:practitioners", "booking:times", "booking:make_hold", "booking:hold", "booking:keep",
    "booking:account", "booking:patient", "booking:check", "booking:done", "booking:undo",
    # A guest's visit, behind the link of their mail.
    "guest_visit", "guest_cancellation", "guest_move", "guest_attendance", "guest_calendar", "guest_keeping",
    # For pages of others: choosing in a frame, and the script that opens it.
    "framed:services", "framed:practitioners", "framed:times", "embed_script",
    # Signing in, making an account, forgetting a password, following a mailed link.
    "account_login", "account_logout", "account_signup", "account_inactive", "account_confirm", "mailed_link",
    "account_address_back", "account_locking",
    "account_email_verification_sent", "account_confirm_email", "account_confirm_login_code",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn", "records_claim",
    # What a mailed link leads to: whoever holds the mail signs in from there.
    "team_invitation", "records_link", "records_invitation", "records_take_back", "records_new_address",
    "smartforms:link",
    # The public page of a form, which mails a personal link, and where that leads.
    "guest_form", "guest_sent", "smartforms:guest_in",
    # Filling in: signed in, or by a mailed link where the clinic asks for no account; they look after that themselves.
    "smartforms:by_link", "smartforms:open", "smartforms:page", "smartforms:answers", "smartforms:check",
    # Whether the calendar still stands so: it asks who is there with the query that answers, and shows nothing.
    "office:calendar_changes",
    # Leads to the one sign-in.
    "admin:login",
    # The demo's page of somebody else and its mailbox, which are not there outside the demo.
    "demo_site", "demo_site_inline", "demo_site_link",
    "outbox:mailbox", "outbox:mail", "outbox:mail_html", "outbox:attachment",
}  # fmt: skip


def test_only_the_pages_named_here_are_open():
    # What LoginRequiredMiddleware asks of a view; a view that says nothing is closed.
    found = {name for name, view in every_url().items() if not getattr(view, "login_required", True)}
    assert found == OPEN
