"""Pictures made on the spot, each as the bytes of a file."""

import functools
import io
import random
import struct
import zlib
from typing import Any, Final

from PIL import Image, ImageCms, PngImagePlugin

RED: Final = (220, 30, 30)
BLUE: Final = (30, 30, 220)

ORIENTATION: Final = 0x0112
GPS: Final = 0x8825


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def decoded(raw: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(raw))
    picture.load()
    return picture


def two_halves(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Red above, blue below: shows which way up a picture is."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (0, height // 2, width, height))
    return picture.convert(mode)


def jpeg(width: int = 400, height: int = 300) -> bytes:
    return encoded(two_halves(width, height), "JPEG")


def png(width: int = 400, height: int = 300) -> bytes:
    return encoded(two_halves(width, height), "PNG")


def webp(width: int = 400, height: int = 300) -> bytes:
    return encoded(two_halves(width, height), "WEBP")


def photo_with_secrets(kind: str = "JPEG") -> bytes:
    """A phone's photograph, lying on its side, that tells where and with what it was taken.

    It carries all that a file of its kind can: EXIF, XMP, a colour profile and a comment.
    """
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the top of the scene is the left side of the stored pixels
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS).update({1: "N", 2: (55.0, 45.0, 7.0), 3: "E", 4: (37.0, 36.0, 56.0)})
    on_its_side = two_halves(300, 400).transpose(Image.Transpose.ROTATE_90)
    return encoded(on_its_side, kind, exif=exif, icc_profile=colour_profile(), **_texts(kind))


@functools.cache
def colour_profile() -> bytes:
    """One for all, because a profile says when it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _texts(kind: str) -> dict[str, Any]:
    """The options that give a file of this kind its texts."""
    xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretPlace</x:xmpmeta>"
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", xmp)
        texts.add_text("Comment", "SecretComment")
        return {"pnginfo": texts}
    if kind == "JPEG":
        return {"xmp": xmp.encode(), "comment": b"SecretComment", "quality": 95}
    return {"xmp": xmp.encode(), "quality": 95}


def webp_chunks(raw: bytes) -> list[bytes]:
    """The names of the chunks in a WebP file, which must be nothing but chunks."""
    assert (raw[:4], raw[8:12]) == (b"RIFF", b"WEBP")
    assert struct.unpack("<I", raw[4:8]) == (len(raw) - 8,)
    names: list[bytes] = []
    position = 12
    while position < len(raw):
        name, length = struct.unpack("<4sI", raw[position : position + 8])
        names.append(name)
        position += 8 + length + length % 2
    assert position == len(raw)
    return names


EMPTY_SCAN: Final = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00"


def scanned(scans: int, width: int = 400, height: int = 300) -> bytes:
    """A progressive JPEG with so many scans, most of them empty: each makes a decoder look at all
    of its pixels once more."""
    raw = encoded(two_halves(width, height), "JPEG", progressive=True)
    there = raw.count(b"\xff\xda")
    assert there <= scans
    return raw.removesuffix(b"\xff\xd9") + EMPTY_SCAN * (scans - there) + b"\xff\xd9"


def png_with(chunk: bytes, count: int, data: bytes = b"") -> bytes:
    """A PNG with so many more chunks of this name before its pixels."""
    raw = png(40, 30)
    extra = struct.pack(">I", len(data)) + chunk + data
    extra += struct.pack(">I", zlib.crc32(chunk + data))
    start = raw.index(b"IDAT") - 4
    return raw[:start] + extra * count + raw[start:]


def webp_with_frames(frames: int) -> bytes:
    """An animation of so many frames, of which the first two are sound."""
    second = Image.new("RGB", (50, 50), BLUE)
    raw = encoded(two_halves(50, 50), "WEBP", save_all=True, append_images=[second], duration=100)
    chunks = raw[12:] + (b"ANMF" + struct.pack("<I", 0)) * (frames - 2)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def noise(width: int, height: int, kind: str = "PNG", **options: Any) -> bytes:
    """As many bytes as a picture of this size can take."""
    pixels = random.Random(1).randbytes(width * height * 3)
    return encoded(Image.frombytes("RGB", (width, height), pixels), kind, **options)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes of PNG whose header promises far more pixels than memory holds."""
    return _png_of(struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"\0" * 1000)


def interlaced(width: int, height: int) -> bytes:
    """A black PNG that is sent in seven passes, some of them without pixels."""
    passes = ((0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2))
    data = b""
    for left, across, top, down in (*passes, (0, 1, 1, 2)):
        columns, rows = len(range(left, width, across)), len(range(top, height, down))
        data += b"\0" * (columns + 1) * rows if columns else b""
    return _png_of(struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1), data)


def _png_of(header: bytes, data: bytes) -> bytes:
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def is_reddish(pixel: Any) -> bool:
    return bool(pixel[0] > 150 and pixel[1] < 110 and pixel[2] < 110)


def is_bluish(pixel: Any) -> bool:
    return bool(pixel[2] > 150 and pixel[0] < 110 and pixel[1] < 110)


def is_upright(picture: Image.Image) -> bool:
    seen = picture.convert("RGB")
    middle = seen.width // 2
    return is_reddish(seen.getpixel((middle, seen.height // 10))) and is_bluish(
        seen.getpixel((middle, seen.height - 1 - seen.height // 10))
    )
