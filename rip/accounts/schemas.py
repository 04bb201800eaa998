"""The bodies of the account calls, as the API documents them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from rip.core.http.fields import Boolean

Secret = Annotated[str, StringConstraints(min_length=1, max_length=4096)]


def _example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class SignIn(BaseModel):
    model_config = _example(username="vasya", password="1")

    username: Annotated[str, StringConstraints(min_length=1, max_length=150)]
    password: Secret


class Refresh(BaseModel):
    model_config = _example(refresh="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…")

    refresh: Secret


class Revoke(BaseModel):
    model_config = _example(all=False)

    refresh: Secret | None = Field(
        None, description="The log-in to end, when no access token is sent."
    )
    all: Boolean = Field(False, description="End every log-in of this account, not only this one.")


class Register(BaseModel):
    model_config = _example(username="masha", password="кошка-на-окошке", email="masha@example.org")

    # `user_register` checks the other rules, and names all wrong fields at once.
    username: Annotated[str, StringConstraints(strip_whitespace=True, max_length=150)]
    password: Annotated[str, StringConstraints(max_length=1024)]
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    consent: Boolean = Field(
        False,
        description="True if the person agrees to the processing of their personal data, as the"
        " page /privacy/ describes it. Their consent is stored, with the time and their IP.",
    )


class Tokens(BaseModel):
    model_config = _example(
        refresh="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…",
        access="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…",
    )

    refresh: str
    access: str


class SocketTicket(BaseModel):
    model_config = _example(uuid="0e4b4018-f2f4-49e4-8bb3-0e5845e58455")

    uuid: UUID


class Account(BaseModel):
    model_config = _example(id=2, username="vasya", email="", is_staff=False)

    id: int
    username: str
    email: str
    is_staff: bool


class Done(BaseModel):
    message: str
