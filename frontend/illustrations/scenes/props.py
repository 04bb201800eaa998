"""Things that stand around the pets: plants, furniture, boxes, weather."""

# Tables of points and colours read better in rows.
# fmt: off

import math
import random

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import Point, both_sides, smooth
from frontend.illustrations.drawing.palette import (
    FIR,
    FIR_SOFT,
    INK,
    PAPER,
    ROWAN,
    WOOD,
    lit,
    mix,
    shaded,
)


def shadow(c: Canvas, x: float, y: float, rx: float, ry: float, strength: float = 0.3) -> None:
    """The soft shadow of something that stands at (x, y)."""
    c.oval(x, y, rx, ry, INK, opacity=strength * 0.7, soft=ry * 0.6)
    c.oval(x, y - ry * 0.2, rx * 0.8, ry * 0.5, INK, opacity=strength * 0.6, soft=ry * 0.3)


def leaf(c: Canvas, x: float, y: float, size: float, turn: float, colour: str) -> None:
    """A pointed leaf that grows from (x, y) in the direction turn (degrees, 0 is right)."""
    d = smooth([(0, 0), (size * 0.3, -size * 0.2), (size * 0.7, -size * 0.16), (size, 0),
                (size * 0.7, size * 0.16), (size * 0.3, size * 0.2)], tension=0.9)
    with c.group(transform=f"translate({x:.1f} {y:.1f}) rotate({turn:.1f})"):
        c.path(d, c.linear((0, lit(colour, 0.15)), (1, shaded(colour, 0.12))))
        c.line(
            f"M0 0L{size * 0.85:.1f} 0", shaded(colour, 0.25), max(size * 0.03, 0.8), opacity=0.5
        )


def rowan(c: Canvas, x: float, y: float, scale: float = 1.0, turn: float = 0.0) -> None:
    """A rowan branch: feathered leaves and heavy clusters of berries."""
    rng = random.Random(7)
    with c.group(transform=f"translate({x} {y}) rotate({turn}) scale({scale})"):
        c.line(smooth([(-20, -30), (90, 20), (190, 100)], False), "#6b4a3a", 7)
        for bx, by, way in ((30, -4, -55), (60, 8, 78), (110, 36, -22), (150, 68, 62),
                            (188, 98, 30)):
            with c.group(transform=f"translate({bx} {by}) rotate({way})"):
                c.line("M0 0L128 0", shaded(FIR_SOFT, 0.2), 3)
                tone = rng.choice([
                    FIR_SOFT, mix(FIR_SOFT, "#c9a13f", 0.45),
                    mix(FIR, FIR_SOFT, 0.5)
                ])
                for k in range(5):
                    leaf(c, 24 + k * 22, 0, 44 - k * 2, -58, tone)
                    leaf(c, 24 + k * 22, 0, 44 - k * 2, 58, shaded(tone, 0.08))
                leaf(c, 126, 0, 42, 0, tone)
        for bx, by in ((96, 66), (178, 142)):
            for _ in range(17):
                a, r = rng.uniform(0, 2 * math.pi), rng.uniform(0, 36)
                px, py = bx + r * math.cos(a), by + r * 0.8 * math.sin(a)
                c.oval(
                    px, py, 12, 12,
                    c.radial((0, "#f4866a"), (0.5, ROWAN), (1, shaded(ROWAN, 0.35)),
                             centre=(0.35, 0.3), radius=0.75)
                )


def fir_tree(c: Canvas, x: float, y: float, h: float, colour: str, snowy: bool = False) -> None:
    """A fir whose foot is at (x, y)."""
    for i in range(4):
        top, w = y - h + i * h * 0.2, h * (0.13 + i * 0.065)
        low = top + h * 0.36
        d = smooth([(x, top), (x + w * 0.45, low - h * 0.1), (x + w, low),
                    (x + w * 0.3, low - h * 0.02), (x, low + h * 0.015),
                    (x - w * 0.3, low - h * 0.02), (x - w, low), (x - w * 0.45, low - h * 0.1)],
                   tension=0.7)
        c.path(d, c.linear((0, lit(colour, 0.12)), (1, shaded(colour, 0.12))))
        if snowy:
            s = smooth([(x, top - 2), (x + w * 0.42, low - h * 0.12),
                        (x + w * 0.16, low - h * 0.12), (x, low - h * 0.18),
                        (x - w * 0.26, low - h * 0.1), (x - w * 0.45, low - h * 0.1)], tension=0.7)
            c.path(s, "#fbfbfa", opacity=0.9)


