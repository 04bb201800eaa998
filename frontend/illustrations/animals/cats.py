"""Cat heads: skull, ears, coat pattern and eyes.

A head is drawn around (0, 0), about 210 units wide, looking at the viewer.
"""

# Tables of points and colours read better in rows.
# fmt: off

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import Point, both_sides, furry, smooth
from frontend.illustrations.drawing.palette import INK, PINK, WHITE, lit, mix, shaded

from .face import cat_nose, closed_eye, eye, whiskers

Pattern = Literal["plain", "tabby", "tuxedo", "calico", "tortie", "points", "ginger_white"]


@dataclass(frozen=True, slots=True)
class CatHead:
    """Colours and proportions of one cat's head."""

    coat: str
    pattern: Pattern = "plain"
    dark: str = ""
    light: str = ""
    iris: str = "#c9a23a"
    iris_right: str = ""
    nose: str = PINK
    skull: float = 92
    cheek: float = 104
    chin: float = 80
    jaw: float = 54
    ear_height: float = 1.0
    ear_width: float = 1.0
    folded: bool = False
    tufts: bool = False
    fur: float = 0
    eye_size: float = 20
    eye_gap: float = 44
    asleep: bool = False
    wrinkles: bool = False
    whisker: str = "#ffffff"
    calm: float = 0.1

    def outline(self) -> list[Point]:
        """The points of the skull and cheeks."""
        return both_sides([
            (0, -84),
            (self.skull * 0.48, -75),
            (self.skull * 0.88, -42),
            (self.cheek, 6),
            (self.cheek * 0.88, 46),
            (self.jaw, self.chin - 8),
            (22, self.chin + 4),
            (0, self.chin + 6),
        ])


def _ear(c: Canvas, h: CatHead, side: int) -> None:
    coat = h.coat
    if h.pattern == "points":
        coat = h.dark
    elif h.pattern in ("calico", "tortie"):
        coat = h.dark if side > 0 else h.light if h.pattern == "calico" else h.coat
    elif h.pattern == "tabby":
        coat = mix(h.coat, h.dark, 0.22)
    w, t = h.ear_width, h.ear_height

    def place(points: Sequence[Point]) -> list[Point]:
        return [(side * (58 + (x - 58) * w), -58 + (y + 58) * t) for x, y in points]

    if h.folded:
        back = [(30, -74), (54, -92), (80, -82), (96, -52), (82, -40), (56, -56)]
        c.form(smooth([(side * x, y) for x, y in back]), shaded(coat, 0.1), depth=0.7)
        return
    if h.tufts:
        tip = place([(60, -120), (70, -156), (80, -178), (82, -152), (84, -118)])
        c.path(smooth(tip, tension=0.7), shaded(coat, 0.45))
    outer = [(12, -70), (32, -108), (62, -148), (76, -149), (90, -104), (95, -30), (56, -20)]
    c.form(
        furry(place(outer), h.fur * 0.45, 0.4, 5) if h.fur else smooth(place(outer), tension=0.72),
        coat
    )
    inner = mix(PINK, coat, 0.3)
    hole = [(30, -76), (44, -105), (66, -134), (77, -102), (81, -50), (56, -46)]
    c.path(
        smooth(place(hole), tension=0.8),
        c.linear((0, lit(inner, 0.1)), (1, shaded(inner, 0.3)), vector=(0, 0, 0, 1))
    )
    hair = lit(h.light or coat, 0.35)
    if not h.wrinkles:
        for a, b in (((30, -66), (54, -116)), ((38, -58), (68, -112)), ((50, -50), (78, -96))):
            mid = ((a[0] + b[0]) / 2 - 3, (a[1] + b[1]) / 2 + 2)
            c.line(smooth(place([a, mid, b]), False), hair, 5, opacity=0.75)


def _stripes(c: Canvas, h: CatHead) -> None:
    c.path(
        smooth(both_sides([(0, 8), (14, 14), (46, 40), (40, 110), (0, 120)])), h.light
        or lit(h.coat, 0.5), opacity=0.9, soft=4
    )
    for side in (-1, 1):
        for pts, width in (
            ([(7, -96), (8, -66), (12, -40)], 8),
            ([(30, -96), (26, -70), (30, -44), (44, -34)], 9),
            ([(56, -92), (52, -72), (60, -52)], 8),
            ([(120, -14), (92, -8), (68, -2)], 8),
            ([(120, 10), (92, 14), (66, 20)], 8),
            ([(114, 34), (90, 36), (70, 40)], 7),
        ):
            c.line(smooth([(side * x, y) for x, y in pts], False), h.dark, width, opacity=0.85)
        c.oval(side * h.eye_gap, -10, 30, 26, lit(h.coat, 0.5), opacity=0.45, soft=5)
    c.line("M0 -96L0 -58", h.dark, 7, opacity=0.85)


