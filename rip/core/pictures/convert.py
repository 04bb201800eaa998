"""Converts uploaded pictures: checks the content, applies the orientation, drops all metadata,
and encodes WebP files of several widths.

Decoding and encoding take tens of milliseconds of processor time, so they have threads of their
own, few enough that pictures never crowd out everything else.
"""

import asyncio
import functools
import hashlib
import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from rip.core.errors import BadInput, Text, TooLarge

FORMATS: Final = ("JPEG", "PNG", "WEBP")
WIDTHS: Final = (320, 800, 1600)
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 16_383  # the limit of WebP
QUALITY: Final = 82


@dataclass(frozen=True, slots=True)
class ConvertedPicture:
    """A picture ready to be stored: its size in pixels, and a WebP file for each width.

    `source_hash` is the SHA-256 of the upload, in hex.
    """

    width: int
    height: int
    files: dict[int, bytes]
    source_hash: str


@functools.cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="pictures")


async def convert(raw: bytes) -> ConvertedPicture:
    """Check and convert an upload, off the event loop. Raises BadInput or TooLarge."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), picture_convert, raw)


def convert_blocking(raw: bytes) -> ConvertedPicture:
    """Like `convert`, for callers that are in a thread and may block."""
    return _threads().submit(picture_convert, raw).result()


def picture_convert(raw: bytes) -> ConvertedPicture:
    """Check and convert an upload in the calling thread.

    Type and size in pixels are read from the header before any pixel is decoded. Raises BadInput
    if it is no sound JPEG, PNG or WebP or has too many pixels, TooLarge if it has too many bytes.
    """
    if len(raw) > settings.RIP_PICTURE_BYTES:
        raise TooLarge(_("The picture is too large. Make it smaller and send it again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as source:
                _check_size(source)
                return _convert(source, hashlib.sha256(raw).hexdigest())
    except BadInput:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        # Pillow itself has stopped at the header.
        raise _too_many_pixels() from error
    except Exception as error:
        # A damaged file makes the decoders raise nearly anything.
        raise _bad(_("This is not a sound JPEG, PNG or WebP picture.")) from error


def _bad(message: Text) -> BadInput:
    return BadInput(errors={"image": [message]})


def _check_size(source: Image.Image) -> None:
    if source.width * source.height > MOST_PIXELS or max(source.size) > LONGEST_SIDE:
        raise _too_many_pixels()


def _too_many_pixels() -> BadInput:
    return _bad(_("The picture has too many pixels. Make it smaller and send it again."))


def _convert(source: Image.Image, source_hash: str) -> ConvertedPicture:
    widest = WIDTHS[-1]
    source.draft("RGB", (widest * 2, widest * 2))
    source.load()
    picture = _eight_bits(ImageOps.exif_transpose(source))
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    files: dict[int, bytes] = {}
    largest = picture
    for width in sorted(WIDTHS, reverse=True):
        if picture.width > width:
            height = max(1, round(picture.height * width / picture.width))
            picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        if width == widest:
            largest = picture
        files[width] = _encode(picture)
    return ConvertedPicture(largest.width, largest.height, files, source_hash)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Scale sixteen-bit grey down: Pillow's own conversion clips all but the darkest to white."""
    if not picture.mode.startswith("I"):
        return picture
    picture.info.pop("transparency", None)
    return picture.point(lambda shade: shade / 256).convert("L")


def _encode(picture: Image.Image) -> bytes:
    # A new image carries pixels only: no EXIF, no GPS, no colour profile, no comments.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
