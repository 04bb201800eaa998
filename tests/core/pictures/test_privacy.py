"""A camera's metadata is dropped, and its orientation applied."""

import pytest

from rip.core.pictures.convert import picture_convert
from tests.kit import pictures


@pytest.fixture(scope="module")
def files() -> dict[int, bytes]:
    return picture_convert(pictures.photo_with_secrets()).files


def test_the_photograph_really_carries_secrets() -> None:
    raw = pictures.photo_with_secrets()
    assert pictures.decoded(raw).getexif().get_ifd(pictures.GPS)
    assert b"SecretCamera" in raw
    assert b"SecretComment" in raw


def test_the_kept_files_carry_no_metadata(files: dict[int, bytes]) -> None:
    for content in files.values():
        assert not pictures.decoded(content).getexif()
        for secret in (b"SecretCamera", b"SecretComment", b"EXIF", b"Exif", b"XMP ", b"ICCP"):
            assert secret not in content


def test_a_picture_taken_on_its_side_is_kept_upright(files: dict[int, bytes]) -> None:
    kept = pictures.decoded(files[1600])
    assert kept.size == (300, 400)
    assert pictures.is_upright(kept)
