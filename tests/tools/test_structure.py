"""The checks of the source tree find what they look for, and pass what is right."""

from pathlib import Path

import pytest

from tests.tools import structure


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_circle_of_imports_is_found_at_any_depth_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = "package_with_a_circle"
    write(
        tmp_path / package,
        {
            "__init__.py": "",
            "a.py": f"from {package}.b import one",
            "b.py": f"def one():\n    from {package} import c",
            "c.py": f"import {package}.a",
            "d.py": f"import {package}.a",
        },
    )
    monkeypatch.syspath_prepend(tmp_path)
    (circle,) = structure.circles(structure.import_edges(package))
    assert circle[0] == circle[-1]
    assert set(circle) == {f"{package}.{name}" for name in "abc"}


def test_every_circle_is_found_once() -> None:
    edges = {"a": {"b", "d"}, "b": {"a"}, "c": {"d"}, "d": {"c"}, "e": {"a"}}
    assert {frozenset(circle) for circle in structure.circles(edges)} == {
        frozenset("ab"),
        frozenset("cd"),
    }
    assert list(structure.circles({"a": {"b"}, "b": {"c"}})) == []


def test_folders_may_be_circular_though_their_modules_are_not() -> None:
    packages: structure.Edges = {"app": set(), "app.low": set(), "app.high": set()}
    edges = packages | {
        "app.low.one": {"app.high.one"},
        "app.high.one": set(),
        "app.high.two": {"app.low.two"},
        "app.low.two": set(),
    }
    assert list(structure.circles(edges)) == []
    between = dict(structure.folder_edges(edges))
    assert between["app"] == {"low": {"high"}, "high": {"low"}}
    assert between["app.low"] == {}
    assert len(list(structure.circles(between["app"]))) == 1


def test_a_folder_of_too_many_modules_is_found(tmp_path: Path) -> None:
    modules = {f"rip/full/{number}.py": "" for number in range(16)}
    scripts = {f"frontend/src/full/{number}.ts": "" for number in range(16)}
    others = {"rip/full/migrations/1.py": "", "frontend/node_modules/a/1.ts": ""}
    fits = {f"bench/fits/{number}.py": "" for number in range(15)} | {"bench/fits/__init__.py": ""}
    write(tmp_path, modules | scripts | others | fits)
    assert list(structure.crowded_folders(tmp_path)) == [
        "frontend/src/full: 16 modules",
        "rip/full: 16 modules",
    ]


def test_a_file_of_too_many_lines_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "tests/long.py": "\n" * 351,
            "frontend/long.ts": "\n" * 351,
            "rip/fits.py": "\n" * 350,
            "rip/migrations/0001.py": "\n" * 351,
            "rip/page.html": "\n" * 351,
            ".venv/long.py": "\n" * 351,
        },
    )
    assert list(structure.long_files(tmp_path)) == [
        "frontend/long.ts: 351 lines",
        "tests/long.py: 351 lines",
    ]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""Holds the tables, and e.g. the keys."""', None),
        ('"""Holds the tables\nof the board."""\nx = 1', None),
        ("", "says nothing"),
        ("x = 1", "says nothing"),
        ('"""Holds the tables"""', "not one sentence"),
        ('"""Holds the tables. Knows the keys."""', "not one sentence"),
    ],
)
def test_a_package_says_its_job_in_one_sentence(
    tmp_path: Path, source: str, fault: str | None
) -> None:
    write(tmp_path, {"rip/one/__init__.py": source, "tests/one/__init__.py": ""})
    expected = [f"rip/one/__init__.py: {fault}"] if fault else []
    assert list(structure.silent_packages(tmp_path)) == expected


@pytest.mark.parametrize("name", ["utils.py", "text_helpers.py", "manager.ts", "date-utils.ts"])
def test_a_module_named_for_nothing_is_found(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"rip/{name}": "", "rip/utility_room.py": "", "rip/managers_page.html": ""})
    assert list(structure.forbidden_names(tmp_path)) == [f"rip/{name}"]


@pytest.mark.parametrize(
    "source",
    [
        '"""What a room holds."""',
        'class A:\n    """Where it is.\n\n    And more.\n    """',
        'def f():\n    """Whether it is."""',
        'async def f():\n    """Who asks."""',
        "# How it is done.",
        "x = 1  # What it is.",
    ],
)
def test_a_text_that_begins_with_a_question_word_is_found(tmp_path: Path, source: str) -> None:
    write(tmp_path, {"rip/a.py": source})
    assert len(list(structure.questions(tmp_path))) == 1


@pytest.mark.parametrize(
    "source", ["// What it is.", "/** Whether it is. */", "/**\n * Who asks.\n */"]
)
def test_scripts_begin_no_comment_with_a_question_word(tmp_path: Path, source: str) -> None:
    write(tmp_path, {"frontend/a.ts": source})
    assert len(list(structure.questions(tmp_path))) == 1


def test_what_is_only_alike_passes(tmp_path: Path) -> None:
    python = (
        '"""However. Whatever it is.\n\nWhat matters."""\n# One.\n# What follows is its rest.\n'
    )
    write(tmp_path, {"rip/a.py": python + 's = "# What"', "frontend/a.ts": "// One\n// Who\nf();"})
    assert list(structure.questions(tmp_path)) == []


PRIVATE = """
_TABLE = {}
def _function(): ...
class _Kind: ...
class Room:
    def __init__(self): self._members = []
    async def _read(self): ...
