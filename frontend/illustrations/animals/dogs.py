"""Dog heads: one skull, muzzle and pair of ears, shaped by the features of a breed.

A head is drawn around (0, 0), about 200 units wide, looking at the viewer.
"""

# Tables of points and colours read better in rows.
# fmt: off

from dataclasses import dataclass
from typing import Literal

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import Point, both_sides, furry, smooth
from frontend.illustrations.drawing.palette import INK, NOSE, PINK, lit, mix, shaded

from .face import dog_mouth, dog_nose, eye

Ears = Literal["drop", "long", "prick", "bat", "button", "half", "pom"]


@dataclass(frozen=True, slots=True)
class DogHead:
    """Colours and proportions of one dog's head."""

    coat: str
    ears: Ears = "drop"
    ear_coat: str = ""
    muzzle: str = ""
    blaze: str = ""
    blaze_width: float = 0.2
    brows: str = ""
    mask: str = ""
    cap: str = ""
    iris: str = "#6b3f22"
    nose: str = NOSE
    skull: float = 88
    crown: float = -92
    cheek: float = 92
    jaw: float = 62
    chin: float = 108
    muzzle_width: float = 50
    muzzle_top: float = 6
    nose_y: float = 32
    nose_width: float = 21
    eye_gap: float = 40
    eye_y: float = -16
    eye_size: float = 14.5
    fur: float = 0
    curls: bool = False
    smiling: bool = False
    wrinkles: bool = False
    grey: bool = False
    fringe: bool = False
    flat: bool = False
    calm: float = 0.15

    def outline(self) -> list[Point]:
        """The points of the skull and jaw."""
        return both_sides([
            (0, self.crown),
            (self.skull * 0.52, self.crown + 11),
            (self.skull * 0.9, self.crown + 46),
            (self.cheek, -2),
            (self.cheek * 0.94, 38),
            (self.jaw, 76),
            (self.jaw * 0.6, self.chin - 8),
            (0, self.chin),
        ])


def _ear(c: Canvas, h: DogHead, side: int) -> None:
    coat = h.ear_coat or h.coat
    k, top = h.skull / 88, h.crown + 92
    inner = mix(PINK, coat, 0.35)

    def place(points: list[Point]) -> list[Point]:
        return [(side * x * k, y + top) for x, y in points]

    if h.ears == "prick":
        outer = place([(14, -72), (36, -126), (64, -170), (78, -166), (90, -116), (86, -40),
                       (50, -40)])
        c.form(furry(outer, h.fur * 0.6, 0.5, 5) if h.fur else smooth(outer, tension=0.75), coat)
        hole = place([(34, -82), (48, -122), (67, -152), (77, -116), (74, -58), (50, -56)])
        c.path(smooth(hole), c.linear((0, inner), (1, shaded(inner, 0.4)), vector=(0, 0, 0, 1)))
        c.path(
            smooth(place([(28, -66), (44, -108), (52, -80), (62, -98), (74, -48), (50, -44)])),
            lit(coat, 0.3), opacity=0.8
        )
    elif h.ears == "bat":
        outer = place([(22, -70), (34, -116), (56, -156), (84, -166), (104, -130), (96, -44),
                       (60, -36)])
        c.form(smooth(outer), coat)
        hole = place([(40, -78), (48, -112), (64, -142), (82, -148), (92, -118), (84, -60),
                      (60, -50)])
        c.path(
            smooth(hole),
            c.linear((0, lit(inner, 0.1)), (1, shaded(inner, 0.35)), vector=(0, 0, 0, 1))
        )
    elif h.ears == "half":
        c.form(smooth(place([(24, -84), (46, -138), (84, -158), (104, -112), (98, -44)])), coat)
        c.form(
            smooth(
                place([(48, -140), (84, -160), (112, -136), (128, -92), (106, -84), (78, -110)]),
                tension=0.8
            ), shaded(coat, 0.12)
        )
    elif h.ears == "button":
        outer = place([(30, -84), (70, -100), (104, -76), (116, -34), (100, -8), (84, -20),
                       (60, -54)])
        c.path(smooth(outer), INK, opacity=0.28, soft=7, transform="translate(2 8)")
        c.form(smooth(outer, tension=0.85), coat)
    elif h.ears == "long":
        outer = place([(56, -76), (96, -62), (122, 0), (134, 78), (118, 136), (90, 142), (74, 96),
                       (76, 30), (66, -24)])
        c.path(smooth(outer), INK, opacity=0.22, soft=8, transform="translate(2 8)")
        c.form(furry(outer, h.fur, 0.9, 8) if h.fur else smooth(outer), coat)
        if h.fur:
            for i in range(5):
                x = 84 + i * 10
                d = smooth(place([(x - 6, -10 + i * 8), (x + 4, 50), (x - 2, 118 - i * 3)]), False)
                c.line(d, lit(coat, 0.3) if i % 2 else shaded(coat, 0.3), 4, opacity=0.5)
    elif h.ears == "pom":
        outer = place([(60, -66), (104, -62), (130, -10), (136, 50), (108, 84), (80, 66), (70, 0)])
        c.form(furry(outer, 17, 0, 4), coat)
    else:
        outer = place([(44, -80), (78, -82), (106, -46), (118, 6), (110, 46), (94, 50), (80, 18),
                       (66, -26)])
        c.path(smooth(outer), INK, opacity=0.22, soft=8, transform="translate(2 8)")
        c.form(furry(outer, h.fur, 0.7, 9) if h.fur else smooth(outer), coat)


