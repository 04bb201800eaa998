"""A camera's metadata is dropped, and its orientation applied."""

import pytest

from rip.core.pictures.convert import picture_convert
from tests.kit import pictures

KINDS = ("JPEG", "PNG", "WEBP")
PIXELS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_the_photograph_really_carries_secrets(kind: str) -> None:
    raw = pictures.photo_with_secrets(kind)
    photo = pictures.decoded(raw)
    assert photo.getexif().get_ifd(pictures.GPS)
    assert photo.getexif()[pictures.ORIENTATION] == 6
    assert photo.info["icc_profile"] == pictures.colour_profile()
    assert b"SecretPlace" in photo.info["xmp"]
    for secret in (b"SecretCamera", b"SecretPlace"):
        assert secret in raw
    # A WebP has no comments.
    assert (b"SecretComment" in raw) is (kind != "WEBP")


def test_the_chunks_of_a_picture_with_metadata_are_seen() -> None:
    names = pictures.webp_chunks(pictures.photo_with_secrets("WEBP"))
    assert {b"ICCP", b"EXIF", b"XMP "} < set(names)


@every_kind
def test_the_kept_files_carry_pixels_and_nothing_else(kind: str) -> None:
    for content in picture_convert(pictures.photo_with_secrets(kind)).files.values():
        assert set(pictures.webp_chunks(content)) <= PIXELS
        kept = pictures.decoded(content)
        assert not kept.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & kept.info.keys()
        for secret in (b"SecretCamera", b"SecretPlace", b"SecretComment", b"acsp"):
            assert secret not in content


@every_kind
def test_a_picture_taken_on_its_side_is_kept_upright(kind: str) -> None:
    for content in picture_convert(pictures.photo_with_secrets(kind)).files.values():
        kept = pictures.decoded(content)
        assert kept.size == (300, 400)
        assert pictures.is_upright(kept)


def test_a_transparent_picture_loses_its_metadata_too() -> None:
    picture = pictures.two_halves(mode="RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))
    raw = pictures.encoded(picture, "WEBP", icc_profile=pictures.colour_profile(), lossless=True)
    assert b"ICCP" in pictures.webp_chunks(raw)
    for content in picture_convert(raw).files.values():
        assert set(pictures.webp_chunks(content)) <= PIXELS
