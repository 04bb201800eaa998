"""Gardens, woods and fields. Each leaves the middle of the picture to the pet."""

# Tables of points and colours read better in rows.
# fmt: off

import random

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import smooth
from frontend.illustrations.drawing.palette import FIR, INK, ROWAN, ROWAN_SOFT, mix, shaded

from .backdrops import glow, hill, sky
from .props import (
    crown,
    fir_tree,
    flower,
    leaf,
    trunk,
    tuft,
)


def garden(c: Canvas) -> None:
    """A summer garden with a fence."""
    sky(c, "#cfe4ea", "#f6f1da")
    glow(c, 220, 120, 420, "#fff6d2", 0.9)
    for i in range(7):
        crown(
            c, i * 200, 400 - 40 * (i % 2), 190, mix("#9dbb8c", "#c9d8b8", 0.25 * (i % 3)), i,
            soft=5
        )
    hill(c, [560, 540, 560, 545, 560], "#a9c48c")
    for i in range(-1, 13):
        left = i * 102 + 20
        d = f"M{left} 632V428l33 -34l33 34v204Z"
        c.path(d, INK, opacity=0.12, soft=5, transform="translate(6 4)")
        c.path(d, c.linear((0, "#fffaf0"), (1, "#e6dac6"), vector=(0, 0, 1, 0)))
    c.box(-10, 470, 1220, 22, "#f1e7d6")
    c.box(-10, 566, 1220, 22, "#e9dec9")
    hill(c, [640, 626, 636, 622, 640], "#8fb26f")
    rng = random.Random(3)
    for i in range(70):
        x, y = rng.uniform(0, 1200), rng.uniform(640, 900)
        tuft(c, x, y, 20 + (y - 620) * 0.11, "#7ba45f", i)
    for _ in range(26):
        x, y = rng.choice([rng.uniform(0, 300), rng.uniform(900, 1200)]), rng.uniform(650, 890)
        flower(
            c, x, y - 16, 8 + (y - 620) * 0.035,
            rng.choice(["#fffaf2", ROWAN_SOFT, "#f2c75f", "#fffaf2"])
        )


def autumn(c: Canvas) -> None:
    """A park in October."""
    sky(c, "#f6e3c3", "#f3d3a4")
    glow(c, 780, 240, 560, "#fff5d8", 0.95)
    for i, (x, y, r, tone) in enumerate(
        ((60.0, 130.0, 230, "#e2a14c"), (360, 60, 210, "#e9b765"), (1130, 120, 250, "#d9773f"),
         (880, 30, 190, "#ecc377"), (600, 40, 180, "#e6ab57"))
    ):
        crown(c, x, y, r, tone, i + 20, soft=7)
    for x, w, tone in ((150.0, 52, "#8d6a54"), (420, 30, "#b08d70"), (1060, 60, "#86614c"),
                       (860, 26, "#bb9a7c")):
        trunk(c, x, 640, w, tone, soft=2)
    for i in range(8):
        crown(c, i * 180, 585, 110, mix("#cf8f45", "#b9a35c", 0.3 * (i % 3)), i + 40, soft=6)
    hill(c, [650, 628, 640, 624, 650], "#d3a463")
    c.path(
        "M430 630C520 720 260 820 150 910L1060 910C960 800 760 720 690 630Z", "#ecd5ae",
        opacity=0.75, soft=8
    )
    rng = random.Random(5)
    for _ in range(95):
        x, y = rng.uniform(-10, 1210), rng.uniform(650, 900)
        tone = rng.choice(["#d9773f", ROWAN, "#e7b04c", "#c98a3a", "#b9653a"])
        leaf(c, x, y, 16 + (y - 640) * 0.09, rng.uniform(0, 360), tone)
    for x, y, s, a in ((300, 300, 30, 40), (930, 380, 26, 110), (230, 480, 22, 200),
                       (1010, 520, 26, 300), (700, 130, 22, 20)):
        leaf(c, x, y, s, a, "#dd8a3f")


