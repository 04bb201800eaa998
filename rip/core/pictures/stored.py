"""Pictures as rows with files: a WebP file for each width, under a random name."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from rip.core.pictures.convert import WIDTHS, ConvertedPicture


def random_name() -> str:
    return secrets.token_urlsafe(16)


class StoredPicture(models.Model):
    """A picture kept as one WebP file for each of `WIDTHS`, in a folder of its kind."""

    WIDTHS: Final = WIDTHS
    FOLDER: ClassVar[str]

    name = models.CharField(max_length=32, unique=True, default=random_name)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def file_name(self, width: int) -> str:
        return f"{self.FOLDER}/{self.name[:2].lower()}/{self.name}-{width}.webp"

    def address(self, width: int) -> str:
        return default_storage.url(self.file_name(width))

    @property
    def url(self) -> str:
        return self.address(self.WIDTHS[-1])

    @property
    def thumbnail(self) -> str:
        return self.address(self.WIDTHS[0])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.address(width)} {width}w" for width in self.WIDTHS)

    @classmethod
    def srcset_of(cls, thumbnail: str) -> str:
        """The `srcset` of the picture that has this thumbnail."""
        smallest = f"-{cls.WIDTHS[0]}.webp"
        return ", ".join(
            f"{thumbnail.replace(smallest, f'-{width}.webp')} {width}w" for width in cls.WIDTHS
        )


@contextmanager
def files_kept(pictures: Sequence[tuple[StoredPicture, ConvertedPicture]]) -> Iterator[None]:
    """Store the files of these pictures; if the block fails, leave none of them behind."""
    kept: list[str] = []
    try:
        for picture, prepared in pictures:
            for width, content in prepared.files.items():
                kept.append(picture.file_name(width))
                default_storage.save(kept[-1], ContentFile(content))
        yield
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def files_remove(pictures: Iterable[StoredPicture]) -> None:
    """Delete the files of pictures whose rows are gone."""
    for picture in pictures:
        for width in picture.WIDTHS:
            default_storage.delete(picture.file_name(width))
