"""Curves: how the outlines of everything are made from a few points."""

import math
import random
from collections.abc import Sequence

Point = tuple[float, float]


def fmt(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def smooth(points: Sequence[Point], closed: bool = True, tension: float = 1.0) -> str:
    """A curve that passes through all the points (Catmull-Rom, written as Beziers)."""
    n = len(points)
    out = [f"M{fmt(points[0][0])} {fmt(points[0][1])}"]
    for i in range(n if closed else n - 1):
        before = points[i - 1] if closed or i else points[0]
        a, b = points[i], points[(i + 1) % n]
        after = points[(i + 2) % n] if closed or i + 2 < n else b
        k = tension / 6
        x1, y1 = a[0] + (b[0] - before[0]) * k, a[1] + (b[1] - before[1]) * k
        x2, y2 = b[0] - (after[0] - a[0]) * k, b[1] - (after[1] - a[1]) * k
        out.append(f"C{fmt(x1)} {fmt(y1)} {fmt(x2)} {fmt(y2)} {fmt(b[0])} {fmt(b[1])}")
    return " ".join(out) + ("Z" if closed else "")


def both_sides(right: Sequence[Point]) -> list[Point]:
    """A symmetrical outline from its right half, given from top to bottom."""
    return [*right, *((-x, y) for x, y in reversed(right) if abs(x) > 0.01)]


def sample(points: Sequence[Point], per: int = 12, closed: bool = False) -> list[Point]:
    """Points laid densely along the smooth curve."""
    n = len(points)
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        p0 = points[i - 1] if closed or i else points[0]
        p1, p2 = points[i], points[(i + 1) % n]
        p3 = points[(i + 2) % n] if closed or i + 2 < n else p2
        for j in range(per):
            t = j / per
            a, b, c, d = (
                -0.5 * t + t**2 - 0.5 * t**3,
                1 - 2.5 * t**2 + 1.5 * t**3,
                0.5 * t + 2 * t**2 - 1.5 * t**3,
                -0.5 * t**2 + 0.5 * t**3,
            )
            out.append(
                (
                    a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                    a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
                )
            )
    if not closed:
        out.append(points[-1])
    return out


def stroll(points: Sequence[Point], step: float, rng: random.Random, vary: float) -> list[Point]:
    """The closed polyline walked in steps that vary around the given one."""
    out: list[Point] = []
    left = 0.0
    for a, b in zip(points, [*points[1:], points[0]], strict=True):
        length = math.dist(a, b)
        while left < length:
            t = left / length
            out.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
            left += step * rng.uniform(1 - vary, 1 + vary)
        left -= length
    return out if math.dist(out[0], out[-1]) > step * 0.5 else out[:-1]


def furry(points: Sequence[Point], size: float, lean: float = 0.6, seed: int = 1) -> str:
    """A closed outline of soft locks that hang downwards; lean 0 makes round curls."""
    rng = random.Random(seed)
    walk = stroll(
        sample(points, 16, closed=True), size * (1.9 if lean else 1.5), rng, 0.5 if lean else 0.2
    )
    n = len(walk)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(walk, [*walk[1:], walk[0]], strict=True))
    out = [f"M{fmt(walk[0][0])} {fmt(walk[0][1])}"]
    for i in range(n):
        a, b = walk[i], walk[(i + 1) % n]
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy) or 1
        nx, ny = (dy / length, -dx / length) if area > 0 else (-dy / length, dx / length)
        reach = min(size, length) * rng.uniform(0.5, 1.0)
        if lean == 0:
            r = length * 0.56
            out.append(f"A{fmt(r)} {fmt(r)} 0 0 {1 if area > 0 else 0} {fmt(b[0])} {fmt(b[1])}")
            continue
        downhill = 1 if dy > 0 else -1
        along = downhill * lean * reach
        mid = 0.5 + 0.3 * downhill
        tip = (
            a[0] + dx * mid + nx * reach * 0.75 + dx / length * along,
            a[1] + dy * mid + ny * reach * 0.75 + dy / length * along,
        )
        c1 = (a[0] + dx * 0.25 + nx * reach * 0.6, a[1] + dy * 0.25 + ny * reach * 0.6)
        c2 = (b[0] - dx * 0.25 + nx * reach * 0.6, b[1] - dy * 0.25 + ny * reach * 0.6)
        if downhill > 0:
            c2 = (b[0] + nx * reach * 0.1, b[1] + ny * reach * 0.1)
        else:
            c1 = (a[0] + nx * reach * 0.1, a[1] + ny * reach * 0.1)
        out.append(
            f"Q{fmt(c1[0])} {fmt(c1[1])} {fmt(tip[0])} {fmt(tip[1])}"
            f"Q{fmt(c2[0])} {fmt(c2[1])} {fmt(b[0])} {fmt(b[1])}"
        )
    return " ".join(out) + "Z"


def tube(spine: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a limb: a spine with a width at each of its points, round ends."""
    walk = sample(spine, 8)
    last = len(walk) - 1
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(walk):
        a, b = walk[max(i - 1, 0)], walk[min(i + 1, last)]
        length = math.dist(a, b) or 1
        nx, ny = (b[1] - a[1]) / length, -(b[0] - a[0]) / length
        place = i / last * (len(widths) - 1)
        k = min(int(place), len(widths) - 2)
        ease = place - k
        ease = ease * ease * (3 - 2 * ease)
        w = (widths[k] + (widths[k + 1] - widths[k]) * ease) / 2
        left.append((x + nx * w, y + ny * w))
        right.append((x - nx * w, y - ny * w))

    def cap(centre: Point, start: Point, width: float) -> list[Point]:
        turn = math.atan2(start[1] - centre[1], start[0] - centre[0])
        return [
            (
                centre[0] + width / 2 * math.cos(turn + a),
                centre[1] + width / 2 * math.sin(turn + a),
            )
            for a in (0.52, 1.05, 1.57, 2.09, 2.62)
        ]

    end = cap(walk[-1], left[-1], widths[-1])
    root = cap(walk[0], right[0], widths[0])
    return [*left[::2], left[-1], *end, right[-1], *right[:-1][::-1][::2], *root]