def _markings(c: Canvas, h: DogHead) -> None:
    if h.cap:
        c.path(
            furry(
                both_sides([(0, -150), (120, -150), (130, 20), (96, 18), (78, -22), (60, -48),
                            (34, -44), (17, -14), (0, -2)]), 7, 0.8, 3
            ), h.cap
        )
    if h.blaze:
        w = 88 * h.blaze_width
        c.path(
            smooth(
                both_sides([(0, -150), (w * 0.8, -120), (w * 0.7, -60), (w, -14),
                            (h.muzzle_width * 1.08, 34), (h.muzzle_width * 1.3, 80), (40, 130),
                            (0, 130)])
            ), h.blaze
        )
    if h.mask:
        c.path(
            smooth(
                both_sides([(0, -16), (18, -8), (h.muzzle_width * 1.14, 22),
                            (h.muzzle_width * 1.24, 76), (36, 130), (0, 130)])
            ), h.mask, opacity=0.94, soft=5
        )
        for side in (-1, 1):
            c.oval(
                side * h.eye_gap, h.eye_y + 4, h.eye_size * 1.8, h.eye_size * 1.5, h.mask,
                opacity=0.6, soft=7
            )
    if h.brows:
        for side in (-1, 1):
            c.oval(side * 34, h.eye_y - 29, 13, 9, h.brows, turn=side * 20, soft=1.5)
            c.path(
                smooth([(side * 30, 56), (side * 58, 18), (side * 84, 42), (side * 70, 86)]),
                h.brows, soft=3
            )


def _muzzle(c: Canvas, h: DogHead) -> None:
    colour = h.muzzle or h.blaze or h.mask or lit(h.coat, 0.25)
    w, top, low = h.muzzle_width, h.muzzle_top, h.chin - 14
    shape = both_sides([(0, top - 12), (w * 0.5, top), (w * 0.92, (top + low) / 2),
                        (w * 0.97, low - 26), (w * 0.66, low - 3), (0, low + 4)])
    d = smooth(shape)
    if h.flat:
        _jowls(c, h, colour)
        return
    c.path(d, shaded(h.coat, 0.5), opacity=0.35, soft=10, transform="translate(3 10)")
    if h.fur and not h.curls and not h.brows:
        d = furry(shape, 6, 0.8, 6)
    c.path(
        d,
        c.linear((0, colour, 0), (0.38, lit(colour, 0.08), 1), (0.75, colour, 1),
                 (1, shaded(colour, 0.16), 1), vector=(0, 0, 0, 1))
    )
    bridge = smooth(
        both_sides([(0, h.eye_y - 20), (9, h.eye_y), (13, h.nose_y - 18), (0, h.nose_y - 6)])
    )
    c.path(bridge, lit(colour, 0.5), opacity=0.35, soft=6, transform="translate(-3 0)")


