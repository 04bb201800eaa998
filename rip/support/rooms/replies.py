"""Canned replies: texts that operators send often, stored under a shortcut."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rip.core.errors import BadInput, NotFound
from rip.support.models import CannedReply


def replies_listed() -> list[CannedReply]:
    """All of them, the most used first."""
    return list(CannedReply.objects.order_by("-used", "shortcut"))


def reply_create(*, values: Mapping[str, str]) -> CannedReply:
    """Raises BadInput when the shortcut is taken or there is no text."""
    return _stored(CannedReply(**values))


def reply_update(*, reply_id: int, values: Mapping[str, str]) -> CannedReply:
    """Change the given fields. Raises NotFound and what `reply_create` raises."""
    with transaction.atomic():
        reply = CannedReply.objects.select_for_update().filter(pk=reply_id).first()
        if reply is None:
            raise NotFound
        for name, value in values.items():
            setattr(reply, name, value)
        return _stored(reply)


def reply_delete(*, reply_id: int) -> None:
    if not CannedReply.objects.filter(pk=reply_id).delete()[0]:
        raise NotFound


def reply_count_use(*, reply_id: int) -> CannedReply:
    """It was sent once more."""
    if not CannedReply.objects.filter(pk=reply_id).update(used=F("used") + 1):
        raise NotFound
    return CannedReply.objects.get(pk=reply_id)


def _stored(reply: CannedReply) -> CannedReply:
    if not reply.text_ru and not reply.text_en:
        missing = _("Give the text in at least one language.")
        raise BadInput(errors={"text_ru": [missing], "text_en": [missing]})
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        taken = _("This shortcut is taken. Choose another.")
        raise BadInput(errors={"shortcut": [taken]}) from error
    return reply