def _patches(c: Canvas, h: CatHead) -> None:
    if h.pattern == "calico":
        c.path(
            smooth([(10, -130), (6, -70), (22, -34), (30, 10), (74, 34), (150, 30), (150, -130)]),
            h.dark
        )
        c.path(
            smooth([(-14, -130), (-12, -66), (-36, -30), (-54, 22), (-92, 32), (-160, 10),
                    (-150, -130)]), h.light
        )
    else:
        c.path(
            smooth([(2, -130), (-4, -60), (6, -20), (0, 20), (8, 60), (4, 130), (130, 130),
                    (150, -130)]), h.dark
        )
        for x, y, rx, ry, turn, col in (
            (52, -58, 26, 11, 30, h.coat),
            (74, 26, 24, 11, -20, h.coat),
            (-60, -50, 24, 9, -35, h.dark),
            (-78, 22, 22, 9, 20, h.dark),
            (-24, -76, 14, 8, 0, h.light),
            (30, 62, 18, 9, 10, h.light),
            (-34, 58, 18, 8, -10, h.light),
        ):
            c.oval(x, y, rx, ry, col, turn=turn, soft=2.5, opacity=0.9)


def _markings(c: Canvas, h: CatHead) -> None:
    bib = both_sides([(0, -18), (8, 0), (34, 22), (54, 50), (58, 130), (0, 130)])
    if h.pattern == "tabby":
        _stripes(c, h)
    elif h.pattern == "tuxedo":
        c.path(
            smooth(
                both_sides([(0, -34), (6, -10), (20, 10), (50, 30), (72, 66), (50, 130), (0, 130)])
            ), WHITE
        )
    elif h.pattern in ("calico", "tortie"):
        _patches(c, h)
    elif h.pattern == "points":
        c.path(
            smooth(
                both_sides([(0, -74), (26, -56), (62, -26), (74, 16), (58, 58), (34, 110),
                            (0, 120)])
            ), h.dark, opacity=0.92, soft=12
        )
        c.path(
            smooth(both_sides([(0, -20), (22, 8), (40, 40), (30, 100), (0, 110)])),
            shaded(h.dark, 0.3), opacity=0.7, soft=10
        )
    elif h.pattern == "ginger_white":
        c.path(
            smooth(
                both_sides([(0, -70), (7, -40), (12, -6), (44, 24), (76, 70), (50, 130), (0, 130)])
            ), WHITE
        )
        for side in (-1, 1):
            for x in (26, 50):
                d = smooth([(side * x, -96), (side * (x - 2), -70), (side * (x + 6), -48)], False)
                c.line(d, h.dark, 8, opacity=0.7)
    if h.pattern == "plain" and not h.wrinkles:
        c.path(smooth(bib), lit(h.coat, 0.3), opacity=0.35, soft=12)


def _muzzle_colour(h: CatHead) -> str:
    if h.pattern in ("tuxedo", "ginger_white", "calico"):
        return WHITE
    if h.pattern == "points":
        return mix(h.dark, h.coat, 0.12)
    if h.pattern == "tabby":
        return h.light or lit(h.coat, 0.5)
    return lit(h.coat, 0.12)


def _wrinkles(c: Canvas, h: CatHead) -> None:
    if not h.wrinkles:
        return
    for y, w in ((-52, 26), (-62, 34), (-72, 26)):
        c.line(smooth([(-w, y), (0, y + 6), (w, y)], False), shaded(h.coat, 0.4), 3.5, opacity=0.45)
    for side in (-1, 1):
        for k in (0, 1):
            d = smooth([(side * (66 + k * 12), 30), (side * (74 + k * 12), 46),
                        (side * (66 + k * 10), 62)], False)
            c.line(d, shaded(h.coat, 0.4), 3, opacity=0.35)


def _eyes(c: Canvas, h: CatHead) -> None:
    """The eyes and the two puffs the whiskers grow from."""
    puff = _muzzle_colour(h)
    for side in (-1, 1):
        c.oval(side * 19, 47, 27, 19, shaded(puff, 0.4), opacity=0.3, soft=5)
        c.oval(
            side * 18, 43, 26, 19,
            c.linear((0, lit(puff, 0.15)), (1, shaded(puff, 0.1)), vector=(0, 0, 0, 1))
        )
    for side in (-1, 1):
        if h.asleep:
            closed_eye(c, side * h.eye_gap, -2, h.eye_size, shaded(h.coat, 0.75))
        else:
            iris = h.iris_right if side > 0 and h.iris_right else h.iris
            eye(c, side * h.eye_gap, -6, h.eye_size, iris, cat=True, calm=h.calm)


def draw_cat_head(c: Canvas, h: CatHead) -> None:
    """The whole head around (0, 0)."""
    for side in (-1, 1):
        _ear(c, h, side)
    points = h.outline()
    c.form(
        furry(points, h.fur, 0.7, 2) if h.fur else smooth(points), h.coat, lambda: _markings(c, h)
    )
    if h.folded:
        for side in (-1, 1):
            ear = [(32, -78), (56, -91), (82, -80), (98, -50), (86, -38), (66, -40), (50, -52)]
            flap = [(side * x, y) for x, y in ear]
            c.path(smooth(flap), INK, opacity=0.25, soft=5, transform="translate(0 5)")
            c.form(smooth(flap, tension=0.9), lit(h.coat, 0.06), depth=0.6)
    _wrinkles(c, h)
    _eyes(c, h)
    cat_nose(c, 30, 11, h.nose)
    if not h.wrinkles:
        whiskers(c, 30, 46, 98, h.whisker)
