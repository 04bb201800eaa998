"""The parts below a head that all poses share: coat, legs, tail, collar."""

# Tables of points and colours read better in rows.
# fmt: off

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import Point, both_sides, furry, sample, smooth, tube
from frontend.illustrations.drawing.palette import INK, lit, shaded

Tail = Literal["none", "thin", "curl", "brush", "plume", "stub", "cat", "plush"]
Patch = tuple[float, float, float, str]
HeadPainter = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Body:
    """Colours and build of everything below the head."""

    coat: str
    chest: str = ""
    legs: str = ""
    socks: str = ""
    sock_height: float = 60
    tail: Tail = "thin"
    tail_coat: str = ""
    tail_tip: str = ""
    stripes: str = ""
    saddle: str = ""
    patches: tuple[Patch, ...] = field(default=())
    build: float = 1.0
    leg: float = 1.0
    long: float = 1.0
    fur: float = 0
    curls: bool = False
    ruff: str = ""
    haunch: str = ""
    collar: str = ""
    bandana: str = ""
    cat: bool = False


def coat_outline(b: Body, points: list[Point], seed: int = 3) -> str:
    if b.curls:
        return furry(points, 19, 0, seed)
    return furry(points, b.fur, 0.9, seed) if b.fur else smooth(points)


def back_markings(c: Canvas, b: Body, spine: list[Point], inward: Point) -> None:
    """Saddle, patches and stripes, laid along the line of the back."""
    walk = sample(spine, 10)
    if b.saddle:
        ix, iy = inward
        inner = [(x + ix * 88 + (i % 2) * ix * 14, y + iy * 88) for i, (x, y) in enumerate(spine)]
        outer = [(x - ix * 60, y - iy * 60) for x, y in spine]
        c.path(smooth([*outer, *reversed(inner)]), b.saddle, soft=4)
    for at, reach, size, colour in b.patches:
        x, y = walk[int(at * (len(walk) - 1))]
        x, y = x + inward[0] * reach, y + inward[1] * reach
        c.path(
            smooth([(x - size, y - size * 0.2), (x - size * 0.4, y - size * 0.85),
                    (x + size * 0.5, y - size * 0.7), (x + size * 1.05, y + size * 0.1),
                    (x + size * 0.4, y + size * 0.8), (x - size * 0.5, y + size * 0.65)]), colour,
            **({
                "soft": 3
            } if size < 30 else {})
        )
    if b.stripes:
        for i in range(7):
            at = 0.06 + i * 0.145
            x, y = walk[int(min(at, 1) * (len(walk) - 1))]
            reach = 74 if i % 2 else 96
            ex, ey = x + inward[0] * reach, y + inward[1] * reach + 12
            bx, by = (x + ex) / 2 + inward[1] * 14, (y + ey) / 2 - inward[0] * 10
            c.path(
                smooth([(x - inward[0] * 20 - 9, y - inward[1] * 20 - 7),
                        (bx - 5, by - 4), (ex, ey), (bx + 6, by + 7),
                        (x - inward[0] * 20 + 9, y - inward[1] * 20 + 9)]), b.stripes, opacity=0.8
            )


def draw_leg(
    c: Canvas, b: Body, spine: list[Point], widths: list[float], *, far: bool = False,
    toes: bool = True
) -> None:
    colour = b.legs or b.coat
    colour = shaded(colour, 0.18) if far else colour
    outline = tube(spine, widths)
    ex, ey = spine[-1]

    def paint() -> None:
        if b.socks:
            sock = shaded(b.socks, 0.14) if far else b.socks
            top = ey - b.sock_height
            c.path(
                smooth([(ex - 140, top + 4), (ex - 30, top - 4), (ex, top + 7), (ex + 40, top - 3),
                        (ex + 140, top + 4), (ex + 140, ey + 60), (ex - 140, ey + 60)],
                       tension=0.5), sock
            )
        if b.stripes and len(spine) > 2:
            for k in range(3):
                y = ey - 42 - k * 30
                c.line(
                    smooth([(ex - 60, y - 6), (ex, y + 4), (ex + 60, y - 6)], False), b.stripes, 8,
                    opacity=0.6
                )

    hull = furry(outline, 12, 0, 4) if b.curls else smooth(outline)
    top = spine[0][1]
    if ey - top > 40:
        with c.group(mask=c.fade(top - 6, min(90.0, (ey - top) * 0.45))):
            c.form(hull, colour, paint, depth=0.8)
    else:
        c.form(hull, colour, paint, depth=0.8)
    if toes:
        ink = shaded(b.socks or colour, 0.6)
        for dx in (-0.16, 0.16):
            x = ex + widths[-1] * dx
            c.line(f"M{x:.1f} {ey + 2:.1f}q{dx * 8:.1f} 8 {dx * 4:.1f} 15", ink, 3, opacity=0.5)


