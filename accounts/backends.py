from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User

CLAIMS_TRIED = 2


class ByEmail(AuthenticationBackend):
    """Sign-in by address and password. Permissions come from clinic memberships, not from groups.

    Several accounts may claim an address (Settled 6). Whether one of them owns it must not show, neither in what
    happens to somebody who knows the password of a claim, nor in how long a refusal takes.
    """

    def _authenticate_by_email(self, email, password):
        owner = User.objects.owner_of(email)
        if owner is None:
            self._mitigate_timing_attack(password)  # stands in for the owner's password
        for account in filter(None, [owner, *User.objects.claiming(email)[:CLAIMS_TRIED]]):
            if account.check_password(password) and self.user_can_authenticate(account):
                self._did_check_password = True
                return account
        self._did_check_password = True
        return None
