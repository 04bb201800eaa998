"""Features that dogs and cats share: eyes, noses, mouths, whiskers."""

# Tables of points and colours read better in rows.
# fmt: off

from frontend.illustrations.drawing.canvas import Canvas
from frontend.illustrations.drawing.curves import smooth
from frontend.illustrations.drawing.palette import INK, NOSE, PINK, lit, mix, shaded

CAT_EYE = ((-1.2, 0.28), (-0.55, -0.75), (0.2, -1.02), (0.92, -0.57), (1.2, -0.14), (0.82, 0.64),
           (0.0, 1.0), (-0.75, 0.75))
DOG_EYE = ((-1.08, 0.2), (-0.68, -0.74), (0.1, -1.02), (0.84, -0.66), (1.08, -0.04), (0.78, 0.7),
           (0.0, 1.0), (-0.76, 0.76))


def eye(
    c: Canvas, x: float, y: float, r: float, iris: str, *, cat: bool = False, calm: float = 0.0
) -> None:
    """One open eye; x tells the side, calm lowers the upper lid (0..1)."""
    side = 1 if x > 0 else -1

    def almond(scale: float) -> str:
        s = r * scale
        points = CAT_EYE if cat else DOG_EYE
        return smooth([(x + side * px * s, y + py * s) for px, py in points])

    c.path(almond(1.5), INK, opacity=0.22, soft=r * 0.35)
    c.path(almond(1.15 if cat else 1.14), mix(INK, NOSE, 0.5))
    with c.group(clip=almond(1.0)):
        c.oval(x, y, r * 1.5, r * 1.3, shaded(iris, 0.35))
        glow = c.radial((0, lit(iris, 0.35)), (0.65, iris), (1, shaded(iris, 0.4)),
                        centre=(0.5, 0.72), radius=0.6)
        c.oval(x, y, r * 1.12, r * 1.08, glow)
        if cat:
            c.oval(x, y - r * 0.04, r * 0.52, r * 0.84, "#17110f")
        else:
            c.oval(x, y - r * 0.02, r * 0.64, r * 0.66, "#17110f")
        c.path(
            almond(1.0), INK, opacity=0.35, soft=r * 0.2,
            transform=f"translate(0 {-r * (1.45 - calm * 0.5):.1f})"
        )
        c.oval(x + c.light * r * 0.32, y - r * 0.36, r * 0.28, r * 0.3, "#ffffff", opacity=0.96)
        c.oval(x - c.light * r * 0.36, y + r * 0.42, r * 0.15, r * 0.13, "#ffffff", opacity=0.55)


def closed_eye(c: Canvas, x: float, y: float, r: float, colour: str = INK) -> None:
    """A sleeping eye."""
    d = smooth([(x - r * 1.2, y - r * 0.1), (x, y + r * 0.55), (x + r * 1.2, y - r * 0.1)], False)
    c.line(d, colour, r * 0.34)


def dog_nose(c: Canvas, y: float, w: float, colour: str = NOSE) -> None:
    """A broad wet nose with its centre at y and half-width w."""
    d = smooth([(0, y - w * 0.66), (w * 0.72, y - w * 0.62), (w, y - w * 0.12),
                (w * 0.55, y + w * 0.5), (0, y + w * 0.72), (-w * 0.55, y + w * 0.5),
                (-w, y - w * 0.12), (-w * 0.72, y - w * 0.62)])
    c.path(d, INK, opacity=0.25, soft=w * 0.25, transform=f"translate(0 {w * 0.3:.1f})")
    c.path(
        d,
        c.linear((0, lit(colour, 0.28)), (0.5, colour), (1, mix(colour, "#000000", 0.35)),
                 vector=(0, 0, 0, 1))
    )
    for side in (-1, 1):
        c.oval(side * w * 0.45, y + w * 0.1, w * 0.2, w * 0.26, "#0e090a", turn=side * 28)
    c.oval(-w * 0.12, y - w * 0.42, w * 0.46, w * 0.13, "#ffffff", opacity=0.5, soft=w * 0.07)


