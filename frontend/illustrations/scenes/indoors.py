"""Rooms. Each leaves the middle of the picture to the pet."""

# Tables of points and colours read better in rows.
# fmt: off

import random

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import smooth
from frontend.illustrations.drawing.palette import (
    CREAM,
    FIR,
    FIR_SOFT,
    INK,
    PAPER,
    ROWAN,
    ROWAN_SOFT,
    WOOD,
    lit,
    mix,
    shaded,
)

from .backdrops import Scene, glow, sky
from .props import (
    carton,
    cushion,
    leaf,
    planks,
    pot_plant,
    shadow,
    window,
)


def room(wall: str, rug: str, view: str = "green", side: int = -1) -> Scene:
    """A room with a window, a plant and a rug."""

    def draw(c: Canvas) -> None:
        sky(c, lit(wall, 0.2), wall)
        x = 90 if side < 0 else 700
        window(c, x, 90, 410, 430, view)
        planks(c, 668)
        c.path(
            f"M{x + 40} 900L{x + 300} 690L{x + 560} 690L{x + 460} 900Z", "#fff6dc", opacity=0.3,
            soft=8
        )
        pot_plant(c, 1050 if side < 0 else 150, 730, 1.35)
        c.oval(600, 802, 500, 84, shaded(rug, 0.1))
        c.oval(600, 796, 500, 84, c.linear((0, lit(rug, 0.2)), (1, rug)))
        c.oval(600, 796, 440, 68, "none", stroke=lit(rug, 0.5), stroke_width=5, opacity=0.7)
        c.oval(600, 796, 300, 42, "none", stroke=lit(rug, 0.5), stroke_width=3, opacity=0.5)

    return draw


def sofa(wall: str, cloth: str, accent: str) -> Scene:
    """A large sofa with cushions; pets are on its seat at about y = 720."""

    def draw(c: Canvas) -> None:
        sky(c, lit(wall, 0.25), wall)
        for x, w, tone in ((200, 150, FIR_SOFT), (390, 110, ROWAN_SOFT)):
            c.box(x + 5, 70 + 9, w, w * 1.3, INK, opacity=0.18, soft=7)
            c.box(x, 70, w, w * 1.3, "#fffaf2", r=3)
            c.box(x + 16, 86, w - 32, w * 1.3 - 32, lit(tone, 0.55))
            leaf(c, x + w / 2, 70 + w, w * 0.6, -90, tone)
            leaf(c, x + w / 2, 70 + w, w * 0.5, -140, tone)
            leaf(c, x + w / 2, 70 + w, w * 0.5, -40, tone)
        glow(c, 1010, 170, 330, "#ffe9b8", 0.7)
        c.path(
            "M930 210L1090 210L1060 80L960 80Z",
            c.linear((0, "#fff3d6"), (1, "#f1d39b"), vector=(0, 0, 0, 1))
        )
        c.box(1006, 210, 8, 260, "#6b4a3a")
        for x in (110, 604):
            c.form(
                smooth([(x, 330), (x + 240, 312), (x + 486, 330), (x + 496, 540), (x + 486, 720),
                        (x, 720)], tension=0.5), cloth
            )
        cushion(c, 250, 520, 112, 108, accent, -8)
        cushion(c, 968, 530, 104, 100, lit(cloth, 0.4), 9)
        c.form(
            smooth([(40, 700), (300, 664), (900, 664), (1160, 700), (1150, 850), (50, 850)],
                   tension=0.4), lit(cloth, 0.1)
        )
        c.form(
            smooth([(60, 810), (600, 800), (1140, 810), (1140, 1000), (60, 1000)], tension=0.3),
            shaded(cloth, 0.12)
        )
        for x in (-60, 1060):
            c.form(
                smooth([(x, 560), (x + 40, 486), (x + 160, 486), (x + 200, 560), (x + 196, 980),
                        (x + 4, 980)], tension=0.8), shaded(cloth, 0.04)
            )

    return draw


