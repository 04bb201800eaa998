"""The tables of the board."""

from rip.adverts.models.advert import (
    Advert,
    AdvertQuerySet,
    Picture,
    SearchEntry,
)
from rip.adverts.models.log import AdvertChange, AdvertLog, PostKey, SearchIndex
from rip.adverts.models.owners import PendingDeletion, UploadedPicture
from rip.adverts.models.readers import AdvertReport, Favourite, Reason, ReportStatus
from rip.adverts.statuses import PUBLIC, Status, may_see

__all__ = [
    "PUBLIC",
    "Advert",
    "AdvertChange",
    "AdvertLog",
    "AdvertQuerySet",
    "AdvertReport",
    "Favourite",
    "PendingDeletion",
    "Picture",
    "PostKey",
    "Reason",
    "ReportStatus",
    "SearchEntry",
    "SearchIndex",
    "Status",
    "UploadedPicture",
    "may_see",
]
