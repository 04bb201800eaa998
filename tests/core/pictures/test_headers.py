"""The parts that would keep a decoder busy are counted, and no worker is asked to decode them."""

from contextlib import suppress

import pytest
from PIL import Image

from rip.core.errors import BadInput
from rip.core.pictures import headers
from rip.core.pictures.convert import convert_blocking, picture_convert
from rip.core.pictures.headers import Header, Refusal, Refused, read_header
from tests.core.pictures.asked import asked_of_workers
from tests.kit import pictures


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pictures that a worker was asked to decode."""
    return asked_of_workers(monkeypatch)


def reason(raw: bytes) -> Refusal:
    with pytest.raises(Refused) as caught:
        read_header(raw)
    return caught.value.reason


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(pictures.scanned(1_000), id="scans"),
        pytest.param(
            pictures.jpeg()[:2] + b"\xff\xfe\x00\x02" * 5_000 + pictures.jpeg()[2:],
            id="comments of a jpeg",
        ),
        pytest.param(pictures.png_with(b"IDAT", 20_000), id="chunks"),
        pytest.param(pictures.png_with(b"zTXt", 100, b"a\0\0" + b"x" * 50), id="texts"),
        pytest.param(pictures.webp_with_frames(5_000), id="frames"),
        pytest.param(pictures.bomb(60_000, 60_000), id="pixels"),
        pytest.param(pictures.bomb(2, 16_000), id="a thread"),
    ],
)
def test_it_is_refused_with_words_and_no_worker_is_asked(raw: bytes, asked: list[bytes]) -> None:
    with pytest.raises(BadInput) as caught:
        convert_blocking(raw)
    [message] = caught.value.errors["image"]
    assert str(message)
    assert asked == []
    convert_blocking(pictures.png())
    assert len(asked) == 1


def test_as_many_scans_as_are_allowed_are_taken_and_one_more_is_refused() -> None:
    picture_convert(pictures.scanned(headers.MOST_SCANS))
    assert reason(pictures.scanned(headers.MOST_SCANS + 1)) is Refusal.TOO_MANY_PARTS


def test_a_large_picture_may_have_fewer_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = pictures.scanned(20)
    monkeypatch.setattr(headers, "MOST_SCANNED_PIXELS", 20 * 400 * 300)
    assert read_header(raw) == Header("JPEG", 400, 300)
    assert reason(pictures.scanned(21)) is Refusal.TOO_MANY_PARTS


def test_scans_behind_the_end_of_the_picture_do_not_count() -> None:
    """Phones put films and depth maps there."""
    picture_convert(pictures.jpeg() + pictures.EMPTY_SCAN * 1_000)


def test_scans_within_a_comment_do_not_count() -> None:
    raw = pictures.encoded(pictures.two_halves(), "JPEG", comment=pictures.EMPTY_SCAN * 1_000)
    picture_convert(raw)


def test_scans_behind_bytes_that_decoders_pass_over_count() -> None:
    raw = pictures.scanned(1_000).replace(pictures.EMPTY_SCAN, b"\0\0\xff" + pictures.EMPTY_SCAN)
    assert reason(raw) is Refusal.TOO_MANY_PARTS


def test_progressive_pictures_and_webps_may_have_fewer_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(headers, "MOST_PROGRESSIVE_PIXELS", 400 * 300 - 1)
    monkeypatch.setattr(headers, "MOST_WEBP_PIXELS", 400 * 300 - 1)
    assert reason(pictures.scanned(20)) is Refusal.TOO_MANY_PIXELS
    assert reason(pictures.webp()) is Refusal.TOO_MANY_PIXELS
    assert read_header(pictures.jpeg()).pixels == read_header(pictures.png()).pixels == 120_000


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (33, 57), (800, 40)])
def test_the_size_of_a_webp_is_what_pillow_says(
    size: tuple[int, int], mode: str, lossless: bool
) -> None:
    raw = pictures.encoded(Image.new(mode, size), "WEBP", lossless=lossless)
    assert read_header(raw) == Header("WEBP", *size)


def test_a_picture_longer_than_twenty_times_its_other_side_is_refused() -> None:
    picture_convert(pictures.png(200, 10))
    for size in ((201, 10), (10, 201)):
        assert reason(pictures.png(*size)) is Refusal.TOO_NARROW


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_file_may_end_anywhere(kind: str) -> None:
    raw = getattr(pictures, kind)(40, 30)
    for length in range(len(raw)):
        with suppress(Refused):
            assert read_header(raw[:length]).pixels == 1_200


@pytest.mark.parametrize("size", [(1, 1), (1, 13), (13, 1), (17, 13)])
def test_an_interlaced_png_with_an_odd_size_is_taken(size: tuple[int, int]) -> None:
    made = picture_convert(pictures.interlaced(*size))
    assert (made.width, made.height) == size