def sill(view: str, wall: str, cloth: str = ROWAN_SOFT) -> Scene:
    """A wide window sill with a geranium; pets sit at about y = 800."""

    def draw(c: Canvas) -> None:
        sky(c, lit(wall, 0.15), wall)
        window(c, 150, 40, 900, 700, view)
        c.form(
            smooth([(-20, 752), (1220, 752), (1220, 846), (-20, 846)], tension=0.05), "#f3e8d6",
            depth=0.7
        )
        c.box(0, 842, 1200, 60, shaded(wall, 0.18))
        for x, way in ((40, 1), (1160, -1)):
            c.form(
                smooth([(x - way * 90, -30), (x + way * 150, -30), (x + way * 96, 300),
                        (x + way * 44, 560), (x + way * 70, 730), (x - way * 90, 740)],
                       tension=0.8), mix(cloth, PAPER, 0.62)
            )
            for k in range(3):
                c.line(
                    smooth([(x + way * (20 + k * 36), -20), (x + way * (10 + k * 24), 340),
                            (x + way * (k * 16), 720)], False), shaded(cloth, 0.2), 4, opacity=0.25
                )
        pot_plant(c, 930, 790, 1.1, "geranium")

    return draw


def library(c: Canvas) -> None:
    """Bookshelves and a warm lamp."""
    sky(c, "#d8c0a2", "#c9ab89")
    rng = random.Random(12)
    tones = [ROWAN, FIR, "#c98a3a", "#8a5a44", FIR_SOFT, "#e6d2ae", "#7a6a78", "#b9653a", CREAM]
    for row in range(4):
        y = -20 + row * 178
        c.box(0, y, 1200, 178, c.linear((0, "#7d5a41"), (1, "#9a7354"), vector=(0, 0, 0, 1)))
        x = -10.0
        while x < 1210:
            w, h = rng.uniform(22, 50), rng.uniform(104, 150)
            tone = mix(rng.choice(tones), "#9a7354", 0.32)
            c.box(
                x, y + 160 - h, w - 2, h,
                c.linear((0, lit(tone, 0.12)), (1, shaded(tone, 0.18)), vector=(0, 0, 1, 0)), r=2
            )
            c.box(x + 4, y + 160 - h + 16, w - 10, 5, lit(tone, 0.5), opacity=0.6)
            x += w + (30 if rng.random() < 0.05 else 0)
        c.box(0, y + 160, 1200, 18, c.linear((0, "#caa27a"), (1, "#a27a55"), vector=(0, 0, 0, 1)))
    c.box(0, 0, 1200, 900, "#f3dfc2", opacity=0.16)
    glow(c, 260, 250, 520, "#ffe8b5", 0.75)
    c.form(smooth([(-20, 700), (1220, 700), (1220, 960), (-20, 960)], tension=0.05), "#b98a5f")
    c.box(0, 696, 1200, 10, "#d9b083")
    for i, (w, tone) in enumerate(((250, FIR), (220, ROWAN), (236, "#e6d2ae"))):
        c.form(
            smooth([(930 - w / 2, 790 - i * 42), (930 + w / 2, 790 - i * 42),
                    (930 + w / 2, 826 - i * 42), (930 - w / 2, 826 - i * 42)], tension=0.12), tone,
            depth=0.5
        )
    c.path(
        "M150 350L350 350L306 190L194 190Z",
        c.linear((0, "#fff6df"), (1, "#f2cf92"), vector=(0, 0, 0, 1))
    )
    c.box(244, 350, 12, 390, "#5d4334")
    c.oval(250, 746, 80, 18, "#5d4334")


def stage(c: Canvas) -> None:
    """A theatre stage with a curtain and a spot of light."""
    sky(c, "#6e2a26", "#8a342b")
    for i in range(13):
        x = i * 100 - 40
        c.path(
            smooth([(x, -30), (x + 100, -30), (x + 92, 400), (x + 104, 690), (x - 6, 690),
                    (x + 8, 400)], tension=0.6),
            c.linear((0, "#7d2b24"), (0.45, "#c4513a"), (1, "#6d2420"), vector=(0, 0, 1, 0))
        )
    for i in range(5):
        x = i * 300 - 150
        c.form(
            smooth([(x, -40), (x + 300, -40), (x + 280, 70), (x + 150, 150), (x + 20, 70)],
                   tension=0.8), "#a53a2b"
        )
        c.line(smooth([(x + 4, 60), (x + 150, 146), (x + 296, 60)], False), "#e8b95c", 9)
    planks(c, 690, "#a8744a")
    c.box(0, 666, 1200, 24, "#5d211c")
    c.path("M420 -20L780 -20L1060 830L140 830Z", "#fff0c9", opacity=0.16, soft=14)
    c.oval(600, 812, 470, 74, "#fff0cf", opacity=0.6, soft=12)


