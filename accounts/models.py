import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from common import clock, tokens
from common.text import one_line


class Accounts(BaseUserManager):
    """How accounts are found: by address, the verified owner of an address first."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        from allauth.account.models import EmailAddress

        fields = {"is_superuser": True, "is_staff": True, "verified_at": clock.now(), **fields}
        user = self.create_user(email, password, **fields)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def at_address(self, email):
        """All accounts with this address, proved or claimed; found by the index of folded addresses."""
        return self.alias(folded=Lower("email")).filter(folded=email.lower())

    def claiming(self, email):
        """The accounts that typed this address and have not proved it, the newest first."""
        return self.at_address(email).filter(verified_at=None, is_active=True).order_by("-date_joined")

    def owner_of(self, email):
        """The account that proved this address; None when nobody did."""
        return self.at_address(email).filter(verified_at__isnull=False).first()


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a person who signs in. One password, one session for booking and portal.

    Several accounts may *claim* an address (Settled 6: known and unknown addresses get the same pages);
    only one can have proved it, by constraint.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"), max_length=254)
    given_name = models.CharField(_("given name"), max_length=80, blank=True, validators=[one_line])
    family_name = models.CharField(_("family name"), max_length=80, blank=True, validators=[one_line])
    language = models.CharField(max_length=10, blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="When the address was proved.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(
        default=False, help_text="An operator of the installation, not of a clinic."
    )
    date_joined = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = Accounts()

    class Meta:
        indexes = [models.Index(Lower("email"), name="accounts_user_email")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_owner_per_address",
                condition=Q(verified_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_verified(self) -> bool:
        """Whether this account proved its address. Before that it is a level below limited."""
        return self.verified_at is not None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        letters = (self.given_name[:1] + self.family_name[:1]) or self.email[:2]
        return letters.upper()

    def get_full_name(self):
        return self.name


class MailedLink(models.Model):
    """A link we mailed: a purpose, a nonce and dates. The secret itself is derived, never stored (Settled 2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=30)
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mailed_links")
    email = models.EmailField(
        max_length=254, help_text="The address it went to; a link proves only that one."
    )
    nonce = models.CharField(max_length=30, default=tokens.new_nonce, editable=False)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # One live link per purpose and account: issuing a new one revokes the older (D5).
            models.UniqueConstraint(
                fields=["account", "purpose"],
                name="accounts_one_live_link",
                condition=Q(used_at=None, revoked_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.purpose} link"

    @property
    def token(self) -> str:
        return tokens.derive(self.purpose, self.id, self.nonce)

    def is_live(self, *, at) -> bool:
        """Whether it still opens anything."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at


class KeptWords(models.Model):
    """What somebody of the team was writing when their session was over: sealed, for them alone, for a few hours.

    `path` is where the words were on their way to, `page` where they were written; each begins with its host.
    """

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    page = models.CharField(max_length=500)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "kept words"
        constraints = [models.UniqueConstraint(fields=["account", "path"], name="accounts_words_kept_once")]

    def __str__(self):
        return f"kept for {self.path}"


class Tries(models.Model):
    """How often something was tried since its stretch of minutes began (accounts.tries). Keys are digests."""

    key = models.CharField(max_length=32, primary_key=True)
    address = models.CharField(
        max_length=32, blank=True, help_text="The address that was tried, as a digest as well."
    )
    began_at = models.DateTimeField()
    count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "tries"
        indexes = [
            models.Index(fields=["began_at"], name="accounts_tries_over"),
            models.Index(fields=["address"], name="accounts_tries_of", condition=~Q(address="")),
        ]

    def __str__(self):
        return f"{self.count} since {self.began_at:%H:%M}"
