import secrets
from typing import Self

from django.db import models
from django.db.models import BooleanField, Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.core.columns import ExactCharField
from rip.core.pictures import StoredPicture
from rip.support.protocol import LONGEST_CLIENT_ID


class Side(models.TextChoices):
    """Who reads a room: its owner, or the operators together."""

    CUSTOMER = "customer", _("customer")
    SUPPORT = "support", _("support")


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

    def for_the_desk(self) -> Self:
        """Unread rooms first, then those with the newest activity."""
        newest_first = self.with_support_read().order_by("support_read", "-last_activity", "-pk")
        return newest_first.select_related("owner")


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

    # Set on rooms that were read with `with_support_read`.
    support_read: bool
    support_mark: int

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
