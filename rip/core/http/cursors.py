"""Keyset pages: a cursor is the sort key of the last item of a page, opaque and signed."""

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


def write_cursor(listing: str, sort_key: list[Any]) -> str:
    """The cursor of the page after the item with this sort key; the same key, the same cursor."""
    return signing.Signer(salt=f"rip.cursor.{listing}").sign_object(sort_key)


def read_cursor(listing: str, cursor: str) -> list[Any]:
    """The sort key in a cursor of this listing. Raises BadInput."""
    try:
        sort_key: list[Any] = signing.Signer(salt=f"rip.cursor.{listing}").unsign_object(cursor)
    except signing.BadSignature as error:
        message = _("This cursor is not one this list has given. Start without it.")
        raise BadInput(errors={"cursor": [message]}) from error
    return sort_key