def draw_tail(c: Canvas, b: Body, root: Point, way: Literal["up", "ground"]) -> None:
    x, y = root
    colour = b.tail_coat or b.coat
    if b.tail == "none":
        return
    if b.tail == "stub":
        spine, widths = [(x - 10, y), (x + 18, y - 16), (x + 26, y - 26)], [40.0, 34, 26]
    elif b.tail == "curl" and way == "up":
        spine = [(x - 26, y + 14), (x + 26, y - 40), (x + 10, y - 102), (x - 52, y - 104),
                 (x - 66, y - 58)]
        widths = [40.0, 52, 62, 58, 30]
    elif way == "up":
        spine = [(x - 26, y + 6), (x + 46, y - 14), (x + 88, y - 66), (x + 104, y - 128)]
        widths = {
            "thin": [40.0, 26, 19, 12],
            "plume": [40.0, 60, 70, 26],
            "brush": [44.0, 56, 54, 26],
            "cat": [34.0, 30, 28, 24],
            "plush": [40.0, 62, 70, 42]
        }.get(b.tail, [40.0, 30, 22, 14])
    else:
        spine = [(x - 40, y - 4), (x + 44, y - 2), (x + 96, y - 30), (x + 118, y - 84)]
        widths = {
            "thin": [46.0, 30, 22, 13],
            "plume": [46.0, 60, 76, 26],
            "curl": [46.0, 60, 66, 40],
            "brush": [46.0, 58, 56, 24],
            "cat": [40.0, 34, 32, 26],
            "plush": [44.0, 66, 76, 48]
        }.get(b.tail, [44.0, 30, 22, 14])
    outline = tube(spine, widths)

    def paint() -> None:
        if b.stripes:
            for px, py in sample(spine, 3)[2:]:
                c.oval(px, py, 60, 6, b.stripes, turn=20, opacity=0.55)
        if b.tail_tip:
            ex, ey = spine[-1]
            c.oval(ex, ey - 6, 62, 46, b.tail_tip, soft=2)

    bushy = b.tail in ("plume", "curl", "brush", "plush")
    c.form(
        furry(outline, max(b.fur, 11), 0.7, 6) if bushy else smooth(outline), colour, paint,
        depth=0.8
    )


def draw_neckwear(c: Canvas, b: Body, w: float = 74, y: float = 84) -> None:
    c.oval(6, y + 4, w * 1.05, 34, INK, opacity=0.3, soft=14)
    if b.ruff:
        ruff = both_sides([(0, 10), (70, 20), (w + 34, 70), (w + 8, 130), (48, 176), (0, 204)])
        c.form(furry(ruff, max(b.fur, 12) * 1.15, 1.0, 7), b.ruff, depth=0.8)
        c.oval(4, y + 6, w, 26, INK, opacity=0.25, soft=14)
    if b.bandana:
        band = smooth([(-w - 4, y - 8), (0, y + 22), (w + 4, y - 8), (w * 0.62, y + 46),
                       (6, y + 100), (-w * 0.58, y + 46)], tension=0.55)
        c.path(band, INK, opacity=0.3, soft=7, transform="translate(2 8)")
        c.form(band, b.bandana, lambda: _dots(c, w, y), depth=0.6)
        c.line(
            smooth([(-w, y + 2), (0, y + 31), (w, y + 2)], False), shaded(b.bandana, 0.4), 3,
            opacity=0.5
        )
    elif b.collar:
        d = smooth([(-w, y - 8), (-w * 0.5, y + 16), (0, y + 24), (w * 0.5, y + 16), (w, y - 8)],
                   False)
        c.line(d, shaded(b.collar, 0.4), 17)
        c.line(d, b.collar, 15, transform="translate(0 -1.5)")
        c.line(d, lit(b.collar, 0.5), 2.5, opacity=0.5, transform="translate(0 -6)")
        c.oval(
            0, y + 42, 13, 13, c.linear((0, "#ffe7ae"), (1, "#c98f35")), stroke="#8a5f22",
            stroke_width=1.5
        )


def _dots(c: Canvas, w: float, y: float) -> None:
    for i in range(5):
        for j in range(-3, 4):
            c.oval(j * 26 + (i % 2) * 13, y + 4 + i * 20, 3.6, 3.6, "#fff6e8", opacity=0.85)
