import unicodedata
import uuid
from typing import Any, ClassVar, Final, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.dispatch import Signal
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rip.core.database.columns import ExactCharField

# Sent after commit, from whichever thread committed, with `user_id`: the sessions or rights of this
# user may have changed, so whatever was opened for them must be checked again.
sessions_changed = Signal()

NAME_TAKEN: Final = _("This user name is taken. Choose another.")


def announce_change(user_id: int) -> None:
    """Send `sessions_changed` once the current transaction has committed."""
    transaction.on_commit(lambda: sessions_changed.send(User, user_id=user_id), robust=True)


def name_key(username: str) -> str:
    """Return the key that makes user names unique: the same for every case and encoding of a name.

    It is stored, because databases compare text differently: SQLite folds Latin letters only.
    """
    return unicodedata.normalize("NFKC", username).casefold()


class UserNames(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username_key=name_key(username or ""))


class User(AbstractUser):
    """A person. `is_staff` makes them an operator, who answers in support and edits any advert."""

    # Case folding makes up to three letters of one.
    username_key = ExactCharField(max_length=450, unique=True, editable=False)
    # Created for somebody who writes without an account; nobody can sign in as a guest.
    is_guest = models.BooleanField(_("guest"), default=False, editable=False)
    session_version = models.PositiveIntegerField(_("session version"), default=0, editable=False)

    objects: ClassVar[UserNames] = UserNames()

    def clean(self) -> None:
        super().clean()
        # Django's form for a new user leaves None there once it has found the name taken itself.
        namesakes = User.objects.filter(username_key=name_key(self.username or ""))
        if namesakes.exclude(pk=self.pk).exists():
            raise ValidationError({"username": NAME_TAKEN})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username_key = name_key(self.username)
        super().save(*args, **kwargs)
        announce_change(self.pk)

    def get_session_auth_hash(self) -> str:
        """Return a hash that changes with the password and with `session_version`.

        Web sessions, tokens and tickets all carry it, so one change ends them all.
        """
        value = f"{self.password}:{self.session_version}"
        return salted_hmac("rip.accounts.session", value, algorithm="sha256").hexdigest()


class RefreshFamilyQuerySet(models.QuerySet["RefreshFamily"]):
    def alive(self) -> Self:
        """Families whose access tokens are valid: not revoked, of an active user."""
        return self.filter(revoked_at=None, user__is_active=True)


class RefreshFamily(models.Model):
    """One log-in: a chain of refresh tokens of which only the newest may be used.

    Tokens are hashed at rest. See `sessions.family_refresh` for the rotation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refresh_families")
    generation = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField()
    rotated = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RefreshFamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")


class Ticket(models.Model):
    """A one-time WebSocket ticket, stored here when Redis is not configured or does not answer."""

    ticket_hash = models.CharField(primary_key=True, max_length=64)
    family = models.ForeignKey(RefreshFamily, on_delete=models.CASCADE)
    session_hash = models.CharField(max_length=64)
    expires = models.DateTimeField()


class Consent(models.Model):
    """A person's consent to the processing of their personal data: when it was given, from which
    IP, and to which version of the text."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField(auto_now_add=True)
    ip = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