def crown(c: Canvas, x: float, y: float, r: float, colour: str, seed: int, soft: float = 0) -> None:
    """A mass of foliage."""
    rng = random.Random(seed)
    blur = {"soft": soft} if soft else {}
    for i in range(11):
        a = rng.uniform(0, 2 * math.pi)
        px, py = x + math.cos(a) * r * 0.62, y + math.sin(a) * r * 0.45
        tone = lit(colour, 0.2) if py < y - r * 0.12 else shaded(colour, 0.06 + 0.012 * i)
        c.oval(
            px, py, r * rng.uniform(0.36, 0.52), r * rng.uniform(0.3, 0.44), tone, opacity=0.85,
            **blur
        )


def trunk(c: Canvas, x: float, foot: float, w: float, colour: str, soft: float = 0) -> None:
    """A tree trunk that leaves the picture at its top."""
    d = smooth([(x - w * 0.4, -40), (x + w * 0.4, -40), (x + w * 0.45, foot - 90),
                (x + w * 0.95, foot), (x - w * 0.95, foot), (x - w * 0.5, foot - 90)], tension=0.6)
    fill = c.linear((0, lit(colour, 0.2)), (0.5, colour), (1, shaded(colour, 0.25)),
                    vector=(0, 0, 1, 0))
    c.path(d, fill, **({"soft": soft} if soft else {}))


def tuft(c: Canvas, x: float, y: float, size: float, colour: str, seed: int) -> None:
    """A tuft of grass."""
    rng = random.Random(seed)
    for i in range(6):
        lean = (i - 2.5) * size * 0.2 + rng.uniform(-4, 4)
        top = size * rng.uniform(0.7, 1.1)
        bx = x + (i - 2.5) * size * 0.1
        d = smooth([(bx - 3, y), (bx + lean * 0.4 - 2, y - top * 0.6), (bx + lean, y - top),
                    (bx + lean * 0.4 + 3, y - top * 0.55), (bx + 4, y)], tension=0.8)
        c.path(d, lit(colour, 0.12) if i % 2 else shaded(colour, 0.08))


