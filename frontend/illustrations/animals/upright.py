"""Poses of animals on their feet or on their haunches.

Every pose keeps the head at (0, 0) in the units of the head and answers where its ground lies.
"""

# Tables of points and colours read better in rows.
# fmt: off

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import Point, both_sides, furry, sample, smooth, tube
from frontend.illustrations.drawing.palette import INK, shaded

from .body import Body, HeadPainter, back_markings, coat_outline, draw_leg, draw_neckwear, draw_tail


def thigh_markings(c: Canvas, b: Body, spine: list[Point]) -> None:
    if not b.saddle:
        back_markings(c, b, spine, (-0.95, 0.3))


def sit(c: Canvas, b: Body, head: HeadPainter) -> float:
    """Sitting, turned a little to the left."""
    k, g = b.build, 372.0 if b.cat else 400.0
    if not b.cat:
        draw_tail(c, b, (158 * k, g - 26), "ground")
    draw_leg(
        c, b, [(16 * k, 190), (18 * k, g - 90), (12 * k, g - 16)], [60 * k, 46 * k, 50 * k],
        far=True
    )
    torso: list[Point] = [(-10, 24), (46 * k, 30), (92 * k, 96), (134 * k, 180), (168 * k, 262),
                          (178 * k, 336), (152 * k, g - 8), (60 * k, g - 6), (0, g - 60),
                          (-56 * k, g - 130), (-84 * k, 210), (-82 * k, 130), (-58 * k, 60)]

    def paint() -> None:
        back_markings(
            c, b, [(80 * k, 70), (120 * k, 150), (160 * k, 240), (182 * k, 340)], (-0.95, 0.3)
        )
        if b.chest:
            chest: list[Point] = [(-120, 40), (20, 60), (34, 150), (10 * k, 240),
                                  (-40 * k, g - 100), (-130, 280)]
            c.path(furry(chest, b.fur, 1.0, 5) if b.fur else smooth(chest), b.chest)
        c.oval(40 * k, g - 60, 70 * k, 110, INK, opacity=0.16, soft=22)

    c.form(coat_outline(b, torso), b.coat, paint)
    haunch: list[Point] = [(78 * k, g - 158), (130 * k, g - 160), (172 * k, g - 112),
                           (180 * k, g - 46), (146 * k, g - 6), (76 * k, g - 4), (44 * k, g - 44),
                           (48 * k, g - 112)]
    c.path(smooth(haunch), INK, opacity=0.16, soft=12, transform="translate(-10 -6)")
    c.form(
        coat_outline(b, haunch, 9), b.haunch or b.coat,
        lambda: thigh_markings(c, b, [(130 * k, g - 160), (176 * k, g - 112),
                                      (182 * k, g - 40)]), depth=0.8
    )
    draw_leg(c, b, [(130 * k, g - 18), (78 * k, g - 14), (40 * k, g - 16)], [44, 42, 40])
    draw_leg(
        c, b, [(-44 * k, 170), (-44 * k, 250), (-44 * k, g - 60), (-50 * k, g - 16)],
        [84 * k, 60 * k, 46 * k, 54 * k]
    )
    if b.cat:
        wrap: list[Point] = [(168 * k, g - 40), (190 * k, g - 6), (110 * k, g + 12),
                             (10 * k, g + 8), (-58 * k, g + 2)]
        wide = [40.0, 46, 48, 44, 34] if b.tail == "plush" else [34.0, 34, 32, 30, 26]
        outline = tube(wrap, wide)

        def bands() -> None:
            if b.stripes:
                for x, y in sample(wrap, 3)[3:]:
                    c.oval(x, y, 6, 40, b.stripes, turn=12, opacity=0.6)
            if b.tail_tip:
                c.oval(wrap[-1][0] - 6, wrap[-1][1], 46, 40, b.tail_tip, soft=2)

        if b.tail != "none":
            c.path(smooth(outline), INK, opacity=0.2, soft=6, transform="translate(0 5)")
            c.form(
                furry(outline, 10, 0.6, 8) if b.tail == "plush" else smooth(outline), b.tail_coat
                or b.coat, bands, depth=0.7
            )
    draw_neckwear(c, b)
    head()
    return g


