"""Advice on data, the table of a check without an algorithm, and a check for one algorithm never contradict."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.check import check
from advisor.recommendation import recommend
from tests.builders.acceptance.valid_cases import FOLDERS
from tests.builders.folders import Files, write
from tests.builders.raw_tables import TABLES

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES: dict[str, Files] = {name: files for name, (_, files) in FOLDERS.items()} | {
    f"raw {name}": {"train/table.csv": text} for name, text in TABLES.items()
}


@pytest.mark.parametrize("name", [*FILES, "good", "bad"])
def test_all_three_agree(tmp_path: Path, name: str) -> None:
    data = write(tmp_path, FILES[name]) if name in FILES else EXAMPLES / name
    table = {one.algorithm: one for one in check(data).algorithms or ()}
    advice = recommend(data=data)
    for one in advice.recommendations:
        assert one.accepts == table[one.algorithm].accepts
        assert bool(one.steps) or one.accepts == "as-is", one.algorithm
    for one in advice.recommendations[:1]:
        passes = check(data, algorithm=one.algorithm).verdict == "pass"
        assert passes == (one.accepts == "as-is"), one.algorithm