def _jowls(c: Canvas, h: DogHead, colour: str) -> None:
    """The short broad muzzle of a pug or a bulldog."""
    y, w = h.nose_y + 26, h.muzzle_width
    c.oval(0, y + 32, w * 0.62, 24, shaded(colour, 0.2))
    for side in (-1, 1):
        x = side * w * 0.5
        lobe = [(x - w * 0.56, y - 8), (x - w * 0.2, y - 34), (x + w * 0.2, y - 34),
                (x + w * 0.56, y - 6), (x + w * 0.5, y + 26), (x, y + 38), (x - w * 0.5, y + 26)]
        c.path(smooth(lobe), INK, opacity=0.25, soft=6, transform="translate(0 6)")
        c.path(
            smooth(lobe),
            c.linear((0, colour, 0), (0.35, lit(colour, 0.1), 1), (1, shaded(colour, 0.15), 1),
                     vector=(0, 0, 0, 1))
        )
        for dx, dy in ((-10, 4), (4, 12), (14, 0)):
            c.oval(x + side * dx, y + dy, 2.6, 2.6, INK, opacity=0.4)


def _details(c: Canvas, h: DogHead) -> None:
    """Grey hairs of age, wrinkles of the breed."""
    if h.grey:
        c.oval(0, 66, h.muzzle_width * 0.9, 34, "#d9d3cd", opacity=0.55, soft=12)
        for side in (-1, 1):
            c.oval(side * 36, h.eye_y - 24, 16, 8, "#d9d3cd", opacity=0.4, soft=5)
    if h.wrinkles:
        for y, w in ((-50, 30), (-64, 24)):
            d = smooth([(-w, y + 6), (-w * 0.4, y - 4), (0, y + 4), (w * 0.4, y - 4), (w, y + 6)],
                       False)
            c.line(d, shaded(h.coat, 0.55), 5, opacity=0.5, soft=1)
        for side in (-1, 1):
            d = smooth([(side * 14, 6), (side * 44, 14), (side * 62, 44)], False)
            c.line(d, INK, 4, opacity=0.35, soft=1)


def draw_dog_head(c: Canvas, h: DogHead) -> None:
    """The whole head around (0, 0)."""
    behind = h.ears in ("prick", "bat", "half")
    if behind:
        for side in (-1, 1):
            _ear(c, h, side)
    points = h.outline()
    d = furry(points, h.fur or 16, 0 if h.curls else 0.7, 2) if h.fur or h.curls else smooth(points)
    c.form(d, h.coat, lambda: _markings(c, h))
    if h.curls:
        top = both_sides([(0, h.crown - 34), (52, h.crown - 26), (84, h.crown + 14),
                          (78, h.crown + 54), (40, h.crown + 60), (0, h.crown + 50)])
        c.form(furry(top, 17, 0, 6), lit(h.coat, 0.06))
    if not behind:
        for side in (-1, 1):
            _ear(c, h, side)
    _muzzle(c, h)
    _details(c, h)
    for side in (-1, 1):
        eye(c, side * h.eye_gap, h.eye_y, h.eye_size, h.iris, calm=h.calm)
    dog_mouth(
        c, h.nose_y + h.nose_width * 1.25, h.muzzle_width * 0.72, h.muzzle or h.blaze or h.mask
        or lit(h.coat, 0.2), smiling=h.smiling
    )
    dog_nose(c, h.nose_y, h.nose_width, h.nose)
    if h.fringe:
        lock = both_sides([(0, h.crown - 8), (40, h.crown), (66, h.crown + 24), (58, h.crown + 38),
                           (34, h.crown + 36), (14, h.crown + 52), (0, h.crown + 42)])
        c.form(furry(lock, 13, 1.1, 12), lit(h.coat, 0.12), depth=0.6)
