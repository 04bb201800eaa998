"""The bodies of support's calls: rooms and messages first, then the desk."""

import re
from typing import Annotated, Literal, TypeAlias

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from rip.chat.fault_texts import FAULT_TEXTS
from rip.chat.protocol import frames
from rip.core.http.fields import Line, LongText, Whole

StatusName: TypeAlias = Literal["open", "waiting", "done"]


class OwnRoom(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"room_name": 2}]})

    room_name: int = Field(description="The number of the caller's own room.")


class ChatSummary(BaseModel):
    chat_name: str = Field(description="The room's number, as text.")
    support_read: bool = Field(description="Support has read the customer's last message.")


class ChatsList(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"chats": [{"chat_name": "2", "support_read": True}]}]}
    )

    chats: list[ChatSummary]


class RoomsQuery(BaseModel):
    """Which rooms, and which page of them."""

    q: str = Field("", max_length=100, description="A customer's name, or a number.")
    status: StatusName | None = Field(None, description="Whose turn it is.")
    assignee: Literal["me", "nobody"] | None = Field(None, description="Whose rooms they are.")
    unread: bool = Field(False, description="Only rooms support has not read.")
    limit: int = Field(50, ge=1, le=100)
    cursor: str | None = Field(None, max_length=400)


class LastMessage(BaseModel):
    sender: str
    message: str = Field(description="The beginning of the message.")
    seq: int
    sent_at: str


class RoomSummary(BaseModel):
    room: int
    customer: str = Field(description="The customer's user name.")
    last_seq: int = Field(description="The number of the newest message; 0 in an empty room.")
    support_read: bool
    unread: int = Field(description="Messages of the customer's that support has not read.")
    last_activity: str
    last_message: LastMessage | None
    read_up_to: int = Field(description="How far support has read.")
    status: StatusName = Field(description="Whose turn it is.")
    assignee: str | None = Field(description="The operator whose room it is.")
    tended: int = Field(description="Grows with everything operators do to the room.")


class Rooms(BaseModel):
    rooms: list[RoomSummary]
    next_cursor: str | None = Field(description="Give this as `cursor` to go on; null at the end.")


class MessageOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sender": "vasya",
                    "message": "Здравствуйте!",
                    "seq": 1,
                    "sent_at": "2026-01-31T09:00:00.000+00:00",
                    "client_message_id": "7b1c",
                }
            ]
        }
    )

    sender: str
    message: str
    seq: int = Field(description="The message's number in its room.")
    sent_at: str
    client_message_id: str | None


class Messages(BaseModel):
    messages: list[MessageOut] = Field(description="In the order of their numbers.")
    last_seq: int = Field(description="The number of the room's newest message.")
    epoch: str = Field(description="The name of this log; numbers of another epoch mean nothing.")
    read: "ReadMarks"


def _body(value: str) -> str:
    return _checked({"message": value})


def _client_id(value: str | None) -> str | None:
    _checked({"message": "-", "client_message_id": value})
    return value


def _checked(frame: dict[str, str | None]) -> str:
    """The rules of a message are the protocol's, whichever door it comes through."""
    try:
        return frames.read_post(frame).body
    except frames.Fault as fault:
        raise PydanticCustomError(
            "own_text", "{text}", {"text": FAULT_TEXTS[fault.code]}
        ) from fault


class MessageIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "Здравствуйте!", "client_message_id": "7b1c"}]}
    )

    message: Annotated[str, AfterValidator(_body)]
    client_message_id: Annotated[str | None, AfterValidator(_client_id)] = Field(
        None, description="Makes repeating the call safe: it names the message, whatever happens."
    )


class PictureOnly(BaseModel):
    """A form with nothing but the file part `image`."""


class PictureOut(BaseModel):
    """A picture in a room. A message whose text is `image` shows it."""

    image: str = Field(description="The picture's address on this site.")
    thumbnail: str
    width: int = Field(description="In pixels, as `image` has it.")
    height: int


class SupportOnline(BaseModel):
    online: bool = Field(description="An operator is there now.")


class ReadIn(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"seq": 12}]})

    seq: Annotated[Whole, Field(ge=0, le=frames.LARGEST_SEQ)]


class ReadMarks(BaseModel):
    """The newest message that each side has read; 0 for a side that has not been there."""

    customer: int
    support: int


# The desk


def _example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class StatusIn(BaseModel):
    model_config = _example(status="done", seq=12)

    status: StatusName
    seq: Annotated[Whole, Field(ge=0, le=frames.LARGEST_SEQ)] = Field(
        description="The newest message you have seen."
    )


def _nobody(value: object) -> object:
    """A form has no null."""
    return None if value == "" else value


Name = Annotated[
    Annotated[Line, Field(max_length=150)] | None,
    BeforeValidator(_nobody, json_schema_input_type=str | None),
]


class AssigneeIn(BaseModel):
    model_config = _example(assignee="olga", was="ivan")

    assignee: Name = Field(description="An operator's user name; null for nobody.")
    was: Name = Field(description="Whose it is as far as you know; null for nobody's.")


class NoteIn(BaseModel):
    model_config = _example(text="Prefers to be called in the evening.")

    text: Annotated[Line, Field(max_length=2000)]


class NoteOut(BaseModel):
    id: int
    author: str
    text: str
    created: str


class Customer(BaseModel):
    id: int
    name: str
    guest: bool = Field(description="Has no account of their own.")
    since: str = Field(description="When the account was made.")
    messages: int = Field(description="How many messages the room has.")
    tended: int
    notes: list[NoteOut] = Field(description="The newest first; only operators see them.")


class OperatorOut(BaseModel):
    name: str
    online: bool


class Operators(BaseModel):
    operators: list[OperatorOut]


_SHORTCUT = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")


def _shortcut(value: str) -> str:
    if not _SHORTCUT.fullmatch(value):
        words = _("A shortcut is one word of letters and digits.")
        raise PydanticCustomError("own_text", "{text}", {"text": words})
    return value.lower()


Shortcut = Annotated[Line, Field(max_length=32), AfterValidator(_shortcut)]
Title = Annotated[Line, Field(max_length=80)]
Text = Annotated[LongText, Field(max_length=frames.LONGEST_BODY)]


class ReplyIn(BaseModel):
    model_config = _example(
        shortcut="hello", title="Приветствие", text_ru="Здравствуйте, {name}!", text_en=""
    )

    shortcut: Shortcut
    title: Title
    text_ru: Text = ""
    text_en: Text = ""


class ReplyChange(BaseModel):
    model_config = _example(title="Приветствие")

    shortcut: Shortcut | None = None
    title: Title | None = None
    text_ru: Text | None = None
    text_en: Text | None = None


class ReplyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    shortcut: str
    title: str
    text_ru: str
    text_en: str
    used: int


class Replies(BaseModel):
    replies: list[ReplyOut]
