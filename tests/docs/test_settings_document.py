"""docs/settings.md lists every setting with its default, and nothing else."""

import re
from pathlib import Path
from typing import cast

from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from rip.env import BASE_DIR, Env

ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\| \S.* \|$", re.MULTILINE)


def name_of(field: FieldInfo) -> str:
    return str(cast("AliasChoices", field.validation_alias).choices[0])


def default_of(field: FieldInfo) -> str:
    """The default as one would write it in the environment."""
    match field.default:
        case None:
            return ""
        case bool(value):
            return str(value).lower()
        case list(values):
            return ",".join(values)
        case Path() as path:
            return str(path.relative_to(BASE_DIR))
        case value:
            return str(value)


def test_the_table_has_every_setting_with_its_default_in_the_order_of_the_code() -> None:
    table = ROW.findall((BASE_DIR / "docs" / "settings.md").read_text())
    assert table == [(name_of(field), default_of(field)) for field in Env.model_fields.values()]


def test_every_row_of_the_table_is_read_by_the_test_above() -> None:
    lines = (BASE_DIR / "docs" / "settings.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == len(Env.model_fields)
