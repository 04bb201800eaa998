"""Poses of animals that lie.

Every pose keeps the head at (0, 0) in the units of the head and answers where its ground lies.
"""

# Tables of points and colours read better in rows.
# fmt: off

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import Point, both_sides, furry, sample, smooth, tube
from frontend.illustrations.drawing.palette import INK

from .body import Body, HeadPainter, back_markings, coat_outline, draw_leg, draw_neckwear, draw_tail


def lie(c: Canvas, b: Body, head: HeadPainter) -> float:
    """Lying with the paws to the front."""
    k, g = b.build, 206.0
    draw_tail(c, b, (340 * b.long, g - 16), "ground")
    torso: list[Point] = [(-30, 40), (60, 16), (150 * b.long, 26), (250 * b.long, 34),
                          (328 * b.long, 72), (364 * b.long, 140), (348 * b.long, g - 2),
                          (150, g + 4), (-20, g)]
    c.form(
        coat_outline(b, torso), b.coat, lambda: back_markings(
            c, b, [(70, 14), (150 * b.long, 20), (250 * b.long, 26), (340 * b.long, 76)],
            (0.0, 1.0)
        )
    )
    thigh: list[Point] = [(236, 78), (300, 74), (352, 130), (354, g - 12), (290, g + 2),
                          (214, g - 4), (196, 140)]
    haunch = [(x * b.long, y) for x, y in thigh]
    c.path(smooth(haunch), INK, opacity=0.15, soft=12, transform="translate(-10 -4)")
    c.form(
        coat_outline(b, haunch, 9), b.coat, lambda: back_markings(
            c, b, [(236 * b.long, 66), (310 * b.long, 70), (366 * b.long, 140)], (-0.3, 0.95)
        ), depth=0.8
    )
    draw_leg(
        c, b, [(300 * b.long, g - 8), (240 * b.long, g - 4), (196 * b.long, g - 4)], [46, 44, 42]
    )
    chest: list[Point] = [(-56, 40), (56, 40), (90 * k, 110), (84 * k, 176), (40, g), (-50, g),
                          (-90 * k, 176), (-92 * k, 110)]

    def paint() -> None:
        if b.chest:
            bib = both_sides([(0, 20), (50, 60), (52, 140), (30, g), (0, g + 10)])
            c.path(furry(bib, b.fur, 1.0, 4) if b.fur else smooth(bib), b.chest)

    c.path(smooth(chest), INK, opacity=0.16, soft=14, transform="translate(12 0)")
    c.form(coat_outline(b, chest, 4), b.coat, paint)
    draw_leg(c, b, [(-54, 160), (-64, g - 14), (-98, g + 8)], [62, 54, 54], far=not b.cat)
    draw_leg(c, b, [(48, 160), (40, g - 6), (10, g + 20)], [64, 58, 58])
    draw_neckwear(c, b)
    head()
    return g + 36


def loaf(c: Canvas, b: Body, head: HeadPainter) -> float:
    """A cat lying with its paws tucked in, facing the viewer."""
    k, g = b.build, 196.0
    hull = both_sides([(0, 8), (90 * k, 16), (158 * k, 74), (178 * k, 140), (150 * k, 188), (70, g),
                       (0, g)])

    def paint() -> None:
        for side in (-1, 1):
            back_markings(
                c, b, [(side * 84, 20), (side * 160 * k, 80), (side * 180 * k, 150)],
                (-side * 0.7, 0.6)
            )
        if b.chest:
            chest = both_sides([(0, 10), (60, 50), (66, 130), (40, g), (0, g)])
            c.path(furry(chest, b.fur, 1.0, 4) if b.fur else smooth(chest), b.chest)

    c.form(coat_outline(b, hull), b.coat, paint)
    for side in (-1, 1):
        draw_leg(
            c, b, [(side * 74, g - 34), (side * 40, g - 16), (side * 30, g - 10)], [54, 52, 46]
        )
    draw_neckwear(c, b)
    head()
    return g + 12


def curled(c: Canvas, b: Body, head: HeadPainter) -> float:
    """Asleep in a ball, the tail round the nose."""
    hull: list[Point] = [(-150, 30), (-60, -66), (80, -104), (230, -84), (316, 10), (310, 104),
                         (210, 156), (40, 166), (-110, 140)]
    c.form(
        coat_outline(b, hull), b.coat,
        lambda: back_markings(c, b, [(-60, -60), (80, -98), (230, -80), (320, 20)], (-0.1, 1.0))
    )
    haunch: list[Point] = [(150, -20), (250, -30), (312, 40), (300, 116), (200, 152), (110, 130),
                           (96, 50)]
    c.path(smooth(haunch), INK, opacity=0.14, soft=14, transform="translate(-10 -6)")
    c.form(
        coat_outline(b, haunch, 6), b.coat,
        lambda: back_markings(c, b, [(150, -30), (250, -36), (320, 40)], (-0.1, 1.0)), depth=0.8
    )
    spine: list[Point] = [(300, 96), (230, 152), (110, 168), (-10, 160), (-92, 132)]
    outline = tube(spine, [40, 50, 50, 48, 36])

    def bands() -> None:
        for x, y in sample(spine, 3)[2:]:
            c.oval(x, y, 7, 40, b.stripes or b.coat, turn=10, opacity=0.6)
        if b.tail_tip:
            c.oval(-96, 132, 50, 46, b.tail_tip, soft=2)

    with c.group(transform="translate(-66 44) rotate(-12)"):
        c.oval(10, 40, 110, 70, INK, opacity=0.22, soft=16)
        head()
    c.path(smooth(outline), INK, opacity=0.2, soft=8, transform="translate(0 -4)")
    c.form(furry(outline, 9, 0.6, 8), b.tail_coat or b.coat, bands, depth=0.8)
    return 176