def flower(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A small flower seen from the front."""
    for i in range(6):
        a = i * math.pi / 3
        c.oval(
            x + math.cos(a) * size * 0.55, y + math.sin(a) * size * 0.55, size * 0.42, size * 0.3,
            lit(colour, 0.1 if i % 2 else 0), turn=math.degrees(a)
        )
    c.oval(x, y, size * 0.32, size * 0.32, "#e6b34a")


def window(c: Canvas, x: float, y: float, w: float, h: float, view: str = "day") -> None:
    """A window with two casements; view is day, green, dusk or winter."""
    skies = {
        "day": ("#dcebf0", "#f7f3e4"),
        "green": ("#e4efe2", "#f3f0d8"),
        "dusk": ("#46557c", "#d99a7c"),
        "winter": ("#d5e0ea", "#f5f1ec")
    }
    top, low = skies[view]
    c.box(
        x - 26, y - 26, w + 52, h + 52, INK, r=8, opacity=0.14, soft=12, transform="translate(6 12)"
    )
    c.box(x - 24, y - 24, w + 48, h + 48, c.linear((0, "#fffaf1"), (1, "#e9dcc8")), r=8)
    frame = f"M{x} {y}h{w}v{h}h{-w}Z"
    with c.group(clip=frame):
        c.path(frame, c.linear((0, top), (1, low), vector=(0, 0, 0, 1)))
        if view == "dusk":
            c.oval(x + w * 0.72, y + h * 0.24, 30, 30, "#fbeecb")
            c.oval(x + w * 0.72, y + h * 0.24, 70, 70, "#fbeecb", opacity=0.25, soft=20)
            for i in range(9):
                bx, bh = x + i * w / 8 - 30, h * (0.16 + 0.1 * ((i * 5) % 4))
                c.box(bx, y + h - bh, w / 8.5, bh, mix("#3a3f60", "#8a6a76", 0.2 * (i % 3)))
                for k in range(3):
                    if (i + k) % 2:
                        c.box(
                            bx + 12 + k * 14, y + h - bh + 16 + 20 * (k % 2), 8, 11, "#f7cf86", r=1
                        )
        elif view == "winter":
            for i in range(5):
                fir_tree(
                    c, x + i * w / 4, y + h + 14, h * (0.5 + 0.14 * (i % 3)),
                    mix(FIR, "#dfe8ee", 0.45), True
                )
        else:
            tone = "#a9c3a0" if view == "green" else "#bccdb6"
            for i in range(5):
                crown(
                    c, x + i * w / 4, y + h * (0.86 - 0.14 * (i % 2)), w * 0.26, tone, i + 3, soft=3
                )
        c.path(f"M{x + w * 0.1} {y}h{w * 0.2}l{-h * 0.4} {h}h{-w * 0.2}Z", "#ffffff", opacity=0.16)
    bar = c.linear((0, "#fffaf1"), (1, "#eadfcd"))
    c.box(x + w / 2 - 9, y, 18, h, bar)
    c.box(x, y + h * 0.3, w, 12, bar)


def pot_plant(
    c: Canvas, x: float, y: float, scale: float = 1.0, kind: str = "ficus", pot: str = "#c9704f"
) -> None:
    """A pot with a plant; its foot is at (x, y)."""
    rng = random.Random(11)
    with c.group(transform=f"translate({x} {y}) scale({scale})"):
        shadow(c, 6, 0, 84, 16, 0.35)
        stems = 13 if kind == "ficus" else 9
        for i in range(stems):
            a = -90 + (i - (stems - 1) / 2) * (226 / stems) + rng.uniform(-6, 6)
            r = rng.uniform(70, 150)
            px, py = math.cos(math.radians(a)) * r * 0.75, -112 + math.sin(math.radians(a)) * r
            c.line(
                smooth([(0, -100), (px * 0.4, (py - 100) / 2), (px, py)], False),
                shaded(FIR_SOFT, 0.2), 4
            )
            tone = mix(FIR, FIR_SOFT, rng.uniform(0.1, 0.8))
            leaf(c, px * 0.85, py * 0.9 - 8, rng.uniform(66, 88), a, tone)
        if kind == "geranium":
            for dx, dy in ((-52, -246), (14, -282), (66, -230)):
                for k in range(7):
                    flower(
                        c, dx + 20 * math.cos(k), dy + 16 * math.sin(k * 1.3), 17,
                        mix(ROWAN, "#f0a08a", 0.12 * (k % 4))
                    )
        body = smooth([(-66, -108), (66, -108), (50, -8), (0, 0), (-50, -8)], tension=0.35)
        c.form(body, pot, depth=0.8)
        c.form(
            smooth([(-74, -122), (74, -122), (72, -94), (-72, -94)], tension=0.25), lit(pot, 0.1),
            depth=0.4
        )


def cushion(
    c: Canvas, x: float, y: float, w: float, h: float, colour: str, turn: float = 0
) -> None:
    """A plump square cushion around (x, y)."""
    d = smooth([(-w, -h), (0, -h * 0.88), (w, -h), (w * 0.93, 0), (w, h), (0, h * 0.92), (-w, h),
                (-w * 0.93, 0)], tension=0.85)
    with c.group(transform=f"translate({x} {y}) rotate({turn})"):
        c.path(d, INK, opacity=0.2, soft=12, transform="translate(5 10)")
        c.form(d, colour)


def pouf(c: Canvas, x: float, y: float, w: float, h: float, colour: str) -> None:
    """A thick oval mattress; pets lie on its top, around y."""
    shadow(c, x, y + h * 0.66, w * 1.04, h * 0.26, 0.4)
    c.form(
        smooth([(x - w, y + 8), (x - w * 0.7, y - h * 0.4), (x, y - h * 0.54),
                (x + w * 0.7, y - h * 0.4), (x + w, y + 8), (x + w * 0.97, y + h * 0.4),
                (x + w * 0.6, y + h * 0.66), (x, y + h * 0.74), (x - w * 0.6, y + h * 0.66),
                (x - w * 0.97, y + h * 0.4)]), colour
    )
    c.oval(x, y + 4, w * 0.93, h * 0.46, shaded(colour, 0.18), opacity=0.5, soft=3)
    c.oval(
        x, y, w * 0.92, h * 0.45,
        c.linear((0, lit(colour, 0.5)), (1, lit(colour, 0.28)), vector=(0, 0, 0, 1))
    )


def carton(c: Canvas, x: float, y: float, w: float, h: float, *, back: bool) -> None:
    """A cardboard box: its back before the pet is drawn, its front after; y is its upper edge."""
    board = "#cfa377"
    if back:
        c.path(
            smooth([(x - w, y), (x - w * 0.86, y - 56), (x + w * 0.86, y - 56), (x + w, y)],
                   tension=0.2), shaded(board, 0.3)
        )
        for side in (-1, 1):
            c.form(
                smooth([(x + side * w, y), (x + side * w * 0.86, y - 56),
                        (x + side * w * 1.2, y - 118), (x + side * w * 1.36, y - 56)],
                       tension=0.15), lit(board, 0.12), depth=0.6
            )
        return
    c.form(
        smooth([(x - w, y), (x + w, y), (x + w * 0.95, y + h), (x - w * 0.95, y + h)],
               tension=0.06), board
    )
    c.path(
        f"M{x - w * 0.16} {y}h{w * 0.32}v{h * 0.3}l{-w * 0.16} {-h * 0.08}l{-w * 0.16} {h * 0.08}Z",
        lit(board, 0.4), opacity=0.8
    )
    c.line(f"M{x - w} {y}L{x + w} {y}", lit(board, 0.5), 5)
    heart: list[Point] = [(0, 26), (-26, 2), (-20, -18), (0, -8), (20, -18), (26, 2)]
    with c.group(transform=f"translate({x + w * 0.55} {y + h * 0.62})"):
        c.line(smooth(heart, tension=0.9), shaded(board, 0.4), 5, opacity=0.6)


def ball(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    """A toy ball lying at (x, y)."""
    shadow(c, x + 4, y + r * 0.9, r, r * 0.28, 0.5)
    d = smooth(
        both_sides([(0, y - r), (r * 0.71, y - r * 0.71), (r, y), (r * 0.71, y + r * 0.71),
                    (0, y + r)])
    )
    with c.group(transform=f"translate({x} 0)"):
        c.form(d, colour)
        c.line(
            smooth([(-r * 0.8, y - r * 0.5), (0, y - r * 0.1), (r * 0.86, y - r * 0.44)], False),
            PAPER, r * 0.11, opacity=0.8
        )


def planks(c: Canvas, y: float, colour: str = WOOD) -> None:
    """A wooden floor from y down."""
    c.box(
        0, y, 1200, 900 - y,
        c.linear((0, lit(colour, 0.3)), (1, shaded(colour, 0.08)), vector=(0, 0, 0, 1))
    )
    for i in range(-9, 10):
        x = 600 + i * 120
        c.line(f"M{x} {y}L{600 + i * 250} 900", shaded(colour, 0.3), 2.2, opacity=0.35)
    c.box(0, y - 22, 1200, 22, "#fbf4e8")
    c.box(0, y, 1200, 12, INK, opacity=0.12, soft=5)
