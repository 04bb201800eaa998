"""Rooms: opened, entered, decided about, and taken by operators."""

from django.db.models import F
from django.db.models.functions import Least
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User, name_key
from rip.core.errors import BadInput, Conflict, NotAllowed, NotFound
from rip.support.models import Room


def room_open(*, owner: User) -> Room:
    """The caller's own room; it is made when they first ask for it."""
    return Room.objects.get_or_create(owner=owner)[0]


def room_enter(*, user: User, room_id: int | None) -> Room:
    """The room `user` wants to join. Looking creates nothing but the caller's own room.

    Raises NotAllowed to a customer for any other room, so that it says nothing about which exist,
    and NotFound to an operator.
    """
    if room_id == user.pk:
        return room_open(owner=user)
    if not user.is_staff:
        raise NotAllowed
    room = Room.objects.visible_to(user).filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room


def room_decide(*, room_id: int, status: str, seq: int) -> None:
    """Say where a room stands (a `Status`) as of message `seq`, until messages change it.

    Raises Conflict when the customer has written after `seq`: then it is not what they wait for.
    """
    unchanged = Room.objects.filter(pk=room_id, last_owner_seq__lte=seq)
    changed = unchanged.update(
        decision=status, decision_seq=Least(F("last_seq"), seq), tended=F("tended") + 1
    )
    if not changed:
        _room_there(room_id)
        raise Conflict(_("The customer has just written. Read it first."))


def room_assign(*, room_id: int, assignee: str | None, was: str | None) -> None:
    """Give a room to an operator, or to nobody, if it still is whose it `was` (a user name).

    Of any number of operators who take a room at once, one gets it; to the others it is Conflict.
    Raises BadInput when `assignee` is no operator.
    """
    new = _operator(assignee) if assignee is not None else None
    # By id: with a join MySQL would look first and update then, and two could win.
    old = None if was is None else User.objects.filter(username_key=name_key(was)).first()
    rooms = Room.objects.filter(pk=room_id, assignee=old)
    known = was is None or old is not None
    if known and rooms.update(assignee=new, tended=F("tended") + 1):
        return
    room = _room_there(room_id)
    if room.assignee == new:
        return
    if room.assignee is None:
        raise Conflict(_("Nobody has this conversation any more."))
    taken = _("{name} has this conversation now.")
    raise Conflict(format_lazy(taken, name=room.assignee.username))


def _operator(name: str) -> User:
    found = User.objects.filter(username_key=name_key(name), is_staff=True, is_active=True).first()
    if found is None:
        raise BadInput(errors={"assignee": [_("There is no operator of this name.")]})
    return found


def _room_there(room_id: int) -> Room:
    room = Room.objects.select_related("assignee").filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room
