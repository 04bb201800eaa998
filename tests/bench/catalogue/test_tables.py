"""Ratios, goals and the chart of the catalogue's benchmark."""

from collections.abc import Iterable

from bench.catalogue import tables
from bench.catalogue.runs import STATIC, Results, Run
from bench.catalogue.tables import DRF, POCKETBASE, RIP
from bench.load.measurement import Measurement
from bench.report.tables import Goal


def runs(*per_second: int) -> list[Run]:
    return [Run(Measurement(1.0, [0.001] * rate, bytes=100 * rate)) for rate in per_second]


def results(**rates: Iterable[int]) -> Results:
    """Rates of each round, by names such as `RIP_1000_one`."""
    servers = {"RIP": RIP, "POCKETBASE": POCKETBASE, "DRF": DRF, "STATIC": STATIC}
    made = Results()
    for name, rounds in rates.items():
        server, size, workload = name.split("_", 2)
        made.runs[int(size), workload, servers[server]] = runs(*rounds)
    return made


def goal(made: Results, words: str) -> Goal:
    (found,) = [goal for goal in tables.goals(made) if words in goal.claim]
    return found


def test_a_ratio_is_taken_within_each_round() -> None:
    made = results(RIP_1000_one=[200, 900, 240], POCKETBASE_1000_one=[100, 300, 200])
    found = goal(made, "one advert, 1,000 adverts: RIP ÷ PocketBase")
    assert found == Goal(found.claim, "2.00 (1.20–3.00)", "≥ 1.2", met=True)


def test_a_goal_that_is_missed_says_so() -> None:
    made = results(RIP_1000_page=[200], POCKETBASE_1000_page=[100])
    assert not goal(made, "RIP ÷ PocketBase").met


def test_a_figure_without_a_goal_is_met() -> None:
    made = results(RIP_1000_cold=[1], POCKETBASE_1000_cold=[100])
    assert goal(made, "RIP ÷ PocketBase").met


def test_growth_compares_the_smallest_board_with_the_largest() -> None:
    made = results(RIP_1000_one=[300], RIP_100000_one=[100], RIP_1000000_one=[250])
    found = goal(made, "cost with 1,000,000 adverts ÷ with 1,000")
    assert (found.figure, found.met) == ("1.20", True)
    slow = results(RIP_1000_page=[300], RIP_100000_page=[100])
    assert not goal(slow, "cost with 100,000").met


def test_a_wrong_answer_of_ours_is_a_goal_missed() -> None:
    made = results(RIP_1000_one=[1])
    assert goal(made, "wrongly").met
    made.wrong = ["PocketBase, 1,000, one: 404"]
    assert goal(made, "wrongly").met
    made.wrong += ["RIP, 1,000, page: 23 adverts"]
    assert not goal(made, "wrongly").met


def test_a_board_has_a_table_of_its_own() -> None:
    made = results(RIP_1000_one=[200], DRF_1000_one=[100], RIP_2000_one=[150])
    first, second, details = tables.tables(made)
    assert [first.title, second.title] == ["1,000 adverts", "2,000 adverts"]
    assert first.rows == [["one advert", "200", "", "", "", "100", "", "", "", "2.00"]]
    assert details.rows[0][:2] == ["RIP: one advert", "1,000"]


def test_nothing_measured_is_no_goal_and_no_chart() -> None:
    assert tables.goals(Results()) == []
    assert tables.chart(Results()) is None


def test_the_chart_has_a_bar_for_each_server_that_answered() -> None:
    made = results(RIP_1000_one=[200], POCKETBASE_1000_one=[50], DRF_1000_one=[0])
    chart = tables.chart(made)
    assert chart
    assert ">200<" in chart.svg
    assert ">50<" in chart.svg
    assert ">0<" not in chart.svg
