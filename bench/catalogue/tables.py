"""Results as tables, goals and a chart."""

import math
import statistics
from collections.abc import Iterator, Sequence
from typing import Final

from bench.catalogue.runs import STATIC, Results, Run
from bench.catalogue.workloads import WORKLOADS, Workload
from bench.report.chart import Group, bars
from bench.report.tables import Chart, Goal, Table, spread
from bench.servers.boards import BareRip, Drf, PocketBase, Rip

RIP: Final = Rip.name
POCKETBASE: Final = PocketBase.name
DRF: Final = Drf.name
BARE: Final = BareRip.name
SERVERS: Final = (RIP, BARE, STATIC, POCKETBASE, DRF)
TITLES: Final = {workload.name: workload.title for workload in WORKLOADS}
MOST_GROWTH: Final = 1.5
CHARTED: Final = ("whole", "one", "page", "cold", "search", "create")
GROWING: Final = ("page", "cold", "one")

NOTES: Final = [
    (
        "Responses per second over 16 keep-alive connections: medians, and ranges over the rounds. "
        "Ratios are those of each round. CPU in shares of a core, server and load."
    ),
    "Beside writes: with 50 PATCH per second to the same server, or as many as it could do.",
]


def tables(results: Results) -> list[Table]:
    return [*(_table(results, size) for size in results.sizes()), _details(results)]


def _table(results: Results, size: int) -> Table:
    columns = ["", *SERVERS, "RIP ÷ log and limits off"]
    columns += ["RIP ÷ static", "RIP ÷ PocketBase", "RIP ÷ DRF"]
    rows = []
    for workload in WORKLOADS:
        if any(results.of(size, workload.name, name) for name in SERVERS):
            runs = [results.of(size, workload.name, name) for name in SERVERS]
            quotients = [_ratio_text(runs[0], other) for other in runs[1:]]
            rows.append([_title(workload), *map(_per_second, runs), *quotients])
    return Table(f"{size:,} adverts", columns, rows)


def _details(results: Results) -> Table:
    columns = ["", "adverts", "p50, ms", "p99, ms", "bytes", "CPU", "writes/s beside"]
    rows = [
        [f"{name}: {_title(workload)}", f"{size:,}", *_detail(runs)]
        for size in results.sizes()
        for workload in WORKLOADS
        for name in (RIP, STATIC, POCKETBASE)
        if (runs := results.of(size, workload.name, name))
    ]
    return Table("Latency, size and processor time", columns, rows, NOTES)


def _detail(runs: Sequence[Run]) -> list[str]:
    measured = [run.measurement for run in runs]
    beside = [run.writes_per_second for run in runs if run.writes_per_second is not None]
    server = statistics.median(one.server_cpu for one in measured)
    load = statistics.median(one.load_cpu for one in measured)
    return [
        spread([one.percentile(50) for one in measured], ".1f"),
        spread([one.percentile(99) for one in measured], ".1f"),
        f"{statistics.median(one.bytes_each for one in measured):,.0f}",
        f"{server:.0%} / {load:.0%}",
        spread(beside) if beside else "",
    ]


def _title(workload: Workload) -> str:
    return f"{workload.title}, beside writes" if workload.beside_writes else workload.title


def _per_second(runs: Sequence[Run]) -> str:
    return spread([run.measurement.per_second for run in runs]) if runs else ""


def ratios(ours: Sequence[Run], theirs: Sequence[Run]) -> list[float]:
    """Return the ratio of each round, because its two runs share a minute."""
    return [
        one.measurement.per_second / two.measurement.per_second
        if two.measurement.per_second
        else math.inf
        for one, two in zip(ours, theirs, strict=False)
    ]


def _ratio_text(ours: Sequence[Run], theirs: Sequence[Run]) -> str:
    return spread(ratios(ours, theirs), ".2f") if ours and theirs else ""


def goals(results: Results) -> list[Goal]:
    if not results.runs:
        return []
    return [*_speeds(results), *_growth(results), _wrong_responses(results)]


def _speeds(results: Results) -> Iterator[Goal]:
    for workload, other, wanted in (
        ("whole", STATIC, 0.6),
        ("whole", POCKETBASE, 100),
        ("one", POCKETBASE, 1.2),
        ("page", POCKETBASE, 3),
        ("cold", POCKETBASE, None),
        ("search", POCKETBASE, None),
        ("create", POCKETBASE, 1),
        ("update", POCKETBASE, None),
    ):
        for size in results.sizes():
            ours, theirs = results.of(size, workload, RIP), results.of(size, workload, other)
            if ours and theirs:
                yield _at_least(
                    f"{TITLES[workload]}, {size:,} adverts: RIP ÷ {other}", ours, theirs, wanted
                )


def _at_least(claim: str, ours: Sequence[Run], theirs: Sequence[Run], wanted: float | None) -> Goal:
    figures = ratios(ours, theirs)
    met = wanted is None or statistics.median(figures) >= wanted
    return Goal(claim, spread(figures, ".2f"), f"≥ {wanted}" if wanted else "no goal", met)


def _growth(results: Results) -> Iterator[Goal]:
    least, most = results.sizes()[0], results.sizes()[-1]
    for workload in GROWING if least != most else ():
        small, large = results.of(least, workload, RIP), results.of(most, workload, RIP)
        if small and large:
            dearer = ratios(small, large)
            claim = f"{TITLES[workload]}: cost with {most:,} adverts ÷ with {least:,}"
            met = statistics.median(dearer) <= MOST_GROWTH
            yield Goal(claim, spread(dearer, ".2f"), f"≤ {MOST_GROWTH}", met)


def _wrong_responses(results: Results) -> Goal:
    wrong = [reason for reason in results.wrong if reason.startswith(RIP)]
    return Goal("Workloads that RIP answered wrongly", str(len(wrong)), "0", not wrong)


def chart(results: Results) -> Chart | None:
    groups = []
    for size in results.sizes():
        for workload in WORKLOADS:
            middles = {
                name: statistics.median(run.measurement.per_second for run in runs)
                for name in SERVERS
                if (runs := results.of(size, workload.name, name))
            }
            shown = {name: value for name, value in middles.items() if value}
            if workload.name in CHARTED and POCKETBASE in shown:
                groups.append(Group(f"{workload.title} · {size:,}", shown))
    if not groups:
        return None
    title = "Responses per second, one core, logarithmic scale"
    return Chart("catalogue.svg", title, bars(title, SERVERS, groups))
