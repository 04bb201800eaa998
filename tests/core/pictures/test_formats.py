"""Every sound JPEG, PNG and WebP becomes WebP files that look like it."""

import pytest
from PIL import Image

from rip.core.pictures.convert import picture_convert
from rip.core.pictures.decoding import WIDTHS
from tests.kit import pictures


@pytest.mark.parametrize("raw", [pictures.jpeg(), pictures.png(), pictures.webp()])
def test_a_picture_becomes_one_webp_file_for_each_width(raw: bytes) -> None:
    prepared = picture_convert(raw)
    assert set(prepared.files) == set(WIDTHS)
    for content in prepared.files.values():
        kept = pictures.decoded(content)
        assert kept.format == "WEBP"
        assert pictures.is_upright(kept)


def test_a_large_picture_is_scaled_down_to_each_width_and_keeps_its_proportions() -> None:
    prepared = picture_convert(pictures.jpeg(3200, 2400))
    sizes = {width: pictures.decoded(raw).size for width, raw in prepared.files.items()}
    assert sizes == {320: (320, 240), 800: (800, 600), 1600: (1600, 1200)}
    assert (prepared.width, prepared.height) == (1600, 1200)


def test_a_small_picture_is_never_scaled_up() -> None:
    prepared = picture_convert(pictures.png(500, 400))
    sizes = {width: pictures.decoded(raw).size for width, raw in prepared.files.items()}
    assert sizes == {320: (320, 256), 800: (500, 400), 1600: (500, 400)}
    assert (prepared.width, prepared.height) == (500, 400)


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((1, 1), (1, 1)),
        ((5000, 250), (1600, 80)),
        ((250, 5000), (120, 2400)),
        ((1600, 16_383), (234, 2400)),
        ((2, 40), (2, 40)),
    ],
)
def test_odd_proportions_survive(size: tuple[int, int], kept: tuple[int, int]) -> None:
    prepared = picture_convert(pictures.png(*size))
    assert (prepared.width, prepared.height) == kept
    assert pictures.decoded(prepared.files[1600]).size == kept


def test_transparency_is_kept() -> None:
    picture = pictures.two_halves(mode="RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 0), (0, 0, 100, 100))
    kept = pictures.decoded(picture_convert(pictures.encoded(picture, "PNG")).files[1600])
    assert kept.mode == "RGBA"
    corner, centre = kept.getpixel((10, 10)), kept.getpixel((200, 50))
    assert isinstance(corner, tuple)
    assert isinstance(centre, tuple)
    assert corner[3] < 10
    assert centre[3] > 245


def test_a_palette_picture_with_a_transparent_colour_keeps_it() -> None:
    picture = Image.new("P", (40, 40), 0)
    picture.putpalette([0, 0, 0, *pictures.RED])
    picture.paste(1, (0, 20, 40, 40))
    raw = pictures.encoded(picture, "PNG", transparency=0)
    kept = pictures.decoded(picture_convert(raw).files[1600])
    corner, below = kept.getpixel((5, 5)), kept.getpixel((20, 35))
    assert isinstance(corner, tuple)
    assert corner[3] < 10
    assert pictures.is_reddish(below)


@pytest.mark.parametrize("mode", ["P", "RGB", "CMYK"])
def test_other_colour_modes_keep_their_colours(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    prepared = picture_convert(pictures.encoded(pictures.two_halves(mode=mode), kind))
    assert pictures.is_upright(pictures.decoded(prepared.files[1600]))


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_a_grey_picture_stays_grey(mode: str) -> None:
    grey = Image.linear_gradient("L").convert(mode)
    kept = pictures.decoded(picture_convert(pictures.encoded(grey, "PNG")).files[1600])
    assert shades(kept)[0] < 60
    assert shades(kept)[-1] > 195


def test_a_sixteen_bit_picture_keeps_its_shades() -> None:
    deep = Image.new("I;16", (256, 256))
    for y in range(256):
        deep.paste(y * 257, (0, y, 256, y + 1))
    kept = pictures.decoded(picture_convert(pictures.encoded(deep, "PNG")).files[1600])
    dark, middle, light = shades(kept)
    assert dark < 40
    assert 100 < middle < 156
    assert light > 215


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (50, 50), pictures.BLUE), Image.new("RGB", (50, 50), (0, 255, 0))]
    raw = pictures.encoded(
        pictures.two_halves(50, 50), "WEBP", save_all=True, append_images=frames, duration=100
    )
    kept = pictures.decoded(picture_convert(raw).files[1600])
    assert getattr(kept, "n_frames", 1) == 1
    assert pictures.is_upright(kept)


def shades(picture: Image.Image) -> tuple[float, float, float]:
    """The brightness of a gradient at its top, in its middle and at its bottom, each averaged."""
    grey = picture.convert("RGB").convert("L")
    width, height = grey.size

    def brightness(top: int) -> float:
        pixels = grey.crop((0, top, width, top + 16)).tobytes()
        return sum(pixels) / len(pixels)

    return brightness(0), brightness(height // 2 - 8), brightness(height - 16)