def dog_mouth(c: Canvas, y: float, w: float, jaw: str, *, smiling: bool) -> None:
    """The lips below a dog's nose; smiling opens them and shows the tongue."""
    lips = [(-w, y - w * 0.12), (-w * 0.62, y + w * 0.2), (-w * 0.18, y + w * 0.14), (0, y),
            (w * 0.18, y + w * 0.14), (w * 0.62, y + w * 0.2), (w, y - w * 0.12)]
    if smiling:
        below = [(w * 0.84, y + w * 0.3), (w * 0.5, y + w * 0.78), (0, y + w * 0.94),
                 (-w * 0.5, y + w * 0.78), (-w * 0.84, y + w * 0.3)]
        inside = smooth([*lips, *below])
        c.path(inside, jaw, stroke=jaw, stroke_width=w * 0.26, stroke_linejoin="round")
        with c.group(clip=inside):
            c.path(inside, c.linear((0, "#4a1a22"), (1, "#7d2c35"), vector=(0, 0, 0, 1)))
        tongue = smooth([(-w * 0.4, y + w * 0.3), (0, y + w * 0.24), (w * 0.4, y + w * 0.3),
                         (w * 0.44, y + w * 0.75), (w * 0.26, y + w * 1.12), (0, y + w * 1.2),
                         (-w * 0.26, y + w * 1.12), (-w * 0.44, y + w * 0.75)])
        c.path(
            tongue, c.linear((0, "#b9525a"), (0.5, "#e58d8a"), (1, "#ee9f98"), vector=(0, 0, 0, 1))
        )
        c.line(f"M0 {y + w * 0.42:.1f}L0 {y + w * 0.95:.1f}", "#c0636a", w * 0.06, opacity=0.8)
    else:
        c.path(
            smooth([(-w * 0.6, y + w * 0.2), (0, y + w * 0.16), (w * 0.6, y + w * 0.2),
                    (w * 0.3, y + w * 0.58), (-w * 0.3, y + w * 0.58)]), shaded(jaw, 0.3),
            opacity=0.55, soft=w * 0.12
        )
    c.line(smooth(lips, False), INK, w * 0.085, opacity=0.85)


def cat_nose(c: Canvas, y: float, w: float, colour: str = PINK) -> None:
    """A small nose and the mouth under it."""
    d = smooth([(-w, y - w * 0.5), (0, y - w * 0.66), (w, y - w * 0.5), (w * 0.5, y + w * 0.2),
                (0, y + w * 0.55), (-w * 0.5, y + w * 0.2)], tension=0.8)
    c.path(d, c.linear((0, lit(colour, 0.25)), (1, shaded(colour, 0.25)), vector=(0, 0, 0, 1)))
    mouth = INK
    c.line(f"M0 {y + w * 0.5:.1f}L0 {y + w * 1.15:.1f}", mouth, w * 0.17, opacity=0.75)
    lips = [(-w * 1.75, y + w * 1.25), (-w * 1.0, y + w * 1.72), (0, y + w * 1.15),
            (w * 1.0, y + w * 1.72), (w * 1.75, y + w * 1.25)]
    c.line(smooth(lips, False), mouth, w * 0.19, opacity=0.75)


def whiskers(c: Canvas, x: float, y: float, length: float, colour: str) -> None:
    """Three long whiskers on each side and the dots they grow from."""
    for side in (-1, 1):
        for i, (rise, reach) in enumerate(((-0.2, 0.95), (0.02, 1.06), (0.26, 0.92))):
            sy = y + (i - 1) * length * 0.075
            d = smooth([(side * x, sy), (side * (x + length * reach * 0.5), sy + rise * 30 - 6),
                        (side * (x + length * reach), sy + rise * length * 0.6)], False)
            c.line(d, colour, 2.2, opacity=0.8)
