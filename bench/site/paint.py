"""`./run bench paint`: how soon people see the board, in chromium slowed down four times.

The largest contentful paint is the time from requesting a page until its largest picture or text
is shown. Every load is a first visit: the browser's cache is empty.
"""

import sys
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from bench.command_line import command_parser, publish
from bench.report.tables import Goal, Report, Table, spread
from tests.kit import chromium
from tests.kit.running import running_server

SLOWED: Final = 4
WANTED_MS: Final = 1_000
PAGES: Final = {"the first page": "/", "an advert": "/adverts/30/"}
SCREENS: Final[dict[str, dict[str, Any]]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
# The largest paint may change while pictures load; this runs when they have loaded.
LARGEST: Final = """() => new Promise((done, failed) => {
    setTimeout(() => failed(new Error("nothing was painted")), 5000);
    new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
        .observe({ type: "largest-contentful-paint", buffered: true });
})"""

PaintTimes = dict[tuple[str, str], list[float]]


def main(arguments: list[str]) -> int:
    parser = command_parser("paint", __doc__)
    parser.add_argument("--loads", type=int, default=10, help="of each page; %(default)s")
    options = parser.parse_args(arguments)
    path = chromium.installed()
    if path is None:
        print("Install chromium first: apt-get install chromium", file=sys.stderr)
        return 1
    demo = running_server("--demo", RIP_ACCESS_LOG=options.access_log)
    with demo as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        report = _report(_paint_times(browser, server.url, options.loads))
        browser.close()
    publish(report, options)
    return 0


def _paint_times(browser: Browser, url: str, loads: int) -> PaintTimes:
    return {
        (page, screen): [_largest_paint(browser, url + path, options) for _ in range(loads)]
        for page, path in PAGES.items()
        for screen, options in SCREENS.items()
    }


def _largest_paint(browser: Browser, url: str, screen: dict[str, Any]) -> float:
    """Return the milliseconds of a first visit."""
    context = browser.new_context(locale="ru-RU", **screen)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(url, wait_until="networkidle")
    painted = float(page.evaluate(LARGEST))
    context.close()
    return painted


def _report(taken: PaintTimes) -> Report:
    rows = [
        [page, screen, f"{len(times)}", spread(times)] for (page, screen), times in taken.items()
    ]
    slowest = max(time for times in taken.values() for time in times)
    goal = Goal(
        f"the slowest of {sum(map(len, taken.values()))} loads",
        f"{slowest:,.0f} ms",
        f"< {WANTED_MS:,} ms",
        slowest < WANTED_MS,
    )
    columns = ["page", "screen", "loads", "largest contentful paint, ms"]
    title = f"The largest contentful paint, processor slowed down {SLOWED} times"
    return Report("paint", [Table(title, columns, rows)], [goal])
