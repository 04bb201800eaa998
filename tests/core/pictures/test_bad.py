"""Files that are no sound pictures of a reasonable size are refused before they can do harm."""

import pytest
from pytest_django import Settings

from rip.core.errors import BadInput, TooLarge
from rip.core.pictures.convert import LONGEST_SIDE, picture_convert
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


def test_a_side_that_webp_cannot_hold_is_refused_as_too_many_pixels() -> None:
    picture_convert(pictures.png(1, LONGEST_SIDE))
    with pytest.raises(BadInput) as caught:
        picture_convert(pictures.png(1, LONGEST_SIDE + 1))
    assert "пиксел" in str(caught.value.errors["image"][0])


def test_too_many_bytes_are_refused(settings: Settings) -> None:
    raw = pictures.png()
    settings.RIP_PICTURE_BYTES = len(raw)
    picture_convert(raw)
    settings.RIP_PICTURE_BYTES = len(raw) - 1
    with pytest.raises(TooLarge):
        picture_convert(raw)
