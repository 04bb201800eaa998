"""Quotas: how many pictures, and how many bytes of them, an account and the whole site may keep.

They are checked before a picture is decoded, so those that are being worked at do not count yet: an
account may go beyond its quota by what the queue takes at once. Pictures of before quotas were
counted have no bytes.
"""

import threading
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.core.errors import Conflict, TooLarge
from rip.core.pictures.stored import StoredPicture

# The pictures of the whole site are counted so often: that reads all their rows.
SITE_SECONDS: Final = 60.0
MEGABYTE: Final = 1024 * 1024


class Usage(NamedTuple):
    """Pictures that are kept, and their bytes in all widths."""

    pictures: int
    stored_bytes: int


def usage_of(owner_id: int) -> Usage:
    """The pictures of one account, wherever they are shown."""
    return _sum(model.objects.filter(**{model.OWNER: owner_id}) for model in _models())


def site_usage() -> Usage:
    """The pictures of the whole site, counted at most `SITE_SECONDS` ago."""
    return _site.usage()


def quota_check(*, owner_id: int | None, pictures: int, unlimited: bool = False) -> None:
    """Check that so many more may be kept: by the site, and by their owner, unless `unlimited`.

    Raises Conflict for too many, and TooLarge for too many bytes.
    """
    if pictures == 0:
        return
    _check(
        site_usage(),
        pictures,
        Usage(settings.RIP_SITE_PICTURES, settings.RIP_SITE_PICTURE_BYTES),
        Conflict(_("The site keeps as many pictures as it may. Tell the people who run it.")),
        TooLarge(_("The site has no room for more pictures. Tell the people who run it.")),
    )
    if owner_id is None or unlimited:
        return
    most = Usage(settings.RIP_ACCOUNT_PICTURES, settings.RIP_ACCOUNT_PICTURE_BYTES)
    count = _("You have {count} pictures at most. Delete some that you need no more.")
    size = _("Your pictures may take {size} MB at most. Delete some that you need no more.")
    _check(
        usage_of(owner_id),
        pictures,
        most,
        Conflict(format_lazy(count, count=most.pictures)),
        TooLarge(format_lazy(size, size=most.stored_bytes // MEGABYTE)),
    )


def _check(
    used: Usage, pictures: int, most: Usage, too_many: Conflict, too_large: TooLarge
) -> None:
    if used.pictures + pictures > most.pictures:
        raise too_many
    if used.stored_bytes >= most.stored_bytes:
        raise too_large


def _models() -> Iterator[type[StoredPicture]]:
    return (model for model in apps.get_models() if issubclass(model, StoredPicture))


def _sum(found: Iterator[QuerySet[StoredPicture]]) -> Usage:
    counted = [one.aggregate(pictures=Count("pk"), size=Sum("stored_bytes")) for one in found]
    return Usage(sum(one["pictures"] for one in counted), sum(one["size"] or 0 for one in counted))


class _KeptUsage:
    """The usage of the site, counted once for many pictures."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: tuple[float, Usage] | None = None

    def usage(self) -> Usage:
        with self._lock:
            now = time.monotonic()
            if self._counted is None or now - self._counted[0] >= SITE_SECONDS:
                self._counted = (now, _sum(model.objects.all() for model in _models()))
            return self._counted[1]


_site: Final = _KeptUsage()