def snow(c: Canvas) -> None:
    """A clear winter day at the edge of a forest."""
    sky(c, "#c3d5e4", "#f8ece2")
    glow(c, 860, 300, 420, "#fff1d6", 0.95)
    c.oval(860, 300, 56, 56, "#fffaf0")
    for i in range(9):
        fir_tree(c, i * 150, 590, 230 + 60 * (i * 3 % 4), mix(FIR, "#d5e2ea", 0.62))
    hill(c, [590, 570, 596, 566, 590], "#e6edf2")
    for x, h in ((70, 480), (230, 350), (1010, 390), (1150, 520)):
        fir_tree(c, x, 690, h, mix(FIR, "#9fb6b8", 0.25), True)
    hill(c, [690, 660, 668, 650, 690], "#f1f4f6")
    c.path(
        smooth([(-50, 800), (300, 752), (800, 770), (1250, 742), (1250, 960), (-50, 960)],
               tension=0.5), "#ffffff", opacity=0.75, soft=5
    )
    rng = random.Random(9)
    for _ in range(90):
        r = rng.uniform(2, 6.5)
        c.oval(
            rng.uniform(0, 1200), rng.uniform(0, 860), r, r, "#ffffff",
            opacity=round(rng.uniform(0.5, 0.95), 2)
        )


def sea(c: Canvas) -> None:
    """A beach in the evening."""
    sky(c, "#f3c9b0", "#fbe9cf")
    c.oval(820, 352, 86, 86, "#fff4dc")
    glow(c, 820, 352, 380, "#fff0cf", 0.9)
    hill(c, [400, 352, 330, 396, 420, 430, 440], "#b9a6ac")
    c.box(0, 420, 1200, 260, c.linear((0, "#9fc0c4"), (1, "#6fa3a8"), vector=(0, 0, 0, 1)))
    rng = random.Random(2)
    for _ in range(44):
        y = rng.uniform(430, 640)
        x = rng.gauss(820, 50 + (y - 420)) if rng.random() < 0.6 else rng.uniform(0, 1200)
        w = rng.uniform(20, 60) * (0.4 + (y - 420) / 200)
        c.line(f"M{x:.0f} {y:.0f}h{w:.0f}", "#fff3da", 3 + (y - 420) * 0.012, opacity=0.55)
    c.path(
        smooth([(-50, 640), (250, 664), (600, 636), (1000, 662), (1250, 630), (1250, 960),
                (-50, 960)], tension=0.6), "#fffaf0"
    )
    c.path(
        smooth([(-50, 662), (250, 686), (600, 658), (1000, 684), (1250, 652), (1250, 960),
                (-50, 960)], tension=0.6),
        c.linear((0, "#e5c79d"), (1, "#d9b486"), vector=(0, 0, 0, 1))
    )
    for _ in range(26):
        c.oval(
            rng.uniform(0, 1200), rng.uniform(710, 890), rng.uniform(4, 14), rng.uniform(3, 8),
            shaded("#d9b486", rng.uniform(0.1, 0.3)), opacity=0.6
        )


def meadow(c: Canvas) -> None:
    """Hills and tall grass."""
    sky(c, "#bcd8e2", "#f4efd9")
    for x, y, k in ((220.0, 150.0, 1.0), (900, 110, 1.3), (640, 230, 0.7)):
        for dx, dy, r in ((-70, 10, 46), (0, -14, 66), (70, 8, 50), (20, 22, 60)):
            c.oval(x + dx * k, y + dy * k, r * k * 1.2, r * k * 0.7, "#fffdf6", opacity=0.8, soft=5)
    hill(c, [420, 360, 440, 380, 430], "#b7cdb4")
    hill(c, [500, 470, 450, 490, 460], "#9fbf95")
    for i, foot in enumerate((110, 200, 1010, 1110)):
        fir_tree(c, foot, 530 + 10 * (i % 2), 130 + 40 * (i % 2), mix(FIR, "#8fae94", 0.4))
    hill(c, [580, 560, 575, 548, 570], "#8fb474")
    rng = random.Random(4)
    for i in range(120):
        y = 590 + i * 2.6
        x = rng.uniform(0, 1200)
        tuft(c, x, y, 22 + (y - 580) * 0.16, mix("#86ad62", "#6b9653", rng.random()), i)
        if i % 4 == 0:
            flower(
                c, rng.uniform(0, 1200), y - 10, 6 + (y - 580) * 0.03,
                rng.choice(["#fffaf2", "#f2c75f", ROWAN_SOFT])
            )


