"""Converts uploaded pictures: checks the content, applies the orientation, drops all metadata,
and encodes WebP files of several widths.

The file is checked by its own header first; only then a worker process decodes it.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rip.core.errors import BadInput, Text, TooLarge
from rip.core.pictures.decoding import Decoded, picture_decode
from rip.core.pictures.headers import Header, Refusal, Refused, read_header
from rip.core.pictures.memory import large_blocks_give_back
from rip.core.pictures.queue import queue
from rip.core.work.shutdown import before_shutdown

REFUSALS: Final[dict[Refusal, Text]] = {
    Refusal.UNSOUND: _("This is not a sound JPEG, PNG or WebP picture."),
    Refusal.TOO_MANY_PIXELS: _(
        "The picture has too many pixels. Make it smaller and send it again."
    ),
    Refusal.TOO_NARROW: _("The picture is too long and narrow. Crop it and send it again."),
    Refusal.TOO_MANY_PARTS: _(
        "The picture is made of too many parts. Save it anew as an ordinary JPEG and send that."
    ),
    Refusal.TOO_SLOW: _(
        "The picture takes too long. Make it smaller, or save it anew as an ordinary JPEG."
    ),
}


@dataclass(frozen=True, slots=True)
class ConvertedPicture:
    """A picture ready to be stored: its size in pixels, and a WebP file for each width.

    `source_hash` is the SHA-256 of the upload, in hex.
    """

    width: int
    height: int
    files: dict[int, bytes]
    source_hash: str

    @property
    def stored_bytes(self) -> int:
        return sum(map(len, self.files.values()))


async def convert(raw: bytes) -> ConvertedPicture:
    """Check and convert an upload. Raises BadInput, TooLarge or Unavailable.

    A caller that is cancelled ends the work.
    """
    header, source_hash = await asyncio.to_thread(_checked, raw)
    job = queue.submit(raw, header)
    try:
        decoded = await asyncio.wrap_future(job.future)
    except asyncio.CancelledError:
        job.cancel()
        raise
    except Refused as refused:
        raise _bad(refused) from refused
    return _converted(decoded, source_hash)


def convert_blocking(raw: bytes) -> ConvertedPicture:
    """Like `convert`, for callers that are in a thread and may block."""
    header, source_hash = _checked(raw)
    try:
        return _converted(queue.submit(raw, header).future.result(), source_hash)
    except Refused as refused:
        raise _bad(refused) from refused


def picture_convert(raw: bytes) -> ConvertedPicture:
    """The same in this process, without its limits, for pictures that no stranger sent."""
    _header, source_hash = _checked(raw)
    try:
        return _converted(picture_decode(raw), source_hash)
    except Refused as refused:
        raise _bad(refused) from refused


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Pictures are taken while this block runs; those at work when the server stops are dropped."""
    queue.start()
    large_blocks_give_back()
    try:
        with before_shutdown(_stop):
            yield
    finally:
        await _stop()


async def _stop() -> None:
    await asyncio.to_thread(queue.stop)


def _checked(raw: bytes) -> tuple[Header, str]:
    """The header of the file, and its hash. Raises BadInput or TooLarge."""
    if len(raw) > settings.RIP_PICTURE_BYTES:
        raise TooLarge(_("The picture is too large. Make it smaller and send it again."))
    try:
        return read_header(raw), hashlib.sha256(raw).hexdigest()
    except Refused as refused:
        raise _bad(refused) from refused


def _converted(decoded: Decoded, source_hash: str) -> ConvertedPicture:
    return ConvertedPicture(decoded.width, decoded.height, decoded.files, source_hash)


def _bad(refused: Refused) -> BadInput:
    return BadInput(errors={"image": [REFUSALS[refused.reason]]})
