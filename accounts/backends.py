from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User

CLAIMS_TRIED = 2


class ByEmail(AuthenticationBackend):
    """Sign-in by address and password. Permissions come from clinic memberships, not from groups.

    Several accounts may claim an address (Settled 6). Which of them exist must not show, neither in what happens to
    somebody who knows the password of a claim, nor in how long a refusal takes: whatever is there, as many passwords
    are looked at, and made-up ones stand in for those that are not.
    """

    def _authenticate_by_email(self, email, password):
        self._did_check_password = True
        claims = list(User.objects.claiming(email)[:CLAIMS_TRIED])
        standing_in = [None] * (CLAIMS_TRIED - len(claims))
        for account in (User.objects.owner_of(email), *claims, *standing_in):
            if account is None:
                self._mitigate_timing_attack(password)
            elif account.check_password(password) and self.user_can_authenticate(account):
                return account
        return None
