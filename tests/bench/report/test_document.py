"""Figures written into the document, and the chart beside it."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.chart import LABELS, Group, bars
from bench.report import Chart, Goal, Part, Sheet, spread, write

PART = Part(
    "catalogue",
    [Sheet("Reads", ["", "RIP"], [["one", "7"]], ["A note."])],
    [Goal("fast", "7", "≥ 5", met=True), Goal("flat", "9", "≤ 1", met=False)],
    Chart("catalogue.svg", "Answers", "<svg/>"),
)


def test_only_what_is_between_the_marks_changes(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("Before\n<!-- catalogue: begin -->\nold\n<!-- catalogue: end -->\nAfter\n")
    write(PART, document)
    write(PART, document)
    text = document.read_text()
    assert text.startswith("Before\n<!-- catalogue: begin -->")
    assert text.endswith("<!-- catalogue: end -->\nAfter\n")
    assert "old" not in text
    assert text.count("| one | 7 |") == 1
    assert "| fast | 7 | ≥ 5 | yes |" in text
    assert "| flat | 9 | ≤ 1 | NO |" in text
    assert "![Answers](catalogue.svg)" in text
    assert (tmp_path / "catalogue.svg").read_text() == "<svg/>"


def test_a_document_without_the_marks_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("Nothing here\n")
    with pytest.raises(ValueError, match="no place marked"):
        write(PART, document)


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
