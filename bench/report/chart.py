"""A bar chart as SVG, on a logarithmic scale, so that a hundred times more still fits."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 820
LABELS: Final = 270
VALUES: Final = 70
BAR: Final = 13
GAP: Final = 12
TOP: Final = 62
COLOURS: Final = ("#0f766e", "#94a3b8", "#d97706", "#7c3aed", "#be123c")
FONT: Final = "font-family='system-ui, sans-serif'"


@dataclass(frozen=True)
class Group:
    """Bars that belong together, by the names of their servers. All values are above 0."""

    label: str
    values: Mapping[str, float]


def bars(title: str, names: Sequence[str], groups: Sequence[Group]) -> str:
    """Return the chart: groups from top to bottom, bars in the order of `names`, a colour each."""
    height = TOP + sum(len(group.values) * BAR + GAP for group in groups)
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' {FONT}>",
        f"<rect width='{WIDTH}' height='{height}' fill='white'/>",
        f"<text x='12' y='24' font-size='15' font-weight='600'>{escape(title)}</text>",
        *_legend(names),
        *_groups(names, groups),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _legend(names: Sequence[str]) -> Iterator[str]:
    for index, name in enumerate(names):
        x = 12 + index * 150
        yield f"<rect x='{x}' y='36' width='11' height='11' fill='{COLOURS[index]}'/>"
        yield f"<text x='{x + 16}' y='46' font-size='12'>{escape(name)}</text>"


def _groups(names: Sequence[str], groups: Sequence[Group]) -> Iterator[str]:
    values = [value for group in groups for value in group.values.values()]
    least, most = math.log10(min(values)) - 0.3, math.log10(max(values))
    scale = (WIDTH - LABELS - VALUES) / max(most - least, 1)
    y = TOP
    for group in groups:
        middle = y + len(group.values) * BAR / 2 + 4
        yield f"<text x='12' y='{middle:.0f}' font-size='12'>{escape(group.label)}</text>"
        for name in names:
            if name not in group.values:
                continue
            value = group.values[name]
            width = max((math.log10(value) - least) * scale, 1)
            colour = COLOURS[names.index(name)]
            yield (
                f"<rect x='{LABELS}' y='{y}' width='{width:.1f}' height='{BAR - 2}'"
                f" fill='{colour}'/>"
            )
            yield (
                f"<text x='{LABELS + width + 5:.1f}' y='{y + BAR - 3}' font-size='11'>"
                f"{value:,.0f}</text>"
            )
            y += BAR
        y += GAP