def kitchen(c: Canvas) -> None:
    """A bright kitchen with a refrigerator."""
    sky(c, "#f3ead9", "#eadcc5")
    for row in range(5):
        for k in range(11):
            tone = mix("#f8f2e6", FIR_SOFT, 0.1 if (k + row) % 3 else 0.26)
            c.box(
                k * 84 - 20, 300 + row * 66, 80, 62, c.linear((0, lit(tone, 0.3)), (1, tone)), r=4
            )
    c.box(30, 206, 400, 18, lit(WOOD, 0.2), r=4)
    c.box(30, 224, 400, 8, INK, opacity=0.14, soft=4)
    for x, tone in ((50, ROWAN), (138, "#fffaf2"), (222, FIR_SOFT)):
        c.line(f"M{x + 44} 160q34 6 0 32", shaded(tone, 0.2), 8)
        c.form(
            smooth([(x, 142), (x + 52, 142), (x + 46, 204), (x + 6, 204)], tension=0.2), tone,
            depth=0.5
        )
    for i, x in enumerate((308, 366)):
        c.form(
            smooth([(x, 120 + i * 14), (x + 46, 120 + i * 14), (x + 46, 204), (x, 204)],
                   tension=0.15), mix("#e8c48f", "#b9875a", 0.3 * i), depth=0.5
        )
        c.box(x - 2, 110 + i * 14, 50, 16, "#8a6246", r=5)
    c.box(0, 640, 1200, 260, c.linear((0, "#e2c9aa"), (1, "#cfae8a"), vector=(0, 0, 0, 1)))
    for i in range(-8, 9):
        c.line(f"M{600 + i * 130} 640L{600 + i * 280} 900", "#b48f6b", 2.5, opacity=0.4)
    for y in (686, 760):
        c.line(f"M0 {y}H1200", "#b48f6b", 2.5, opacity=0.4)
    c.box(0, 630, 1200, 16, "#fbf4e8")
    shadow(c, 980, 716, 190, 18, 0.5)
    cold = "#a9c0b4"
    c.form(smooth([(810, 70), (1150, 70), (1150, 708), (810, 708)], tension=0.14), cold, depth=0.8)
    c.line("M812 300H1148", shaded(cold, 0.35), 4, opacity=0.6)
    for y, h in ((200, 70), (330, 120)):
        c.box(836, y, 14, h, "#f4efe4", r=7)
    c.box(1010, 360, 74, 92, "#fffaf2", r=3)
    leaf(c, 1047, 436, 54, -90, ROWAN_SOFT)
    for x, y, tone in ((1047, 364, ROWAN), (930, 180, ROWAN), (964, 210, "#e6b34a"),
                       (1020, 170, FIR)):
        c.oval(x, y, 11, 11, tone)


def box_back(c: Canvas) -> None:
    """A room with an open cardboard box; the front of the box is drawn by box_front."""
    room("#dfe3d6", "#c9826a", "day", 1)(c)
    shadow(c, 600, 846, 340, 30, 0.5)
    carton(c, 600, 590, 300, 256, back=True)


def box_front(c: Canvas) -> None:
    """The near side of the box, over the pet."""
    carton(c, 600, 590, 300, 256, back=False)


def armchair(c: Canvas) -> None:
    """An old armchair by a winter window; pets lie on its seat at about y = 700."""
    sky(c, "#efe0cb", "#e3cdb2")
    window(c, 60, 60, 330, 400, "winter")
    planks(c, 730)
    glow(c, 1040, 210, 340, "#ffe9b8", 0.8)
    cloth = FIR
    shadow(c, 620, 866, 470, 30, 0.5)
    c.form(
        smooth([(240, 320), (330, 150), (620, 96), (910, 150), (1000, 320), (990, 640), (250, 640)],
               tension=0.85), cloth
    )
    for x, y in ((440, 260), (620, 240), (800, 260), (530, 360), (710, 360)):
        c.oval(x, y, 9, 8, shaded(cloth, 0.5))
        c.oval(x, y - 12, 26, 12, lit(cloth, 0.3), opacity=0.25, soft=6)
    c.form(
        smooth([(250, 600), (620, 566), (990, 600), (1000, 760), (620, 784), (240, 760)],
               tension=0.6), lit(cloth, 0.12)
    )
    c.form(
        smooth([(250, 740), (990, 740), (970, 862), (270, 862)], tension=0.15), shaded(cloth, 0.1)
    )
    for x in (150, 930):
        c.form(
            smooth([(x, 520), (x + 20, 448), (x + 140, 448), (x + 164, 520), (x + 156, 860),
                    (x + 10, 860)], tension=0.8), mix(cloth, "#ffffff", 0.04)
        )
