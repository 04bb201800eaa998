"""The ground of every scene: skies, hills, and the plainest backgrounds."""

# Tables of points and colours read better in rows.
# fmt: off

from collections.abc import Callable

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import smooth
from frontend.illustrations.drawing.palette import (
    FIR,
    FIR_SOFT,
    PAPER,
    ROWAN,
    ROWAN_SOFT,
    WOOD,
    lit,
    mix,
    shaded,
)

from .props import (
    ball,
    pouf,
    rowan,
    shadow,
)

Scene = Callable[[Canvas], None]


def sky(c: Canvas, top: str, low: str) -> None:
    c.box(0, 0, 1200, 900, c.linear((0, top), (1, low), vector=(0, 0, 0, 1)))


def glow(c: Canvas, x: float, y: float, r: float, colour: str, strength: float = 0.6) -> None:
    fall = ((0.0, 1.0), (0.3, 0.74), (0.55, 0.36), (0.78, 0.1), (1.0, 0.0))
    c.oval(x, y, r, r, c.radial(*((at, colour, round(strength * k, 3)) for at, k in fall)))


def hill(c: Canvas, ys: list[float], colour: str) -> None:
    step = 1400 / (len(ys) - 1)
    points = [(-100 + i * step, y) for i, y in enumerate(ys)]
    c.path(
        smooth(points, False) + "L1300 1000L-100 1000Z",
        c.linear((0, lit(colour, 0.2)), (1, shaded(colour, 0.1)), vector=(0, 0, 0, 1))
    )


def plain(wall: str, floor: str, twig: bool = False) -> Scene:
    """A studio backdrop with a round glow."""

    def draw(c: Canvas) -> None:
        sky(c, lit(wall, 0.25), wall)
        c.oval(600, 430, 372, 372, lit(wall, 0.45), opacity=0.75)
        c.oval(980, 170, 120, 120, mix(wall, ROWAN_SOFT, 0.35), opacity=0.35)
        c.oval(170, 640, 190, 190, mix(wall, FIR_SOFT, 0.4), opacity=0.3)
        c.path(
            smooth([(-100, 760), (300, 722), (700, 748),
                    (1300, 706)], False) + "L1300 1000L-100 1000Z",
            c.linear((0, lit(floor, 0.18)), (1, shaded(floor, 0.06)), vector=(0, 0, 0, 1))
        )
        if twig:
            rowan(c, 20, 30, 0.98)

    return draw


def bed(wall: str, colour: str, twig: bool = False) -> Scene:
    """A plain backdrop with a pet bed at about y = 720."""

    def draw(c: Canvas) -> None:
        plain(wall, mix(wall, WOOD, 0.35), twig)(c)
        pouf(c, 600, 720, 440, 170, colour)

    return draw


def travel(c: Canvas) -> None:
    """A hall with a packed suitcase."""
    plain("#e9d3b6", "#c9a67c")(c)
    rowan(c, 20, 30, 0.9)
    shadow(c, 950, 716, 190, 22, 0.5)
    c.line(smooth([(890, 420), (895, 366), (1005, 366), (1010, 420)], False, 0.6), "#5d4334", 15)
    c.form(smooth([(776, 420), (1124, 420), (1124, 716), (776, 716)], tension=0.16), FIR)
    for x in (836, 1040):
        c.box(x, 416, 26, 302, "#c98f5a")
        c.box(x - 5, 510, 36, 30, "#e2b765", r=5)
    c.oval(950, 610, 46, 46, PAPER)
    c.oval(950, 622, 20, 16, ROWAN)
    for dx, dy in ((-22, -6), (-8, -20), (10, -20), (23, -6)):
        c.oval(950 + dx, 610 + dy, 7, 9, ROWAN)


def with_ball(scene: Scene, x: float, y: float, colour: str) -> Scene:
    """The same scene with a toy ball."""

    def draw(c: Canvas) -> None:
        scene(c)
        ball(c, x, y, 44, colour)

    return draw
