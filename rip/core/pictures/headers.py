"""Reads what a picture file says of itself, before any decoder sees it.

A decoder's time follows from more than the number of pixels: a progressive JPEG is gone through
once for each of its scans, and each segment, chunk and frame is looked at even if it is empty. All
of them are counted here, in time that grows with the size of the file alone.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_PIXELS: Final = 50_000_000
# Their decoders hold the whole picture several times.
MOST_PROGRESSIVE_PIXELS: Final = 32_000_000
MOST_WEBP_PIXELS: Final = 16_000_000
LONGEST_SIDE: Final = 16_383  # the limit of WebP
MOST_RATIO: Final = 20

MOST_SCANS: Final = 64  # encoders make ten or so
MOST_SCANNED_PIXELS: Final = 640_000_000
MOST_SEGMENTS: Final = 1_000
MOST_CHUNKS: Final = 16_384  # a PNG of 10 MiB in chunks of less than 1 KiB
MOST_TEXTS: Final = 64
MOST_FRAMES: Final = 1_000


class Refusal(StrEnum):
    """Why a picture is not taken."""

    UNSOUND = "unsound"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_NARROW = "too-narrow"
    TOO_MANY_PARTS = "too-many-parts"
    TOO_SLOW = "too-slow"


class Refused(Exception):
    """A picture that is not taken, for this reason."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Header:
    """The format of a picture by Pillow's name, and its size in pixels."""

    format: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_header(raw: bytes) -> Header:
    """Read and check what the file says. Raises Refused."""
    if raw.startswith(b"\xff\xd8\xff"):
        return _jpeg(raw)
    if raw.startswith(PNG_SIGNATURE):
        return _png(raw)
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return _webp(raw)
    raise Refused(Refusal.UNSOUND)


def check_size(width: int, height: int, most_pixels: int = MOST_PIXELS) -> None:
    """Raises Refused."""
    if min(width, height) < 1:
        raise Refused(Refusal.UNSOUND)
    if width * height > most_pixels or max(width, height) > LONGEST_SIDE:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    if max(width, height) > MOST_RATIO * min(width, height):
        raise Refused(Refusal.TOO_NARROW)


# JPEG: segments, each after a marker, and behind each start of scan its data, in which the byte
# FF is followed by 00 or by the marker of a restart.

_MARKER: Final = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_END: Final = 0xD9
_SCAN: Final = 0xDA
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BASELINE: Final = frozenset({0xC0, 0xC1, 0xC3})
_WITHOUT_LENGTH: Final = frozenset({0x01, 0xD8})


def _jpeg(raw: bytes) -> Header:
    size: tuple[int, int] | None = None
    frame = scans = 0
    for marker, position in _segments(raw):
        if marker in _FRAMES:
            if size is not None or len(raw) < position + 7:
                raise Refused(Refusal.UNSOUND)
            height, width = struct.unpack_from(">HH", raw, position + 3)
            frame, size = marker, (width, height)
        scans += marker == _SCAN
        if scans > MOST_SCANS:
            raise Refused(Refusal.TOO_MANY_PARTS)
    if size is None:
        raise Refused(Refusal.UNSOUND)
    header = Header("JPEG", *size)
    check_size(*size, MOST_PIXELS if frame in _BASELINE else MOST_PROGRESSIVE_PIXELS)
    if scans * header.pixels > MOST_SCANNED_PIXELS:
        raise Refused(Refusal.TOO_MANY_PARTS)
    return header


def _segments(raw: bytes) -> Iterator[tuple[int, int]]:
    """The marker of each segment up to the end of the picture, and where its length is.

    Bytes between segments are passed over, as decoders do.
    """
    position = 2
    for _ in range(MOST_SEGMENTS):
        found = _MARKER.search(raw, position)
        if found is None or (marker := found[1][0]) == _END:
            return
        position = found.end()
        if marker in _WITHOUT_LENGTH:
            continue
        if len(raw) < position + 2:
            return
        yield marker, position
        position += max(2, int.from_bytes(raw[position : position + 2], "big"))
    raise Refused(Refusal.TOO_MANY_PARTS)


# PNG: a signature and chunks of length, name, data and checksum.

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP"})


def _png(raw: bytes) -> Header:
    if raw[12:16] != b"IHDR" or len(raw) < 24:
        raise Refused(Refusal.UNSOUND)
    width, height = struct.unpack_from(">II", raw, 16)
    check_size(width, height)
    texts = 0
    for name in _chunks(raw, start=8, order=">I4s", around=12):
        texts += name in _TEXTS
        if texts > MOST_TEXTS:
            raise Refused(Refusal.TOO_MANY_PARTS)
        if name == b"IEND":
            break
    return Header("PNG", width, height)


# WebP: a RIFF file of chunks of name, length and data.


def _webp(raw: bytes) -> Header:
    kind, body = raw[12:16], raw[20:30]
    if len(body) < 10:
        raise Refused(Refusal.UNSOUND)
    if kind == b"VP8X":
        width = int.from_bytes(body[4:7], "little") + 1
        height = int.from_bytes(body[7:10], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", body, 6))
    else:
        raise Refused(Refusal.UNSOUND)
    check_size(width, height, MOST_WEBP_PIXELS)
    frames = sum(name == b"ANMF" for name in _chunks(raw, start=12, order="<4sI", around=8))
    if frames > MOST_FRAMES:
        raise Refused(Refusal.TOO_MANY_PARTS)
    return Header("WEBP", width, height)


def _chunks(raw: bytes, *, start: int, order: str, around: int) -> Iterator[bytes]:
    """The names of the chunks, which have `around` bytes besides their data."""
    position = start
    for _ in range(MOST_CHUNKS):
        if position + 8 > len(raw):
            return
        first, second = struct.unpack_from(order, raw, position)
        name, length = (second, first) if order[0] == ">" else (first, second)
        yield name
        position += around + length + (length % 2 if order[0] == "<" else 0)
    raise Refused(Refusal.TOO_MANY_PARTS)
