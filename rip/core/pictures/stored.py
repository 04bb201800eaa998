"""Stored pictures: a row, and a WebP file for each width under a random name."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.decoding import WIDTHS


def random_name() -> str:
    return secrets.token_urlsafe(16)


class StoredPicture(models.Model):
    """A picture stored as one WebP file for each of `WIDTHS`, in `FOLDER`.

    `OWNER` leads to whose account it counts for; `stored_bytes` are those of all its files.
    """

    WIDTHS: Final = WIDTHS
    FOLDER: ClassVar[str]
    OWNER: ClassVar[str]

    objects: ClassVar[models.Manager[Any]]

    name = models.CharField(max_length=32, unique=True, default=random_name)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    stored_bytes = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        abstract = True

    def file_name(self, width: int) -> str:
        return f"{self.FOLDER}/{self.name[:2].lower()}/{self.name}-{width}.webp"

    def url_at(self, width: int) -> str:
        return default_storage.url(self.file_name(width))

    @property
    def url(self) -> str:
        return self.url_at(self.WIDTHS[-1])

    @property
    def thumbnail(self) -> str:
        return self.url_at(self.WIDTHS[0])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.url_at(width)} {width}w" for width in self.WIDTHS)

    @classmethod
    def srcset_of(cls, thumbnail: str) -> str:
        """Return the `srcset` of the picture whose thumbnail has this URL."""
        smallest = f"-{cls.WIDTHS[0]}.webp"
        return ", ".join(
            f"{thumbnail.replace(smallest, f'-{width}.webp')} {width}w" for width in cls.WIDTHS
        )


@contextmanager
def files_stored(pictures: Sequence[tuple[StoredPicture, ConvertedPicture]]) -> Iterator[None]:
    """Store the files of these pictures; if the block fails, delete them again."""
    stored: list[str] = []
    try:
        for picture, converted in pictures:
            for width, content in converted.files.items():
                stored.append(picture.file_name(width))
                default_storage.save(stored[-1], ContentFile(content))
        yield
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def files_remove(pictures: Iterable[StoredPicture]) -> None:
    """Delete the files of pictures whose rows are gone."""
    for picture in pictures:
        for width in picture.WIDTHS:
            default_storage.delete(picture.file_name(width))
