"""Idempotency-Key: a POST that is repeated with its key creates no second advert.

After draft-ietf-httpapi-idempotency-key-header: the same key with other content is refused with
422. A key belongs to its caller; those who post without a token share one space of keys, so a key
should be as random as a UUID.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Self

import msgspec
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert, PostKey
from rip.core.errors import Conflict, KeyReused
from rip.core.pictures.convert import ConvertedPicture

VALID: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Posting:
    """A post of one caller under one key; `fingerprint` is a hash of the content."""

    owner_id: int
    key: str
    fingerprint: str

    @classmethod
    def of(
        cls, user: User | None, key: str, values: dict[str, Any], picture: ConvertedPicture | None
    ) -> Self:
        content = [sorted(values.items()), picture.source_hash if picture else ""]
        fingerprint = hashlib.sha256(msgspec.json.encode(content)).hexdigest()
        return cls(user.pk if user else 0, key, fingerprint)

    def advert(self) -> Advert | None:
        """The advert that was posted so in the last 24 hours, as it is now, with its album.

        Raises KeyReused when something else was, and Conflict when the advert has been deleted.
        """
        stored = PostKey.objects.filter(owner_id=self.owner_id, key=self.key).first()
        if stored is None:
            return None
        if stored.at < timezone.now() - VALID:
            stored.delete()
            return None
        if stored.fingerprint != self.fingerprint:
            raise KeyReused
        advert = Advert.objects.filter(pk=stored.advert_id).first()
        if advert is None:
            raise Conflict(_("The advert posted with this key has been deleted. Send a new key."))
        advert.album = list(advert.pictures.all())
        return advert

    def store(self, advert: Advert) -> None:
        """Raises IntegrityError when the key has been stored meanwhile."""
        PostKey.objects.create(
            owner_id=self.owner_id,
            key=self.key,
            fingerprint=self.fingerprint,
            advert_id=advert.pk,
        )
