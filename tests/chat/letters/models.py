"""Unlike support's, these rooms have numbers of their own, and two people each."""

from django.db import models

from rip.accounts.models import User
from rip.chat.models import MessageBase, PictureBase, ReadMarkBase, RoomBase


class Room(RoomBase):
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="letters_written")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="letters_read")
    subject = models.CharField(max_length=80)


class Message(MessageBase):
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="messages", db_index=False
    )

    class Meta(MessageBase.Meta):
        db_table = "letters_of_rooms"


class ReadMark(ReadMarkBase):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="read_marks")


class Picture(PictureBase):
    FOLDER = "letters"

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="pictures")
