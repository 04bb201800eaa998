"""The tree of domain errors. Commands raise them; each door translates them once."""

from collections.abc import Mapping
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise
FieldErrors: TypeAlias = Mapping[str, list[Text]]


class RipError(Exception):
    """A request that cannot be fulfilled; `detail` tells the caller what to do next."""

    code = "error"
    title: Text = _("Something went wrong")
    detail: Text = _("Try again. If it keeps happening, tell the people who run this site.")

    def __init__(
        self,
        detail: Text | None = None,
        *,
        errors: FieldErrors | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(self.code)
        self.detail = detail if detail is not None else type(self).detail
        self.errors = dict(errors or {})
        self.retry_after = retry_after


class BadInput(RipError):
    """The request cannot be understood, or some of its fields are wrong (`errors` names them)."""

    code = "bad-input"
    title = _("The request is not right")
    detail = _("Correct the fields listed in “errors” and send the request again.")


class NotSignedIn(RipError):
    code = "not-signed-in"
    title = _("Sign in first")
    detail = _("Get a token at POST /api/token/ and send it as “Authorization: Bearer ACCESS”.")


class NotAllowed(RipError):
    code = "not-allowed"
    title = _("This is not yours to do")
    detail = _("Your account does not have the right to do this.")


class NotFound(RipError):
    code = "not-found"
    title = _("There is no such thing here")
    detail = _("Check the address or the id: nothing was found.")


class MethodNotAllowed(RipError):
    code = "method-not-allowed"
    title = _("This address does not take that method")
    detail = _("The “Allow” header lists the methods this address takes.")


class Conflict(RipError):
    code = "conflict"
    title = _("Someone was first")
    detail = _("The state has changed meanwhile: read it again and repeat.")


class Gone(RipError):
    """The position to resume from has expired; `reload` is the URL to start again from."""

    code = "gone"
    title = _("That is no longer kept")
    detail = _("Forget what you have and begin again at the address in “reload”.")

    def __init__(self, detail: Text | None = None, *, reload: str = "") -> None:
        super().__init__(detail)
        self.reload = reload


class TooLarge(RipError):
    code = "too-large"
    title = _("The request is too large")
    detail = _("Send less at once.")


class HeadTooLarge(RipError):
    code = "head-too-large"
    title = _("The head of the request is too large")
    detail = _("Send shorter headers and a shorter address: 32 KiB in all.")


class UnsupportedContent(RipError):
    code = "unsupported-content"
    title = _("This content type is not understood")
    detail = _("Send application/json, application/x-www-form-urlencoded or multipart/form-data.")


class KeyReused(RipError):
    code = "key-reused"
    title = _("This Idempotency-Key was used for something else")
    detail = _("Send a new key with new content; the same key only to repeat the same request.")


class TooMany(RipError):
    code = "too-many"
    title = _("Too many requests")
    detail = _("Wait as long as the “Retry-After” header says and try again.")


class Unavailable(RipError):
    """A service that RIP depends on does not answer; nothing was changed."""

    code = "unavailable"
    title = _("Not available right now")
    detail = _("Nothing was stored. Try again in a few seconds.")
