"""The pages of accounts: signing in and out, addresses, passwords, second factors, sessions.

They are about whoever knocks and nobody else, so everybody who is signed in hears the same, and four people are
enough to ask. Most second factors want the password first (302), or are not there yet (404).
"""

from tests.matrix.door import FEW, Door


def own(name: str, get: str, post: str = "405", about: str = "") -> Door:
    """A page for whoever is signed in."""
    return Door(name, about, get, post, people=FEW)


def anybody(name: str, get: str, post: str = "405", about: str = "") -> Door:
    """A page for whoever comes by."""
    return Door(name, about, get, post, is_open=True, people=FEW)


ACCOUNTS_DOORS = [
    anybody("account_login", "200 nobody | 302", "200 nobody | 302"),
    anybody("account_logout", "302 nobody | 200", "302"),
    anybody("account_signup", "200 nobody | 302", "422 nobody | 302"),
    anybody("account_inactive", "200"),
    anybody("account_confirm", "410", "410"),
    anybody("account_address_back", "410", "410"),
    anybody("account_confirm_email", "200", "404", "no key"),
    anybody("account_email_verification_sent", "200"),
    anybody("account_confirm_login_code", "login nobody | 302", "login nobody | 302"),
    anybody("account_reset_password", "200", "200"),
    anybody("account_reset_password_done", "200"),
    anybody("account_reset_password_from_key", "404", "404", "no key"),
    anybody("account_reset_password_from_key_done", "200"),
    anybody("mailed_link", "302", "405", "no token"),
    anybody("mfa_authenticate", "login nobody | 302", "login nobody | 302"),
    anybody("mfa_login_webauthn", "login nobody | 302", "login nobody | 302"),
    anybody("records_claim", "410", "410"),
    # Without the mail's secret there is nothing behind these.
    anybody("records_link", "410", "410"),
    anybody("records_invitation", "410", "410"),
    anybody("records_take_back", "410", "410"),
    anybody("records_new_address", "410", "410"),
    anybody("smartforms:link", "410", "410"),
    anybody("smartforms:guest_in", "410", "410"),
    anybody("smartforms:by_link", "410"),
    anybody("guest_visit", "410"),
    anybody("guest_cancellation", "410", "410"),
    anybody("guest_move", "410", "410"),
    anybody("guest_attendance", "410", "410"),
    anybody("guest_calendar", "410"),
    anybody("guest_keeping", "410", "410"),
    anybody("guest_sent", "200"),
    anybody("guest_form", "410", "410", "no token"),
    own("records_code", "200", "403 uma | 422"),
    own("records_asked", "200"),
    own("account_confirm_again", "405", "302"),
    Door("account_locking", "", "405", "login", is_open=True, people=FEW),
    own("account_email", "200", "302"),
    own("account_change_password", "200", "200"),
    own("account_set_password", "302", "302"),
    own("account_reauthenticate", "200", "200"),
    own("usersessions_list", "200", "302"),
    own("mfa_index", "200"),
    own("mfa_reauthenticate", "302", "302"),
    own("mfa_reauthenticate_webauthn", "302", "302"),
    own("mfa_activate_totp", "302", "302"),
    own("mfa_deactivate_totp", "404", "404"),
    own("mfa_list_webauthn", "200"),
    own("mfa_add_webauthn", "302", "302"),
    own("mfa_edit_webauthn", "302", "302", "no passkey"),
    own("mfa_remove_webauthn", "302", "302", "no passkey"),
    own("mfa_view_recovery_codes", "404"),
    own("mfa_generate_recovery_codes", "302", "302"),
    own("mfa_download_recovery_codes", "404", "404"),
]
