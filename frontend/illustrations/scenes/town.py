"""Streets and yards. Each leaves the middle of the picture to the pet."""

# Tables of points and colours read better in rows.
# fmt: off

import random

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import smooth
from frontend.illustrations.drawing.palette import INK, ROWAN, WOOD, lit, mix, shaded

from .backdrops import glow, sky
from .props import (
    crown,
    leaf,
    rowan,
    shadow,
)


def embankment(c: Canvas) -> None:
    """A city embankment in the morning."""
    sky(c, "#c9dbe4", "#f8e8d6")
    glow(c, 300, 200, 420, "#fff3d8", 0.9)
    walls = ["#e9c9a6", "#dfa98f", "#f0ddbf", "#c4cdbd", "#e6bda4", "#efd9b6", "#d3c3c3"]
    x = -40
    for i, tone in enumerate(walls):
        w, top = 180 + 20 * (i % 3), 190 + 46 * (i * 2 % 3)
        c.box(x, top, w, 330, c.linear((0, lit(tone, 0.25)), (1, tone), vector=(0, 0, 0, 1)))
        c.path(f"M{x - 6} {top}h{w + 12}l-16 -34h{-w + 20}Z", mix("#8b8a92", tone, 0.3))
        c.box(x, top + 6, w, 8, lit(tone, 0.6))
        for row in range(4):
            for k in range(4):
                c.box(
                    x + 20 + k * (w - 40) / 4, top + 32 + row * 68, 22, 40,
                    mix("#8fa3ad", tone, 0.35), r=2
                )
                c.box(x + 18 + k * (w - 40) / 4, top + 28 + row * 68, 26, 4, lit(tone, 0.6))
        x += w
    c.box(0, 0, 1200, 520, "#fbf0e2", opacity=0.3)
    c.box(0, 500, 1200, 160, c.linear((0, "#a9c0c6"), (1, "#8fb0b8"), vector=(0, 0, 0, 1)))
    rng = random.Random(6)
    for _ in range(46):
        y = rng.uniform(508, 640)
        c.line(
            f"M{rng.uniform(-20, 1200):.0f} {y:.0f}h{rng.uniform(20, 90):.0f}", "#f7e6d0", 3,
            opacity=0.4
        )
    c.box(0, 640, 1200, 260, c.linear((0, "#d5c8bb"), (1, "#bfae9f"), vector=(0, 0, 0, 1)))
    for y in (700, 780):
        c.line(f"M0 {y}H1200", "#9c8b7f", 2.5, opacity=0.5)
    for i in range(-5, 6):
        c.line(f"M{600 + i * 200} 660L{600 + i * 330} 900", "#9c8b7f", 2.5, opacity=0.4)
    rail = "#3f544d"
    for k in range(26):
        c.line(f"M{k * 50 - 20} 540v112", rail, 6)
        c.oval(k * 50 + 5, 598, 17, 26, "none", stroke=rail, stroke_width=4)
    for y in (536, 564, 632):
        c.line(f"M-20 {y}H1220", rail, 9 if y == 536 else 5)
    for x in (110, 1090):
        c.form(
            smooth([(x - 48, 506), (x + 48, 506), (x + 52, 672), (x - 52, 672)], tension=0.06),
            "#cbb9aa", depth=0.7
        )
        c.form(
            smooth([(x - 60, 486), (x + 60, 486), (x + 56, 512), (x - 56, 512)], tension=0.1),
            "#dccdbf", depth=0.4
        )
    c.box(0, 650, 1200, 26, c.linear((0, "#e3d6ca"), (1, "#b9a798"), vector=(0, 0, 0, 1)))


def building_site(c: Canvas) -> None:
    """A quiet building site: a plastered wall, bricks, a helmet."""
    sky(c, "#e6e4d8", "#d8d8c8")
    glow(c, 380, 240, 520, "#fffaf0", 0.8)
    for x in (90, 690):
        c.box(x, 70, 330, 400, "#f4efe2", r=4)
        c.box(x + 22, 92, 286, 378, c.linear((0, "#c5dbe4"), (1, "#eef0e2"), vector=(0, 0, 0, 1)))
        with c.group(clip=f"M{x + 22} 92h286v378h-286Z"):
            for i in range(3):
                crown(c, x + 60 + i * 100, 420, 90, "#b5c8a8", i + 5, soft=3)
        c.box(x - 14, 462, 358, 26, "#efe8d8", r=3)
    c.box(0, 640, 1200, 260, c.linear((0, "#cdbfa6"), (1, "#b9a88c"), vector=(0, 0, 0, 1)))
    c.box(0, 634, 1200, 10, INK, opacity=0.12, soft=5)
    for y, colour in ((596, WOOD), (622, lit(WOOD, 0.2))):
        c.form(f"M-20 {y}H420V{y + 24}H-20Z", colour, depth=0.4)
    shadow(c, 985, 766, 210, 20, 0.45)
    for row in range(5):
        for k in range(3):
            x = 800 + k * 124 + (row % 2) * 22
            tone = mix("#c46a4a", "#dc9673", 0.2 * ((k * 2 + row * 3) % 4))
            c.form(
                smooth([(x, 716 - row * 52), (x + 120, 716 - row * 52), (x + 120, 764 - row * 52),
                        (x, 764 - row * 52)], tension=0.05), tone, depth=0.5
            )
    dome = [(890, 506), (900, 440), (950, 398), (1000, 392), (1050, 402), (1096, 444), (1104, 506)]
    c.form(smooth(dome, tension=0.9), "#e8a23a")
    c.form(
        smooth([(980, 506), (976, 420), (988, 384), (1012, 384), (1022, 420), (1020, 506)],
               tension=0.7), "#f0b552", depth=0.5
    )
    c.form(
        smooth([(862, 500), (1000, 486), (1132, 500), (1120, 520), (1000, 514), (874, 520)],
               tension=0.7), "#e39a30", depth=0.5
    )


def porch(c: Canvas) -> None:
    """The porch of a country house with rowan over it."""
    wall = "#b8c3b2"
    for i in range(11):
        c.box(
            0, i * 66, 1200, 66,
            c.linear((0, lit(wall, 0.25)), (0.85, wall), (1, shaded(wall, 0.22)),
                     vector=(0, 0, 0, 1))
        )
    c.box(770, 40, 300, 640, "#f5ecdd", r=4)
    c.form(
        smooth([(796, 66), (1044, 66), (1044, 690), (796, 690)], tension=0.02), "#9a5a41", depth=0.6
    )
    for y in (100, 400):
        c.box(830, y, 180, 240, shaded("#9a5a41", 0.15), r=4)
        c.box(838, y + 8, 164, 224, c.linear((0, lit("#9a5a41", 0.16)), (1, "#94543c")), r=3)
    c.oval(1022, 380, 11, 11, "#e2b765")
    c.box(
        0, 690, 1200, 210, c.linear((0, lit(WOOD, 0.3)), (1, shaded(WOOD, 0.1)),
                                    vector=(0, 0, 0, 1))
    )
    for y in (690, 744, 812):
        c.box(0, y, 1200, 5, shaded(WOOD, 0.35), opacity=0.4)
    c.box(0, 690, 1200, 18, INK, opacity=0.18, soft=6)
    rowan(c, -20, 10, 1.7, 8)
    rng = random.Random(8)
    for _ in range(14):
        leaf(
            c, rng.uniform(0, 1200), rng.uniform(720, 890), rng.uniform(22, 36),
            rng.uniform(0, 360), rng.choice(["#d9773f", "#e7b04c", ROWAN])
        )
