"""Pages by key: a cursor says after which row the next page begins, and is opaque and signed."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from rip.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, and the cursor of the page after them, if there is one."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def write_cursor(listing: str, place: list[Any]) -> str:
    """The cursor that goes on after `place`, the sort key of the last item given.

    The same place always has the same cursor.
    """
    return signing.Signer(salt=f"rip.cursor.{listing}").sign_object(place)


def read_cursor(listing: str, cursor: str) -> list[Any]:
    """The sort key a cursor of this listing was made of. Raises BadInput."""
    try:
        place: list[Any] = signing.Signer(salt=f"rip.cursor.{listing}").unsign_object(cursor)
    except signing.BadSignature as error:
        message = _("This cursor is not one this list has given. Start without it.")
        raise BadInput(errors={"cursor": [message]}) from error
    return place