"""


@pytest.mark.parametrize(
    "source",
    [
        "from rip.rooms import _function",
        "from rip.rooms import _Kind as Kind",
        "import rip.rooms\nrip.rooms._TABLE",
        "def test(room): assert room._members == []",
        "async def test(room): await room.door.hub._read()",
        "def test(monkeypatch): monkeypatch.setattr(Room, '_read', None)",
        "def test(monkeypatch): monkeypatch.setattr('rip.rooms._function', None)",
        "def test(monkeypatch): monkeypatch.delattr(Room, '_read')",
        "with patch.object(rooms, '_function'): ...",
        "with mock.patch('rip.rooms._function'): ...",
        "getattr(room, '_members')",
    ],
)
def test_a_test_that_looks_inside_is_found(tmp_path: Path, source: str) -> None:
    write(tmp_path, {"rip/rooms.py": PRIVATE, "tests/test_rooms.py": source})
    assert len(list(structure.private_uses(tmp_path))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from rip.rooms import Room",
        "class Own:\n    def __init__(self): self._members = []",
        "Room._meta, room.__class__",
        "def _function(): ...\n_function()",
        "assert text == '_members'",
        "monkeypatch.setattr(clock, 'now', '_read')",
    ],
)
def test_a_test_that_uses_public_names_and_its_own_passes(tmp_path: Path, source: str) -> None:
    write(tmp_path, {"rip/rooms.py": PRIVATE, "tests/test_rooms.py": source})
    assert list(structure.private_uses(tmp_path)) == []


@pytest.mark.parametrize("call", ["time.sleep(1)", "asyncio.sleep(0.01)", "sleep(seconds)"])
def test_a_test_that_sleeps_is_found(tmp_path: Path, call: str) -> None:
    awaits = f"async def test():\n    await asyncio.sleep(0)\n    {call}"
    write(
        tmp_path,
        {"tests/chat/test_a.py": awaits, "tests/kit/waiting.py": call, "tests/faults/lab.py": call},
    )
    assert list(structure.sleeps(tmp_path)) == ["tests/chat/test_a.py:3"]


def test_a_broken_rule_is_printed_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = [structure.Rule("long files", structure.long_files)]
    write(tmp_path, {"rip/long.py": "\n" * 400})
    assert structure.main(tmp_path, rules) == 1
    assert capsys.readouterr().out == "rip/long.py: 400 lines\n   1 long files\n"
    (tmp_path / "rip/long.py").unlink()
    assert structure.main(tmp_path, rules) == 0
    assert capsys.readouterr().out == "   0 long files\n"
