"""The statuses of an advert, each with its rules and its labels declared once.

A rule about statuses goes by one of their traits, so that a new status is one declaration here. A
row may hold a status that this process does not know, while a newer one runs beside it: `traits_of`
takes that for one that only the owner and staff see.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self, TypeAlias

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from rip.accounts.models import User

Label: TypeAlias = "str | _StrPromise"

SCHEMA_ORG: Final = "https://schema.org/"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """The rules and labels of one status."""

    # Everyone sees it by its id, among the adverts of its status, and in the change feed; others
    # are for their owner and staff, and search engines are told to leave them out.
    is_public: bool
    # The board shows it: pages, search, similar adverts, sitemap, counts. One status does.
    is_on_board: bool = False
    # The names of the statuses that may follow, None for any; `refusal` tells who tries another.
    followed_by: frozenset[str] | None = None
    refusal: Label = ""
    # The button that gives an advert this status, and the message once it has it.
    action: Label
    done: Label
    # The tab among one's own adverts, and the badge on the advert, which the board needs none of.
    tab: Label
    badge: Label = ""
    icon: str = ""
    availability: str


class Status(models.TextChoices):
    traits: Traits

    def __new__(cls, value: str, traits: Traits) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.traits = traits
        return member

    PUBLISHED = (
        "published",
        Traits(
            is_public=True,
            is_on_board=True,
            action=_("Publish"),
            done=_("The advert is on the board."),
            tab=_("On the board"),
            availability=f"{SCHEMA_ORG}InStock",
        ),
        _("published"),
    )
    RESERVED = (
        "reserved",
        Traits(
            is_public=True,
            action=_("Reserve"),
            done=_("The advert is reserved: everyone sees that it is spoken for."),
            tab=_("Reserved"),
            badge=_("Reserved"),
            icon="clock",
            availability=f"{SCHEMA_ORG}Reserved",
        ),
        _("reserved"),
    )
    CLOSED = (
        "closed",
        Traits(
            is_public=False,
            followed_by=frozenset({"published", "closed"}),
            refusal=_("The advert is closed. Publish it again before it is reserved."),
            action=pgettext_lazy("an advert", "Close"),
            done=_("The advert is closed: only you see it."),
            tab=_("Closed"),
            badge=_("Closed"),
            icon="lock",
            availability=f"{SCHEMA_ORG}SoldOut",
        ),
        _("closed"),
    )


UNKNOWN: Final = Traits(
    is_public=False,
    action="",
    done="",
    tab="",
    availability=f"{SCHEMA_ORG}SoldOut",
)

(ON_BOARD,) = (status for status in Status if status.traits.is_on_board)
PUBLIC: Final = tuple(status.value for status in Status if status.traits.is_public)
PRIVATE: Final = tuple(status.value for status in Status if not status.traits.is_public)

_TRAITS: Final = {status.value: status.traits for status in Status}


def traits_of(status: str) -> Traits:
    """The traits of a stored status, also if it is one that this process does not know."""
    return _TRAITS.get(status, UNKNOWN)


def may_become(status: str, following: str) -> bool:
    """True if an advert may go from one status to the other; each may stay as it is."""
    allowed = traits_of(status).followed_by
    return following == status or allowed is None or following in allowed


def next_statuses(status: str) -> list[Status]:
    """The other statuses that may follow, in the order in which they are declared."""
    return [one for one in Status if one.value != status and may_become(status, one.value)]


def may_change(user: "User | None", *, owner_id: int | None) -> bool:
    """The owner and staff may; where adverts without a token are on, anyone may change one that has
    no owner."""
    if user is not None and (user.is_staff or user.pk == owner_id):
        return True
    return owner_id is None and bool(settings.RIP_ANONYMOUS_ADVERTS)


def may_see(user: "User | None", *, owner_id: int | None, status: str) -> bool:
    """True if everyone sees adverts of this status, or the user owns this one or is staff."""
    if traits_of(status).is_public:
        return True
    return user is not None and (user.is_staff or user.pk == owner_id)
