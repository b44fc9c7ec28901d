"""The example of each rule that `advisor fix` mends: the finding is gone, and what it did not name is untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import fix
from advisor.case.repairs import REPAIRS
from advisor.conversion.mend.settle import OF_FILES
from advisor.rules.examples import example_of
from tests.builders.acceptance.examples import requested, write

ANSWERS = {
    "target": "1", "missing": "drop", "beyond": "drop", "text": "numbers", "index": "drop", "columns": "1,2",
    "encoding": "cp1252", "broken": "leave-out", "picture": "jpeg", "bits": "upper", "zone": "utc",
    "unpaired": "leave-out", "object": "1",
}  # fmt: skip


@pytest.mark.parametrize("rule", sorted(REPAIRS.keys() - {"CSV122"}))  # its example has too few columns to choose from
def test_example_is_mended(tmp_path: Path, rule: str) -> None:
    example = example_of(rule)
    assert example
    given = example.faulty
    source = write(tmp_path / "data", given.files)
    if REPAIRS[rule] == "set-aside" and rule.startswith(OF_FILES):  # what is left is sound
        write(source, {name.replace("/", "/sound-"): made for name, made in example.mended.files.items()})
    done = fix(
        source, algorithm=given.algorithm, answers=ANSWERS, output=tmp_path / "fixed",
        job=requested(given.request) if given.request else None, hyperparameters=given.hyperparameters,
    )  # fmt: skip
    assert rule not in {finding.rule for finding in done.left}
    assert REPAIRS[rule] in {repair for step in done.steps for repair in step.repairs}
