"""Figures written into the document, and the chart beside it."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.report.chart import LABELS, Group, bars
from bench.report.document import markdown, write
from bench.report.tables import Chart, Goal, Report, Table, spread

REPORT = Report(
    "catalogue",
    [Table("Reads", ["", "RIP"], [["one", "7"]], ["A note."])],
    [Goal("fast", "7", "≥ 5", met=True), Goal("flat", "9", "≤ 1", met=False)],
    Chart("catalogue.svg", "Answers", "<svg>Answers</svg>"),
)


def test_only_what_is_between_the_marks_changes(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("Before\n<!-- catalogue: begin -->\nold\n<!-- catalogue: end -->\nAfter\n")
    write(REPORT, document)
    write(REPORT, document)
    text = document.read_text()
    assert text.startswith("Before\n<!-- catalogue: begin -->")
    assert text.endswith("<!-- catalogue: end -->\nAfter\n")
    assert "old" not in text
    assert text.count("| one | 7 |") == 1
    assert "| fast | 7 | ≥ 5 | yes |" in text
    assert "| flat | 9 | ≤ 1 | NO |" in text
    assert "![Answers](catalogue.svg)" in text
    assert (tmp_path / "catalogue.svg").read_text() == "<svg>Answers</svg>"


def test_a_remark_is_in_every_title() -> None:
    text = markdown(REPORT.remarked("access log off"))
    assert "**Reads, access log off**" in text
    assert "**Goals, access log off**" in text
    assert "![Answers, access log off](catalogue.svg)" in text


def test_a_document_without_the_marks_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("Nothing here\n")
    with pytest.raises(ValueError, match="no place marked"):
        write(REPORT, document)


def test_a_spread_is_the_median_and_its_range() -> None:
    assert spread([3, 1, 20]) == "3 (1–20)"
    assert spread([1234]) == "1,234"


def test_a_chart_is_sound_svg_and_more_is_longer() -> None:
    svg = bars("A & B", ["us", "them"], [Group("one <advert>", {"us": 1000, "them": 10})])
    root = ElementTree.fromstring(svg)
    widths = [
        float(rect.attrib["width"])
        for rect in root.iter("{http://www.w3.org/2000/svg}rect")
        if rect.attrib.get("x") == str(LABELS)
    ]
    assert widths == sorted(widths, reverse=True)
    assert len(widths) == 2
