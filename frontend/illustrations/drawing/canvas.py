"""A canvas: the small SVG vocabulary every picture is written in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from .curves import Point, fmt
from .palette import lit, shaded

Paint = Callable[[], None]
Stop = tuple[float, str] | tuple[float, str, float]


class Canvas:
    """Collects SVG elements; gradients, clips and blurs are made where they are used."""

    def __init__(self, width: int = 1200, height: int = 900) -> None:
        self.width, self.height = width, height
        self._defs: list[str] = []
        self._body: list[str] = []
        self._blurs: dict[float, str] = {}
        self.light = -1  # the side the light comes from; a mirrored group turns it round

    def _define(self, kind: str, attrs: str, inner: str) -> str:
        name = f"d{len(self._defs)}"
        self._defs.append(f'<{kind} id="{name}" {attrs}>{inner}</{kind}>')
        return f"url(#{name})"

    @staticmethod
    def _stops(stops: Sequence[Stop]) -> str:
        return "".join(
            f'<stop offset="{s[0]}" stop-color="{s[1]}"'
            + (f' stop-opacity="{s[2]}"' if len(s) == 3 else "")
            + "/>"
            for s in stops
        )

    def linear(
        self,
        *stops: Stop,
        vector: tuple[float, float, float, float] = (0.25, 0, 0.75, 1),
    ) -> str:
        """A linear gradient over the bounding box of what it fills."""
        x1, y1, x2, y2 = vector
        attrs = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
        return self._define("linearGradient", attrs, self._stops(stops))

    def radial(
        self,
        *stops: Stop,
        centre: Point = (0.5, 0.5),
        radius: float = 0.5,
    ) -> str:
        """A radial gradient over the bounding box of what it fills."""
        attrs = f'cx="{centre[0]}" cy="{centre[1]}" r="{radius}"'
        return self._define("radialGradient", attrs, self._stops(stops))

    def blur(self, amount: float) -> str:
        """A filter that softens by the given radius."""
        if amount not in self._blurs:
            inner = f'<feGaussianBlur stdDeviation="{amount}"/>'
            attrs = 'x="-60%" y="-60%" width="220%" height="220%"'
            self._blurs[amount] = self._define("filter", attrs, inner)
        return self._blurs[amount]

    def path(self, d: str, fill: str = "none", **attrs: object) -> None:
        """One path; attribute names are written with _ for -; soft=N blurs it."""
        soft = attrs.pop("soft", None)
        if isinstance(soft, int | float):
            attrs["filter"] = self.blur(float(soft))
        extra = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        self._body.append(f'<path d="{d}" fill="{fill}"{extra}/>')

    def line(self, d: str, colour: str, width: float, **attrs: object) -> None:
        """A stroke with round ends."""
        caps = {"stroke_linecap": "round", "stroke_linejoin": "round"}
        self.path(d, "none", stroke=colour, stroke_width=width, **caps, **attrs)

    def oval(
        self, x: float, y: float, rx: float, ry: float, fill: str, turn: float = 0, **attrs: object
    ) -> None:
        """An ellipse, turned by the given degrees."""
        if turn:
            attrs["transform"] = f"rotate({turn} {fmt(x)} {fmt(y)})"
        d = (
            f"M{fmt(x - rx)} {fmt(y)}A{fmt(rx)} {fmt(ry)} 0 1 1 {fmt(x + rx)} {fmt(y)}"
            f"A{fmt(rx)} {fmt(ry)} 0 1 1 {fmt(x - rx)} {fmt(y)}Z"
        )
        self.path(d, fill, **attrs)

    def box(
        self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, **attrs: object
    ) -> None:
        """A rectangle with corners rounded by r."""
        d = (
            f"M{fmt(x + r)} {fmt(y)}h{fmt(w - 2 * r)}a{r} {r} 0 0 1 {r} {r}v{fmt(h - 2 * r)}"
            f"a{r} {r} 0 0 1 {-r} {r}h{fmt(2 * r - w)}a{r} {r} 0 0 1 {-r} {-r}"
            f"v{fmt(2 * r - h)}a{r} {r} 0 0 1 {r} {-r}Z"
        )
        self.path(d, fill, **attrs)

    def fade(self, y: float, over: float) -> str:
        """A mask that lets a form appear gradually between y and y + over."""
        shade = self._define(
            "linearGradient",
            f'gradientUnits="userSpaceOnUse" x1="0" y1="{fmt(y)}" x2="0" y2="{fmt(y + over)}"',
            self._stops(((0, "#000000"), (1, "#ffffff"))),
        )
        box = f'<rect x="-900" y="{fmt(y)}" width="2400" height="1600" fill="{shade}"/>'
        size = 'maskUnits="userSpaceOnUse" x="-900" y="-900" width="2400" height="2500"'
        return self._define("mask", size, box)

    @contextmanager
    def group(self, clip: str | None = None, **attrs: object) -> Iterator[None]:
        """A group; clip is the path its contents are cut to."""
        if clip is not None:
            attrs["clip_path"] = self._define("clipPath", "", f'<path d="{clip}"/>')
        extra = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        self._body.append(f"<g{extra}>")
        yield
        self._body.append("</g>")

    def form(self, d: str, colour: str, paint: Paint | None = None, depth: float = 1.0) -> None:
        """A rounded body part: lit from the upper left, markings inside, shade at its far edge."""
        near = 0.5 + 0.25 * self.light
        fill = self.linear(
            (0, lit(colour, 0.14 * depth)),
            (0.5, colour),
            (1, shaded(colour, 0.16 * depth)),
            vector=(near, 0, 1 - near, 1),
        )
        with self.group(clip=d):
            self.path(d, fill)
            if paint is not None:
                paint()
            size = 22 * depth
            self.path(
                d,
                stroke=shaded(colour, 0.55),
                stroke_width=size * 1.5,
                opacity=0.3,
                soft=size * 0.6,
                transform=f"translate({fmt(self.light * size * 0.3)} {fmt(-size * 0.5)})",
            )
            self.path(
                d,
                stroke=lit(colour, 0.6),
                stroke_width=size * 0.3,
                opacity=0.3,
                soft=size * 0.16,
                transform=f"translate({fmt(-self.light * size * 0.14)} {fmt(size * 0.2)})",
            )

    def svg(self) -> str:
        """The whole document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}"><defs>{"".join(self._defs)}</defs>'
            f"{''.join(self._body)}</svg>"
        )
