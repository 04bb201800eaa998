import secrets
from typing import Self

from django.db import models
from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.chat.protocol.frames import LONGEST_CLIENT_ID
from rip.core.database.columns import ExactCharField
from rip.core.pictures.stored import StoredPicture


class Side(models.TextChoices):
    """Who reads a room: its owner, or the operators together."""

    CUSTOMER = "customer", _("customer")
    SUPPORT = "support", _("support")


class Status(models.TextChoices):
    """Whose turn it is in a room, or that nothing is left to do."""

    OPEN = "open", _("waits for us")
    WAITING = "waiting", _("waits for the customer")
    DONE = "done", _("done")


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> Self:
        """Operators see every room, everyone else their own."""
        return self if user.is_staff else self.filter(owner=user)

    def with_support_read(self) -> Self:
        """Adds `support_mark`, and `support_read`: the mark reaches the customer's last message."""
        mark = ReadMark.objects.filter(room=OuterRef("pk"), side=Side.SUPPORT).values("seq")
        reached = Q(last_customer_seq__lte=F("support_mark"))
        return self.annotate(support_mark=Coalesce(Subquery(mark), 0)).annotate(
            support_read=Case(
                When(reached, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )

    def with_status(self) -> Self:
        """Adds `status`, by comparing numbers, so that a message needs no write to change it.

        What an operator decided holds for the messages they had seen: done until the customer
        writes again, the others until anybody does. Without a decision it is the turn of
        whoever did not have the last word.
        """
        done = Q(decision=Status.DONE, decision_seq__gte=F("last_customer_seq"))
        decided = Q(decision__in=[Status.OPEN, Status.WAITING], decision_seq__gte=F("last_seq"))
        support_spoke_last = Q(last_seq__gt=F("last_customer_seq")) | Q(last_seq=0)
        return self.annotate(
            status=Case(
                When(done, then=Value(Status.DONE)),
                When(decided, then=F("decision")),
                When(support_spoke_last, then=Value(Status.WAITING)),
                default=Value(Status.OPEN),
                output_field=CharField(max_length=16),
            )
        )

    def for_the_desk(self) -> Self:
        """Unread rooms first, then those with the newest activity."""
        rooms = self.with_support_read().with_status().select_related("owner", "assignee")
        return rooms.order_by("support_read", "-last_activity", "-pk")


def new_epoch() -> str:
    return secrets.token_hex(8)


class Room(models.Model):
    """A customer's conversation with support. Its number is its owner's id.

    The room is a numbered log of messages: `last_seq` is the number of the newest.
    """

    owner = models.OneToOneField(
        User, verbose_name=_("customer"), primary_key=True, on_delete=models.PROTECT
    )
    last_seq = models.BigIntegerField(default=0)
    last_customer_seq = models.BigIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    last_activity = models.DateTimeField(auto_now_add=True, db_index=True)

    # Names this log, so that a client notices when it meets another one under the same number.
    epoch = models.CharField(max_length=16, default=new_epoch, editable=False)

    # What an operator last decided, and the newest message they had seen then.
    decision = models.CharField(max_length=16, choices=Status, blank=True, editable=False)
    decision_seq = models.BigIntegerField(default=0, editable=False)
    assignee = models.ForeignKey(
        User,
        verbose_name=_("operator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_rooms",
    )
    # Counts what operators did to the room: decisions, assignments, notes.
    tended = models.BigIntegerField(default=0, editable=False)

    # Set on rooms that were read with `with_support_read` and `with_status`.
    support_read: bool
    support_mark: int
    status: str

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def side_of(self, user: User) -> Side:
        return Side.CUSTOMER if user.pk == self.owner_id else Side.SUPPORT


class MessageQuerySet(models.QuerySet["Message"]):
    def in_room(self, room_id: int) -> Self:
        """The messages of a room, with what showing them takes.

        The authors are read beside them, not joined: MariaDB may begin such a join with the
        authors and then sort the whole room.
        """
        return self.filter(room=room_id).prefetch_related("author")

    def page(self, *, before: int | None, after: int | None, limit: int) -> "list[Message]":
        """At most `limit` messages in order: right after a number, else right before one."""
        if after is not None:
            return list(self.filter(seq__gt=after).order_by("seq")[:limit])
        found = self if before is None else self.filter(seq__lt=before)
        return list(found.order_by("-seq")[:limit])[::-1]


class Message(models.Model):
    """A message, number `seq` of its room.

    Each index is a page to write for every message of a group, so the two that keep messages unique
    serve the foreign keys too.
    """

    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    seq = models.BigIntegerField(_("number"))
    author = models.ForeignKey(
        User, verbose_name=_("author"), on_delete=models.PROTECT, db_index=False
    )
    body = models.TextField(_("text"))
    client_message_id = ExactCharField(max_length=LONGEST_CLIENT_ID, null=True, blank=True)
    created = models.DateTimeField(_("sent"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_number"),
            models.UniqueConstraint(
                fields=["author", "room", "client_message_id"], name="message_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.room_id}: {self.seq}"


class ReadMark(models.Model):
    """How far one side has read a room: everything up to and including `seq`."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="read_marks")
    side = models.CharField(max_length=16, choices=Side)
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "side"], name="read_mark_of_side")]


class ChatPicture(StoredPicture):
    """A picture that was uploaded to a room. The message that shows it is its address.

    `room_seq` was the room's newest number then, so only later messages can be that one. `shown`
    says that there is one; it is found out when the picture would otherwise be removed.
    """

    FOLDER = "support"

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="pictures")
    author = models.ForeignKey(User, verbose_name=_("author"), on_delete=models.PROTECT)
    room_seq = models.BigIntegerField()
    shown = models.BooleanField(default=False)
    created = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["shown", "created"], name="chat_picture_unshown")]

    def __str__(self) -> str:
        return self.url


class Note(models.Model):
    """What operators tell each other about a customer, who never sees it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, verbose_name=_("author"), on_delete=models.PROTECT)
    body = models.TextField(_("text"))
    created = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"№ {self.room_id}: {self.body[:40]}"


class CannedReply(models.Model):
    """An answer that operators insert by its shortcut. `{name}` stands for the customer's name."""

    shortcut = ExactCharField(_("shortcut"), max_length=32, unique=True)
    title = models.CharField(_("title"), max_length=80)
    text_ru = models.TextField(_("text in Russian"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")

    def __str__(self) -> str:
        return f"/{self.shortcut}"
