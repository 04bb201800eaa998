"""Options that all benchmarks share."""

import pytest

from bench.command_line import command_parser, publish, some_of
from bench.report.tables import Report, Table

REPORT = Report("idle", [Table("Idle sockets", ["", "CPU"], [["RIP", "1%"]])])


def test_the_access_log_is_on_unless_it_is_turned_off(capsys: pytest.CaptureFixture[str]) -> None:
    parser = command_parser("chat", "The chat.")
    publish(REPORT, parser.parse_args([]))
    assert "access log" not in capsys.readouterr().out
    publish(REPORT, parser.parse_args(["--access-log", "off"]))
    assert "Idle sockets, access log off" in " ".join(capsys.readouterr().out.split())


def test_an_unknown_name_is_refused() -> None:
    parser = command_parser("chat", "The chat.")
    parser.add_argument("--only", type=some_of(["idle", "join"]))
    assert parser.parse_args(["--only", "join,idle"]).only == ["join", "idle"]
    with pytest.raises(SystemExit):
        parser.parse_args(["--only", "join,jump"])
