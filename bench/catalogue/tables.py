"""What was measured, as tables, goals and a chart."""

import math
import statistics
from collections.abc import Iterator, Sequence
from typing import Final

from bench.catalogue.boards import Drf, PocketBase, Rip
from bench.catalogue.rounds import STATIC, Measured, Turn
from bench.catalogue.works import WORKS, Work
from bench.chart import Group, bars
from bench.report import Chart, Goal, Sheet, spread

RIP: Final = Rip.name
POCKETBASE: Final = PocketBase.name
DRF: Final = Drf.name
SERVERS: Final = (RIP, STATIC, POCKETBASE, DRF)
TITLES: Final = {work.name: work.title for work in WORKS}
MOST_GROWTH: Final = 1.5
CHARTED: Final = ("whole", "one", "page", "cold", "search", "create")
GROWING: Final = ("page", "cold", "one")

NOTES: Final = [
    (
        "Answers per second over 16 keep-alive connections: medians, and ranges over the rounds. "
        "Ratios are those of each round. CPU in shares of a core, server and load."
    ),
    "Beside writes: with 50 PATCH per second to the same server, or as many as it could do.",
]


def sheets(measured: Measured) -> list[Sheet]:
    return [*(_sheet(measured, size) for size in measured.sizes()), _details(measured)]


def _sheet(measured: Measured, size: int) -> Sheet:
    columns = ["", "RIP", "static bytes", POCKETBASE, DRF]
    columns += ["RIP ÷ static", "RIP ÷ PocketBase", "RIP ÷ DRF"]
    rows = []
    for work in WORKS:
        if any(measured.of(size, work.name, name) for name in SERVERS):
            turns = [measured.of(size, work.name, name) for name in SERVERS]
            parts = [_ratio_text(turns[0], other) for other in turns[1:]]
            rows.append([_title(work), *map(_per_second, turns), *parts])
    return Sheet(f"{size:,} adverts", columns, rows)


def _details(measured: Measured) -> Sheet:
    columns = ["", "adverts", "p50, ms", "p99, ms", "bytes", "CPU", "writes/s beside"]
    rows = [
        [f"{name}: {_title(work)}", f"{size:,}", *_detail(turns)]
        for size in measured.sizes()
        for work in WORKS
        for name in (RIP, STATIC, POCKETBASE)
        if (turns := measured.of(size, work.name, name))
    ]
    return Sheet("Latency, size and processor time", columns, rows, NOTES)


def _detail(turns: Sequence[Turn]) -> list[str]:
    figures = [turn.figures for turn in turns]
    beside = [turn.writes_per_second for turn in turns if turn.writes_per_second is not None]
    server = statistics.median(one.server_cpu for one in figures)
    load = statistics.median(one.load_cpu for one in figures)
    return [
        spread([one.percentile(50) for one in figures], ".1f"),
        spread([one.percentile(99) for one in figures], ".1f"),
        f"{statistics.median(one.bytes_each for one in figures):,.0f}",
        f"{server:.0%} / {load:.0%}",
        spread(beside) if beside else "",
    ]


def _title(work: Work) -> str:
    return f"{work.title}, beside writes" if work.beside_writes else work.title


def _per_second(turns: Sequence[Turn]) -> str:
    return spread([turn.figures.per_second for turn in turns]) if turns else ""


def ratios(ours: Sequence[Turn], theirs: Sequence[Turn]) -> list[float]:
    """Of each round, because the two were measured in the same minute."""
    return [
        one.figures.per_second / two.figures.per_second if two.figures.per_second else math.inf
        for one, two in zip(ours, theirs, strict=False)
    ]


def _ratio_text(ours: Sequence[Turn], theirs: Sequence[Turn]) -> str:
    return spread(ratios(ours, theirs), ".2f") if ours and theirs else ""


def goals(measured: Measured) -> list[Goal]:
    if not measured.turns:
        return []
    return [*_speeds(measured), *_growth(measured), _answers(measured)]


def _speeds(measured: Measured) -> Iterator[Goal]:
    for work, other, wanted in (
        ("whole", STATIC, 0.6),
        ("whole", POCKETBASE, 100),
        ("one", POCKETBASE, 1.2),
        ("page", POCKETBASE, 3),
        ("cold", POCKETBASE, None),
        ("search", POCKETBASE, None),
        ("create", POCKETBASE, 1),
        ("update", POCKETBASE, None),
    ):
        for size in measured.sizes():
            ours, theirs = measured.of(size, work, RIP), measured.of(size, work, other)
            if ours and theirs:
                yield _at_least(
                    f"{TITLES[work]}, {size:,} adverts: RIP ÷ {other}", ours, theirs, wanted
                )


def _at_least(
    claim: str, ours: Sequence[Turn], theirs: Sequence[Turn], wanted: float | None
) -> Goal:
    figures = ratios(ours, theirs)
    met = wanted is None or statistics.median(figures) >= wanted
    return Goal(claim, spread(figures, ".2f"), f"≥ {wanted}" if wanted else "no goal", met)


def _growth(measured: Measured) -> Iterator[Goal]:
    least, most = measured.sizes()[0], measured.sizes()[-1]
    for work in GROWING if least != most else ():
        small, large = measured.of(least, work, RIP), measured.of(most, work, RIP)
        if small and large:
            dearer = ratios(small, large)
            claim = f"{TITLES[work]}: cost with {most:,} adverts ÷ with {least:,}"
            met = statistics.median(dearer) <= MOST_GROWTH
            yield Goal(claim, spread(dearer, ".2f"), f"≤ {MOST_GROWTH}", met)


def _answers(measured: Measured) -> Goal:
    wrong = [one for one in measured.wrong if one.startswith(RIP)]
    return Goal("Kinds of request that RIP answered wrongly", str(len(wrong)), "0", not wrong)


def chart(measured: Measured) -> Chart | None:
    groups = []
    for size in measured.sizes():
        for work in WORKS:
            middles = {
                name: statistics.median(turn.figures.per_second for turn in turns)
                for name in SERVERS
                if (turns := measured.of(size, work.name, name))
            }
            shown = {name: value for name, value in middles.items() if value}
            if work.name in CHARTED and POCKETBASE in shown:
                groups.append(Group(f"{work.title} · {size:,}", shown))
    if not groups:
        return None
    words = "Answers per second, one core, logarithmic scale"
    return Chart("catalogue.svg", words, bars(words, SERVERS, groups))
