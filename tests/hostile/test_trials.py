"""A few of the inputs that `python -m tests.hostile` tries by the hundred thousand, and what it once found."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from advisor import check
from tests.builders.folders import write
from tests.builders.recordio import image_record, write_recordio
from tests.documents.documents import REQUEST
from tests.hostile.sound import JPEG
from tests.hostile.trials import KINDS, render, trial
from tests.hostile.ways import PLAIN, Way, compare, look


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(3) as made:
        yield made


FOUND: dict[str, tuple[str | None, dict[str, bytes]]] = {
    "a tally that was begun and stayed empty": (None, {"train/a.libsvm": b"1:2 0:1\n"}),
    "whole numbers as floats": (
        "image-classification", {"train/a.rec": write_recordio([image_record(JPEG, 1.0)] * 3)},
    ),
}  # fmt: skip
"""What compiled loops once said otherwise: the algorithm and the files."""


@pytest.mark.parametrize("name", FOUND)
def test_compiled_loops_say_what_the_plain_readers_say(name: str, tmp_path: Path) -> None:
    algorithm, files = FOUND[name]
    root = write(tmp_path, files)
    asked = {"algorithm": algorithm}
    compare(look(root, asked, PLAIN), look(root, asked, Way(compiled=0)), name)


def test_a_member_of_a_request_whose_name_is_no_text() -> None:
    report = check(None, job={**REQUEST, "\ud800": "x", "HyperParameters": {"\udfff": "1"}})
    assert "REQ" in {finding.rule[:3] for finding in report.findings}
    render(report)


def test_some_inputs_of_every_kind(tmp_path: Path, executor: Executor) -> None:
    """Ends in a report, advice or a message; however it is read, it is the same."""
    kinds = set()
    for number in range(400):
        place = tmp_path / str(number)
        place.mkdir()
        kinds.add(trial(0, number, place, executor))
    assert kinds == set(KINDS)
