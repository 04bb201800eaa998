"""What the desk's calls take and give, as the API documents it."""

import re
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from rip.chat.protocol.frames import LARGEST_SEQ, LONGEST_BODY
from rip.core.http.fields import Line, LongText, Whole
from rip.support.schemas import StatusName


def _example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class StatusIn(BaseModel):
    model_config = _example(status="done", seq=12)

    status: StatusName
    seq: Annotated[Whole, Field(ge=0, le=LARGEST_SEQ)] = Field(
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
Text = Annotated[LongText, Field(max_length=LONGEST_BODY)]


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
