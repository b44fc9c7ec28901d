"""Text and token sequences are known for what they are, without a word on the algorithm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.folders import checked, places
from tests.builders.sound_tokens import CASES


@pytest.mark.parametrize("case", CASES)
def test_text_and_tokens_are_known_for_what_they_are(tmp_path: Path, case: str) -> None:
    algorithm, files, _ = CASES[case]
    report = checked(tmp_path, files)
    assert (report.verdict, places(report)) == ("pass", [])
    assert [one.algorithm for one in report.algorithms or () if one.accepts == "as-is"] == [algorithm]
