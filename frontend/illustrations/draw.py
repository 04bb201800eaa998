"""Draw the pictures of the demo adverts.

Run it from the root of the repository, with Python 3.11 or newer and two packages that only this
script needs (`pip install resvg-py pillow`):

    python -m frontend.illustrations.draw                 # all, to create_test_data/pictures
    python -m frontend.illustrations.draw pupsik graf     # some
    python -m frontend.illustrations.draw --svg /tmp/svg  # keep the vector sources as well
    python -m frontend.illustrations.draw --sheet /tmp/sheet.png

The output depends on nothing but this package: no fonts, no clock, seeded random numbers.
"""

import argparse
import io
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import resvg_py
from PIL import Image

from .animals.body import Body, HeadPainter
from .animals.cats import draw_cat_head
from .animals.dogs import DogHead, draw_dog_head
from .animals.resting import curled, lie, loaf
from .animals.upright import bust, sit, sit_front, stand
from .drawing.canvas import Canvas
from .drawing.curves import smooth, tube
from .drawing.palette import INK, shaded
from .pet import Pet
from .pets_cats import CATS
from .pets_dogs import DOGS
from .scenes.props import shadow

POSES: dict[str, Callable[[Canvas, Body, HeadPainter], float]] = {
    "sit": sit,
    "sit_front": sit_front,
    "stand": stand,
    "bust": bust,
    "lie": lie,
    "loaf": loaf,
    "curled": curled,
}
DATA = Path(__file__).parents[2] / "create_test_data"
SPREAD = {
    "sit": (70, 190),
    "sit_front": (0, 170),
    "stand": (150, 240),
    "lie": (120, 290),
    "loaf": (0, 190),
    "bust": (0, 0),
    "curled": (100, 260),
}


def _paws(c: Canvas, pet: Pet) -> None:
    """The paws of a pet that looks out of a box, over the edge of the box."""
    for x in (-70, 70):
        paw = tube([(pet.x + x, 566), (pet.x + x, 612)], [58, 64])
        c.path(smooth(paw), INK, opacity=0.25, soft=8, transform="translate(2 8)")
        c.form(smooth(paw), pet.body.coat, depth=0.8)
        for dx in (-11, 11):
            c.line(
                f"M{pet.x + x + dx} 618q0 8 {dx * 0.2:.1f} 16",
                shaded(pet.body.coat, 0.6),
                4,
                opacity=0.5,
            )


def compose(pet: Pet) -> str:
    """The SVG of one picture."""
    c = Canvas()
    pet.scene(c)

    def head() -> None:
        turn = f"rotate({pet.tilt}) scale({pet.head_size})"
        with c.group(transform=f"translate(0 60) {turn} translate(0 -60)"):
            if isinstance(pet.head, DogHead):
                draw_dog_head(c, pet.head)
            else:
                draw_cat_head(c, pet.head)

    pose = POSES[pet.pose]
    ground = pose(Canvas(), pet.body, lambda: None)
    middle, reach = SPREAD[pet.pose]
    side = -1 if pet.flip else 1
    if reach and pet.front is None:
        shadow(
            c,
            pet.x + side * middle * pet.scale,
            pet.ground + 2,
            reach * pet.scale,
            17 * pet.scale,
            0.5,
        )
    top = pet.ground - ground * pet.scale
    place = f"translate({pet.x} {top:.1f}) scale({side * pet.scale} {pet.scale})"
    above = "M0 0H1200V700H0Z" if pet.front else None
    with c.group(clip=above), c.group(transform=place):
        c.light = -side
        pose(c, pet.body, head)
        c.light = -1
    if pet.front is not None:
        pet.front(c)
        _paws(c, pet)
    return c.svg()


def render(name: str, folder: Path, vector: Path | None) -> int:
    """Write one picture, and return its size in bytes."""
    svg = compose((DOGS | CATS)[name])
    if vector is not None:
        vector.mkdir(parents=True, exist_ok=True)
        (vector / f"{name}.svg").write_text(svg)
    picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGB")
    target = folder / f"{name}.webp"
    picture.save(target, quality=86, method=6)
    return target.stat().st_size


def contact_sheet(names: list[str], folder: Path, target: Path) -> None:
    """Write all pictures small on one page."""
    across, w, h = 5, 400, 300
    sheet = Image.new("RGB", (across * w, -(-len(names) // across) * h), "white")
    for i, name in enumerate(names):
        small = Image.open(folder / f"{name}.webp").resize((w - 8, h - 8))
        sheet.paste(small, (i % across * w + 4, i // across * h + 4))
    sheet.save(target)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the demo adverts.")
    parser.add_argument("names", nargs="*", help="which pictures; all of them without it")
    parser.add_argument("--out", type=Path, default=DATA / "pictures")
    parser.add_argument("--svg", type=Path, help="folder for the vector sources")
    parser.add_argument("--sheet", type=Path, help="file for a contact sheet")
    args = parser.parse_args()
    adverts = json.loads((DATA / "adverts.json").read_text(encoding="utf-8"))
    names = args.names or [Path(advert["image"]).stem for advert in adverts]
    args.out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(render, name, args.out, args.svg) for name in names]
        for name, job in zip(names, jobs, strict=True):
            print(f"{name:12} {job.result() / 1000:6.1f} kB")
    if args.sheet:
        contact_sheet(names, args.out, args.sheet)


if __name__ == "__main__":
    main()
