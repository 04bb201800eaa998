"""A benchmark that no longer runs is seen at once: RIP's own rows, each for a moment."""

import pytest

from bench.catalogue import command as catalogue
from bench.catalogue.workloads import WORKLOADS
from bench.chat import command as chat
from bench.flood import command as flood
from bench.site import overview, pages, paint
from bench.surface import command as surface
from bench.surface.rows.all_rows import ROWS
from tests.bench.smoke import MOMENT, PAGES_SIZES, rows, without_figure

# Servers and load have a core each; where others work on both, they take their time.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("little"),
    pytest.mark.timeout(600),
]

Printed = pytest.CaptureFixture[str]


def test_the_overview_has_a_figure_in_each_row(capsys: Printed) -> None:
    assert overview.main(["--seconds", MOMENT]) == 0
    shown = rows(capsys.readouterr().out)
    assert [row[""] for row in shown] == ["GET 20 adverts", "GET accounts/me", "POST an advert"]
    assert without_figure(shown, "per second") == []


def test_each_workload_of_the_catalogue_has_a_figure(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.catalogue.runs.PEERS", {})
    assert catalogue.main(["--seconds", MOMENT, "--rounds", "1"]) == 0
    shown = rows(capsys.readouterr().out)
    compared = [row for row in shown if "RIP ÷ static" in row]
    assert len(compared) == len(WORKLOADS)
    assert without_figure(compared, "RIP") == []
    assert [row for row in shown if "reason" in row] == []
    memory = [row for row in shown if "all, MiB" in row]
    assert len(memory) == 1
    assert without_figure(memory, "all, MiB") == []
    starts = [row for row in shown if "ready, s" in row]
    assert len(starts) == 1
    assert without_figure(starts, "first page, ms") == []


def test_each_row_of_the_surface_is_answered_rightly(capsys: Printed) -> None:
    assert surface.main(["--seconds", "0.05", "--size", "small", "--no-peers"]) == 0
    shown = [row for row in rows(capsys.readouterr().out) if "statements" in row]
    assert [row[""] for row in shown] == [row.name for row in ROWS]
    # They are counted in a few right responses; a moment under load may be too short for one.
    assert [row[""] for row in shown if not row["statements"]] == []


def test_a_flood_of_log_ins_has_figures(capsys: Printed) -> None:
    assert flood.main(["--seconds", MOMENT]) == 0
    shown = [row for row in rows(capsys.readouterr().out) if "p99 ratio" in row]
    assert len(shown) == 3
    assert without_figure(shown, "flood p99, ms") == []


def test_each_page_has_a_figure(capsys: Printed) -> None:
    assert pages.main(["--seconds", MOMENT, "--rounds", "1"]) == 0
    shown = [row for row in rows(capsys.readouterr().out) if "per second" in row]
    assert len(shown) == len(pages.WORKLOADS) * len(PAGES_SIZES)
    assert without_figure(shown, "per second") == []


def test_idle_sockets_and_a_storm_have_figures(capsys: Printed) -> None:
    assert chat.main(["--only", "idle,storm"]) == 0
    shown = rows(capsys.readouterr().out)
    [idle] = [row for row in shown if "joins/s" in row]
    assert without_figure([idle], "joins/s") == []
    [storm] = [row for row in shown if "wrong frames" in row]
    assert (storm[""], storm["wrong frames"]) == ("10", "0")
    assert without_figure([storm], "all are back, s") == []


@pytest.mark.browser
def test_each_page_is_painted(capsys: Printed) -> None:
    assert paint.main(["--loads", "1"]) == 0
    shown = [row for row in rows(capsys.readouterr().out) if row[""] in paint.PAGES]
    assert {row[""] for row in shown} == set(paint.PAGES)
    assert len(shown) == len(paint.PAGES) * len(paint.SCREENS)
    assert without_figure(shown, "largest contentful paint, ms") == []
