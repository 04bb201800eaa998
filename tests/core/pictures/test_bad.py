"""Files that are no sound pictures of a reasonable size are refused before they can do harm."""

import pytest
from PIL import Image
from pytest_django import Settings

from rip.core.errors import BadInput, TooLarge
from rip.core.pictures.convert import picture_convert
from rip.core.pictures.headers import LONGEST_SIDE, MOST_PIXELS
from tests.kit import pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Hello, I am a text file named .png" * 50, id="text"),
        pytest.param(SVG, id="svg"),
        pytest.param(pictures.encoded(pictures.two_halves(), "GIF"), id="gif"),
        pytest.param(pictures.encoded(pictures.two_halves(), "TIFF"), id="tiff"),
        pytest.param(pictures.encoded(pictures.two_halves(), "BMP"), id="bmp"),
        pytest.param(pictures.jpeg()[:-900], id="truncated jpeg"),
        pytest.param(pictures.png()[:200], id="truncated png"),
        pytest.param(pictures.webp()[:100], id="truncated webp"),
        pytest.param(pictures.jpeg()[:20], id="only a header"),
        pytest.param(pictures.bomb(), id="bomb"),
        pytest.param(pictures.bomb(9000, 9000), id="smaller bomb"),
        pytest.param(pictures.bomb(1, 2**31 - 1), id="endless column"),
        pytest.param(pictures.bomb(0, 0), id="no pixels"),
    ],
)
def test_it_is_refused_as_a_wrong_image_field(raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        picture_convert(raw)
    assert set(caught.value.errors) == {"image"}


def refused_as_too_many_pixels(raw: bytes) -> bool:
    with pytest.raises(BadInput) as caught:
        picture_convert(raw)
    return "пиксел" in str(caught.value.errors["image"][0])


def test_as_many_pixels_as_are_allowed_are_taken_and_one_more_is_refused() -> None:
    assert 10_000 * 5_000 == MOST_PIXELS == 14_041 * 3_561 - 1 == 50_000_000
    largest = picture_convert(pictures.encoded(Image.new("L", (10_000, 5_000), 128), "JPEG"))
    assert (largest.width, largest.height) == (1600, 800)
    assert refused_as_too_many_pixels(pictures.bomb(14_041, 3_561))


@pytest.mark.parametrize("size", [(9_000, 9_000), (12_000, 12_000), (60_000, 60_000), (2**31, 1)])
def test_pixels_are_counted_before_any_is_decoded(size: tuple[int, int]) -> None:
    """The file has far fewer than it promises, so whoever decoded it would find it damaged."""
    assert refused_as_too_many_pixels(pictures.bomb(*size))


def test_a_side_that_webp_cannot_hold_is_refused_as_too_many_pixels() -> None:
    for size in ((820, LONGEST_SIDE), (LONGEST_SIDE, 820)):
        picture_convert(pictures.png(*size))
    for size in ((820, LONGEST_SIDE + 1), (LONGEST_SIDE + 1, 820)):
        assert refused_as_too_many_pixels(pictures.png(*size))


def test_too_many_bytes_are_refused(settings: Settings) -> None:
    raw = pictures.png()
    settings.RIP_PICTURE_BYTES = len(raw)
    picture_convert(raw)
    settings.RIP_PICTURE_BYTES = len(raw) - 1
    with pytest.raises(TooLarge):
        picture_convert(raw)
