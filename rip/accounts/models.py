import unicodedata
import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar, Final, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import Signal, receiver
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rip.core.database.columns import ExactCharField, RowNumberField
from rip.core.database.numbering import take_numbers

# Sent after commit, from whichever thread committed, with `user_id`: the sessions or rights of this
# user may have changed, so whatever was opened for them must be checked again.
sessions_changed = Signal()

NAME_TAKEN: Final = _("This user name is taken. Choose another.")


class SessionLog(models.Model):
    """The numbered log of what decides whether a log-in is good: its one row holds the last number.

    Every change of a user, but for the time of their last log-in, and every end of a log-in or of
    a web session has its number, so that who has verified a log-in as of number N knows whether
    that still holds.
    """

    last_seq = models.BigIntegerField(default=0)


class SessionChange(models.Model):
    """One change of the log: of all log-ins of a user, or (`user_id` is 0) of one web session.

    Only the latest are kept; see `verified.follower.changes_prune`.
    """

    seq = RowNumberField(primary_key=True)
    user_id = models.BigIntegerField(default=0)
    # The hash of the key of the web session.
    web_session = ExactCharField(max_length=64, default="")


def users_changed(user_ids: Iterable[int]) -> None:
    """Log that the log-ins or rights of these users may have changed, and send `sessions_changed`
    for each once the current transaction has committed.

    Writers wait for each other from here to the commit, so it comes last in a transaction.
    """
    changed = sorted(set(user_ids))
    _log_changes([SessionChange(user_id=one) for one in changed])
    for one in changed:
        tell = partial(sessions_changed.send, sender=User, user_id=one)
        transaction.on_commit(tell, robust=True)


def web_session_changed(key_hash: str) -> None:
    """Log that the web session whose key has this hash may have ended."""
    _log_changes([SessionChange(web_session=key_hash)])


def _log_changes(changes: list[SessionChange]) -> None:
    if not changes:
        return
    with transaction.atomic():
        last = take_numbers(SessionLog, count=len(changes))
        for seq, change in enumerate(changes, last - len(changes) + 1):
            change.seq = seq
        SessionChange.objects.bulk_create(changes)


def name_key(username: str) -> str:
    """Return the key that makes user names unique: the same for every case and encoding of a name.

    It is stored, because databases compare text differently: SQLite folds Latin letters only.
    """
    return unicodedata.normalize("NFKC", username).casefold()


# Nothing that a session shows or decides.
_NOT_LOGGED: Final = frozenset({"last_login"})


class UserQuerySet(models.QuerySet["User"]):
    def update(self, **values: Any) -> int:
        """As Django's, and logged as a change of these users."""
        if values.keys() <= _NOT_LOGGED:
            return super().update(**values)
        with transaction.atomic():
            changed = list(self.order_by().select_for_update().values_list("pk", flat=True))
            updated = super().update(**values)
            users_changed(changed)
        return updated


class UserNames(UserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

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
        # Nobody can have verified a log-in of a new user.
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not is_new and not self._saves_nothing_logged(kwargs.get("update_fields")):
                users_changed([self.pk])

    @staticmethod
    def _saves_nothing_logged(update_fields: Iterable[str] | None) -> bool:
        return update_fields is not None and _NOT_LOGGED.issuperset(update_fields)

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
    """One log-in: a chain of refresh tokens, of which the newest may be used, and the one before it
    until the newest has been.

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


@receiver(post_delete, sender=User)
@receiver(post_delete, sender=RefreshFamily)
def _log_deletion(instance: User | RefreshFamily, **_: Any) -> None:
    users_changed([instance.pk if isinstance(instance, User) else instance.user_id])


class Ticket(models.Model):
    """A one-time WebSocket ticket, stored here when Redis is not configured or does not answer."""

    ticket_hash = models.CharField(primary_key=True, max_length=64)
    family = models.ForeignKey(RefreshFamily, on_delete=models.CASCADE)
    session_hash = models.CharField(max_length=64)
    expires = models.DateTimeField()


class KnownNetwork(models.Model):
    """A network from which a user has signed in; see `known_networks`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_networks")
    network_hash = models.CharField(max_length=64)
    last_used = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "network_hash"], name="network_known_once")
        ]


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