def sit_front(c: Canvas, b: Body, head: HeadPainter) -> float:
    """Sitting, facing the viewer."""
    k, g = b.build, 350.0 if b.cat else 368.0
    draw_tail(c, b, (118 * k, g - 30), "ground")
    thigh: list[Point] = [(60, g - 150), (112, g - 136), (142, g - 76), (134, g - 16),
                          (84, g - 6), (50, g - 60)]
    for side in (-1, 1):
        haunch = [(side * x * k, y) for x, y in thigh]
        c.form(coat_outline(b, haunch, 5), b.coat, depth=0.8)
        draw_leg(c, b, [(side * 96 * k, g - 40), (side * 100 * k, g - 16)], [60 * k, 62 * k])
    torso = both_sides([(0, 24), (58 * k, 40), (90 * k, 116), (98 * k, 210), (90 * k, g - 70),
                        (50, g - 36), (0, g - 34)])

    def paint() -> None:
        for side in (-1, 1):
            back_markings(
                c, b, [(side * 80, 90), (side * 98 * k, 200), (side * 90 * k, 300)],
                (-side * 0.9, 0.2)
            )
        if b.chest:
            chest = both_sides([(0, 10), (58, 60), (62, 130), (46, 190), (22, 236), (0, 246)])
            c.path(furry(chest, b.fur, 1.0, 4) if b.fur else smooth(chest), b.chest)

    c.form(coat_outline(b, torso), b.coat, paint)
    for side in (-1, 1):
        draw_leg(
            c, b, [(side * 38 * k, 180), (side * 36 * k, g - 80), (side * 38 * k, g - 14)],
            [74 * k, 54 * k, 60 * k]
        )
    draw_neckwear(c, b)
    head()
    return g


def stand(c: Canvas, b: Body, head: HeadPainter) -> float:
    """Standing in profile, the head turned to the viewer."""
    g = 200 + 150 * b.leg

    def at(x: float, y: float) -> Point:
        return (x if x < 80 else 80 + (x - 80) * b.long, y if y < 200 else 200 + (y - 200) * b.leg)

    w = 0.85 + 0.15 * b.build
    draw_tail(c, b, at(352, 84), "up")
    draw_leg(c, b, [at(74, 150), at(80, 240), at(74, 336)], [80 * w, 50 * w, 46 * w], far=True)
    draw_leg(
        c, b, [at(262, 150), at(262, 220), at(290, 270),
               at(276, 336)], [110 * w, 74 * w, 42 * w, 48 * w], far=True
    )
    barrel: list[Point] = [(-58, 40), (0, 6), (64, 14), (160, 44), (260, 44), (332, 62), (362, 112),
                           (354, 172), (306, 196), (220, 186), (130, 206), (36, 218), (-36, 190),
                           (-72, 116)]
    torso = [at(x, y) for x, y in barrel]

    def paint() -> None:
        back_markings(c, b, [at(70, 10), at(160, 38), at(260, 38), at(350, 80)], (0.05, 1.0))
        c.oval(170 * b.long, 214, 190 * b.long, 40, shaded(b.coat, 0.5), opacity=0.35, soft=18)
        if b.chest:
            chest: list[Point] = [(-110, 30), (10, 40), (40, 120), (10, 190), (-20, 260),
                                  (-120, 220)]
            c.path(furry(chest, b.fur, 1.0, 4) if b.fur else smooth(chest), b.chest)

    c.form(coat_outline(b, torso), b.coat, paint)
    draw_leg(
        c, b, [at(302, 124), at(312, 206), at(342, 264),
               at(328, 338)], [104 * w, 82 * w, 44 * w, 52 * w]
    )
    draw_leg(c, b, [at(-4, 150), at(0, 240), at(-8, 338)], [92 * w, 56 * w, 52 * w])
    draw_neckwear(c, b)
    head()
    return g - 2


def bust(c: Canvas, b: Body, head: HeadPainter) -> float:
    """Head and shoulders."""
    k = b.build
    torso = both_sides([(0, 20), (66 * k, 40), (96 * k, 110), (140 * k, 190), (168 * k, 300),
                        (186 * k, 520), (0, 540)])

    def paint() -> None:
        for side in (-1, 1):
            back_markings(
                c, b, [(side * 80, 60), (side * 150 * k, 170), (side * 196 * k, 300)],
                (-side * 0.9, 0.3)
            )
        if b.chest:
            chest = both_sides([(0, 10), (86, 60), (118, 170), (96, 280), (58, 380), (40, 540),
                                (0, 560)])
            c.path(furry(chest, b.fur, 1.1, 4) if b.fur else smooth(chest), b.chest)

    c.form(coat_outline(b, torso), b.coat, paint)
    draw_neckwear(c, b, w=80 * min(k, 1.1), y=92)
    head()
    return 520
