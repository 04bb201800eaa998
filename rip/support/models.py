from typing import Final, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.chat.models import MessageBase, PictureBase, ReadMarkBase, RoomBase
from rip.core.database.columns import ExactCharField


class Side(models.TextChoices):
    """The two readers of a room: its owner, and the operators together."""

    CUSTOMER = "customer", _("customer")
    SUPPORT = "support", _("support")


class Status(models.TextChoices):
    """Whose turn it is in a room, or that nothing is left to do."""

    OPEN = "open", _("waits for us")
    WAITING = "waiting", _("waits for the customer")
    DONE = "done", _("done")


# All of it downwards, so that one index is read from its end.
DESK_ORDER: Final = ("-is_unread", "-last_activity", "-pk")


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> Self:
        """Operators see every room, everyone else their own."""
        return self if user.is_staff else self.filter(owner=user)

    def with_support_mark(self) -> Self:
        """Adds `support_mark`: how far support has read."""
        mark = ReadMark.objects.filter(room=OuterRef("pk"), side=Side.SUPPORT).values("seq")
        return self.annotate(support_mark=Coalesce(Subquery(mark), 0))

    def for_the_desk(self) -> Self:
        """Unread rooms first, then those with the newest activity."""
        return self.order_by(*DESK_ORDER)


def _status() -> Case:
    """The status, by comparing numbers, so that a message needs no write to change it.

    What an operator decided holds for the messages they had seen: done until the customer writes
    again, the others until anybody does. Without a decision it is the turn of whoever did not have
    the last word.
    """
    done = Q(decision=Status.DONE, decision_seq__gte=F("last_owner_seq"))
    decided = Q(decision__in=[Status.OPEN, Status.WAITING], decision_seq__gte=F("last_seq"))
    support_spoke_last = Q(last_seq__gt=F("last_owner_seq")) | Q(last_seq=0)
    return Case(
        When(done, then=Value(Status.DONE.value)),
        When(decided, then=F("decision")),
        When(support_spoke_last, then=Value(Status.WAITING.value)),
        default=Value(Status.OPEN.value),
    )


class Room(RoomBase):
    """A customer's conversation with support. Its number is its owner's id."""

    owner = models.OneToOneField(
        User, verbose_name=_("customer"), primary_key=True, on_delete=models.PROTECT
    )
    # The last decision of an operator, and the newest message they had seen then.
    decision = models.CharField(max_length=16, choices=Status, blank=True, editable=False)
    decision_seq = models.BigIntegerField(default=0, editable=False)
    assignee = models.ForeignKey(
        User,
        verbose_name=_("operator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_rooms",
        db_index=False,
    )
    # Counts what operators did to the room: decisions, assignments, notes.
    tended = models.BigIntegerField(default=0, editable=False)

    # The database derives these from the columns above, so they are never out of date.
    is_unread = models.GeneratedField(
        expression=Case(When(unread__gt=0, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    status = models.GeneratedField(
        expression=_status(), output_field=models.CharField(max_length=16), db_persist=True
    )

    # Set on rooms that were read with `with_support_mark`.
    support_mark: int

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        # Each ends with the desk's order. The last counts the rooms, too.
        indexes = [
            models.Index(
                fields=["is_unread", "last_activity", "owner"], name="support_room_by_desk"
            ),
            models.Index(
                fields=["status", "is_unread", "last_activity", "owner"],
                name="support_room_by_status",
            ),
            models.Index(
                fields=["assignee", "status", "is_unread", "last_activity", "owner"],
                name="support_room_by_assignee",
            ),
        ]

    def side_of(self, user: User) -> Side:
        return Side.CUSTOMER if user.pk == self.owner_id else Side.SUPPORT


class Message(MessageBase):
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="messages", db_index=False
    )

    class Meta(MessageBase.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")


class ReadMark(ReadMarkBase):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="read_marks")


class ChatPicture(PictureBase):
    FOLDER = "support"

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="pictures")

    class Meta(PictureBase.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class Note(models.Model):
    """A remark about a customer for other operators; the customer never sees it."""

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