def hills(c: Canvas) -> None:
    """A hillside at sunset with a training pole gate."""
    sky(c, "#f2d3b8", "#faeed6")
    glow(c, 250, 330, 460, "#fff3d4", 0.95)
    c.oval(250, 340, 60, 60, "#fffaf0")
    hill(c, [430, 380, 420, 350, 410], "#c9b9a5")
    hill(c, [500, 470, 480, 430, 470], "#a9b58f")
    for i in range(8):
        crown(c, 60 + i * 160, 520, 74, mix("#8fa77a", "#c98f4f", 0.15 * (i % 4)), i + 60, soft=2)
    hill(c, [590, 566, 580, 552, 574], "#96ab6c")
    for x in (820.0, 1090.0):
        c.box(x, 420, 16, 250, "#fbf4e8", r=4)
        for k in range(3):
            c.box(x, 440 + k * 80, 16, 34, ROWAN)
    for y in (500.0, 580.0):
        c.box(826, y, 276, 13, "#fbf4e8", r=6)
        c.box(890, y, 50, 13, ROWAN)
        c.box(1000, y, 50, 13, ROWAN)
    rng = random.Random(14)
    for i in range(110):
        y = 600 + i * 2.8
        tuft(
            c, rng.uniform(0, 1200), y, 20 + (y - 590) * 0.14,
            mix("#93a862", "#789452", rng.random()), i
        )


def birches(c: Canvas) -> None:
    """A birch grove in June."""
    sky(c, "#dcebe0", "#f6f3dc")
    glow(c, 640, 260, 520, "#fffbe6", 0.95)
    for i in range(9):
        crown(
            c, i * 150, 70 + 40 * (i % 2), 170, mix("#a9c68f", "#d3dfae", 0.3 * (i % 3)), i + 80,
            soft=6
        )
    for i in range(9):
        crown(c, i * 150, 560, 110, mix("#a5c199", "#c6d6ae", 0.3 * (i % 3)), i + 95, soft=6)
    rng = random.Random(21)
    for x, w, near in ((330, 24, 0), (700, 20, 0), (860, 28, 0), (110, 54, 1), (1070, 60, 1)):
        bark = mix("#f8f5ee", "#dfe6d2", 0.1 if near else 0.55)
        foot = 660 if near else 606
        trunk(c, x, foot, w, bark, soft=0 if near else 2)
        for _ in range(20):
            y, side = rng.uniform(0, foot - 60), rng.choice((-1, 1))
            reach = w * rng.uniform(0.2, 0.5)
            edge = x + side * w * 0.42
            c.path(
                smooth([(edge, y - 5), (edge - side * reach, y), (edge, y + 6)], tension=0.5), INK,
                opacity=0.7 if near else 0.3
            )
    hill(c, [640, 612, 630, 606, 634], "#a3bf7c")
    for i in range(100):
        y = 634 + i * 2.6
        tuft(
            c, rng.uniform(0, 1200), y, 18 + (y - 620) * 0.12,
            mix("#97b86d", "#7ba45f", rng.random()), i
        )
        if i % 4 == 0:
            flower(
                c, rng.choice([rng.uniform(0, 380), rng.uniform(850, 1200)]), y - 8,
                6 + (y - 630) * 0.035, rng.choice(["#fffaf2", "#8fa7d0", "#f2c75f"])
            )
