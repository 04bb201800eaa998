"""The tables of every kind of room, as abstract models: a numbered log of messages and its marks.

A kind extends each of them, and adds the foreign key `room` to all but the room itself.
"""

import secrets
from typing import Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.chat.protocol.frames import LONGEST_CLIENT_ID
from rip.core.database.columns import ExactCharField
from rip.core.pictures.stored import StoredPicture


def new_epoch() -> str:
    return secrets.token_hex(8)


class RoomBase(models.Model):
    """A conversation between its owner and the other side.

    It is a numbered log of messages: `last_seq` is the number of the newest, `last_owner_seq` of
    the newest that its owner wrote. `unread` counts the owner's messages behind the mark of the
    other side: messages add to it, and the mark takes off what it passes.
    """

    last_seq = models.BigIntegerField(default=0)
    last_owner_seq = models.BigIntegerField(default=0)
    unread = models.BigIntegerField(default=0, db_default=0, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    last_activity = models.DateTimeField(auto_now_add=True)

    # Names this log, so that a client notices when it meets another one under the same number.
    epoch = models.CharField(max_length=16, default=new_epoch, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"№ {self.pk}"


M = TypeVar("M", bound="MessageBase")


class MessageQuerySet(models.QuerySet[M]):
    def in_room(self, room_id: int) -> Self:
        """The messages of a room, with what showing them takes.

        The authors are read beside them, not joined: MariaDB may begin such a join with the
        authors and then sort the whole room.
        """
        return self.filter(room=room_id).prefetch_related("author")

    def page(self, *, before: int | None, after: int | None, limit: int) -> list[M]:
        """At most `limit` messages in order: right after a number, else right before one."""
        if after is not None:
            return list(self.filter(seq__gt=after).order_by("seq")[:limit])
        found = self if before is None else self.filter(seq__lt=before)
        return list(found.order_by("-seq")[:limit])[::-1]


class MessageBase(models.Model):
    """A message, number `seq` of its room.

    Each index is a page to write for every message of a group, so the two that keep messages unique
    serve the foreign keys too; `room` needs `db_index=False`.
    """

    room_id: int

    seq = models.BigIntegerField(_("number"))
    author = models.ForeignKey(
        User,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        db_index=False,
        related_name="%(app_label)s_messages",
    )
    body = models.TextField(_("text"))
    client_message_id = ExactCharField(max_length=LONGEST_CLIENT_ID, null=True, blank=True)
    created = models.DateTimeField(_("sent"))

    objects: Any = MessageQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="%(app_label)s_message_number"),
            models.UniqueConstraint(
                fields=["author", "room", "client_message_id"],
                name="%(app_label)s_message_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.room_id}: {self.seq}"


class ReadMarkBase(models.Model):
    """The mark of one side in a room, which it has read up to and including `seq`."""

    room_id: int

    side = models.CharField(max_length=16)
    seq = models.BigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["room", "side"], name="%(app_label)s_mark_of_side")
        ]


class PictureBase(StoredPicture):
    """A picture that was uploaded to a room. The message that shows it is its URL.

    `room_seq` was the room's newest number then, so only later messages can be that one. `shown`
    says that there is one; it is found out when the picture would otherwise be removed.
    """

    OWNER = "author"

    room_id: int

    author = models.ForeignKey(
        User,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="%(app_label)s_pictures",
    )
    room_seq = models.BigIntegerField()
    shown = models.BooleanField(default=False)
    created = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["shown", "created"], name="%(app_label)s_picture_unshown")]

    def __str__(self) -> str:
        return self.url
