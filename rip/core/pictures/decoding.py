"""Makes WebP files of several widths from a picture: upright, and of pixels alone.

It knows nothing of Django or of settings, so that a worker process starts quickly.
"""

import io
import math
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from rip.core.pictures.headers import Refusal, Refused, check_size

FORMATS: Final = ("JPEG", "PNG", "WEBP")
QUALITY: Final = 82
LOW_QUALITIES: Final = (60, 30)
TALLEST: Final = 1.5  # times the width

# The bytes that each width may take; what was sent may be a screenful of noise.
MOST_BYTES: Final = {320: 64 * 1024, 800: 256 * 1024, 1600: 768 * 1024}
WIDTHS: Final = tuple(sorted(MOST_BYTES))
# As much is kept of a picture that was sent in fewer bytes.
LEAST_BYTES: Final = 64 * 1024

STRIP_ROWS: Final = 64


@dataclass(frozen=True, slots=True)
class Decoded:
    """The size of the largest file in pixels, and the file of each width."""

    width: int
    height: int
    files: dict[int, bytes]


def picture_decode(raw: bytes) -> Decoded:
    """Decode and encode anew. Raises Refused, and MemoryError if there is too little memory."""
    try:
        with warnings.catch_warnings():
            # The size is checked here, by one rule.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as source:
                check_size(source.width, source.height)
                return _decode(source, len(raw))
    except (Refused, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except Exception as error:
        # A damaged file makes the decoders raise nearly anything.
        raise Refused(Refusal.UNSOUND) from error


def _decode(source: Image.Image, sent_bytes: int) -> Decoded:
    factor = _reduction(*source.size)
    source.draft("RGB", (source.width // factor, source.height // factor))
    source.load()
    picture = _reduced(source)
    # In place: there is no second copy of a picture that is upright.
    ImageOps.exif_transpose(picture, in_place=True)
    files: dict[int, bytes] = {}
    largest = picture.size
    for width in reversed(WIDTHS):
        picture = _fitted(picture, width)
        most = min(MOST_BYTES[width], max(sent_bytes, LEAST_BYTES))
        files[width], size = _encode(picture, most)
        if width == WIDTHS[-1]:
            largest = size
    return Decoded(*largest, files)


def _reduced(source: Image.Image) -> Image.Image:
    """The picture with eight bits for each colour, and not much larger than what is kept of it.

    That is done in strips, so that there is one copy of a large picture, not four.
    """
    factor = _reduction(*source.size)
    if factor == 1:
        return _eight_bits(source)
    strips = range(0, source.height, STRIP_ROWS * factor)
    size = (-(-source.width // factor), -(-source.height // factor))
    reduced: Image.Image | None = None
    for top in strips:
        bottom = min(source.height, top + STRIP_ROWS * factor)
        strip = _eight_bits(source.crop((0, top, source.width, bottom))).reduce(factor)
        if reduced is None:
            reduced = Image.new(strip.mode, size)
        reduced.paste(strip, (0, top // factor))
    assert reduced is not None
    # Its orientation, among others.
    reduced.info.update(source.info)
    return reduced


def _reduction(width: int, height: int) -> int:
    """The factor that leaves enough to scale from, whichever side is up."""
    scales = (
        min(WIDTHS[-1] / one, WIDTHS[-1] * TALLEST / other)
        for one, other in ((width, height), (height, width))
    )
    return max(1, int(1 / (1.5 * max(scales))))


def _eight_bits(picture: Image.Image) -> Image.Image:
    """The picture as RGB or RGBA."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: Pillow's own conversion clips all but the darkest to white.
        picture.info.pop("transparency", None)
        picture = picture.point(lambda shade: shade / 256).convert("L")
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _fitted(picture: Image.Image, width: int) -> Image.Image:
    scale = min(width / picture.width, width * TALLEST / picture.height)
    return picture if scale >= 1 else _scaled(picture, scale)


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _encode(picture: Image.Image, most: int) -> tuple[bytes, tuple[int, int]]:
    """A file of at most so many bytes, and its size in pixels."""
    raw = _webp(picture, QUALITY)
    for quality in LOW_QUALITIES:
        if len(raw) > most:
            raw = _webp(picture, quality)
    while len(raw) > most and max(picture.size) > 1:
        picture = _scaled(picture, 0.9 * math.sqrt(most / len(raw)))
        raw = _webp(picture, LOW_QUALITIES[-1])
    return raw, picture.size


def _webp(picture: Image.Image, quality: int) -> bytes:
    # A new image carries pixels only: no EXIF, no GPS, no colour profile, no comments.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=quality, method=4 if quality == QUALITY else 2)
    return out.getvalue()
