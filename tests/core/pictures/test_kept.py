"""The bytes and the sides that are kept of a picture are bounded, whatever was sent."""

import pytest

from rip.core.pictures.convert import picture_convert
from rip.core.pictures.decoding import LEAST_BYTES, MOST_BYTES
from tests.kit import pictures


def test_noise_is_kept_within_the_bytes_of_each_width() -> None:
    made = picture_convert(pictures.noise(1_700, 1_500, "JPEG", quality=90))
    assert {width: len(raw) <= MOST_BYTES[width] for width, raw in made.files.items()} == {
        320: True,
        800: True,
        1600: True,
    }
    kept = pictures.decoded(made.files[1600])
    assert kept.size == (made.width, made.height)


@pytest.mark.parametrize(("size", "kind"), [((900, 700), "JPEG"), ((300, 200), "PNG")])
def test_no_width_takes_more_than_was_sent(size: tuple[int, int], kind: str) -> None:
    options = {"quality": 30} if kind == "JPEG" else {}
    raw = pictures.noise(*size, kind, **options)
    assert len(raw) > LEAST_BYTES
    made = picture_convert(raw)
    assert max(map(len, made.files.values())) <= len(raw)


def test_all_widths_of_a_picture_together_take_about_a_megabyte() -> None:
    assert sum(MOST_BYTES.values()) < 1_200_000


def test_a_tall_picture_is_scaled_to_one_and_a_half_times_each_width() -> None:
    made = picture_convert(pictures.png(1_600, 16_000))
    sizes = [pictures.decoded(raw).size for raw in made.files.values()]
    assert sorted(sizes) == [(48, 480), (120, 1_200), (240, 2_400)]


def test_an_ordinary_photograph_keeps_its_quality() -> None:
    made = picture_convert(pictures.jpeg(2_000, 1_500))
    assert (made.width, made.height) == (1_600, 1_200)
    assert pictures.is_upright(pictures.decoded(made.files[1600]))
