"""The rules on vocabularies."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.findings import Finding
from tests.builders.folders import checked

WORDS = [f"word{number}" for number in range(5)]
COUNTS = "1,0,2,0,1\n0,0,3,1,1\n" * 10


def found(folder: Path, words: str | bytes, counts: str = COUNTS) -> list[Finding]:
    files: dict[str, str | bytes] = {"train/a.csv": counts, "auxiliary/vocab.txt": words}
    report = checked(folder, files, algorithm="ntm", hyperparameters={"num_topics": "2", "feature_dim": "5"})
    return [finding for finding in report.findings if finding.rule.startswith("VOC")]


def written(*words: str) -> str:
    return "".join(f"{word}\n" for word in words)


SOUND = [written(*WORDS), "\n".join(WORDS), written(*WORDS) + "\n\n", written("ä", "the", "3", "n't", "a_b")]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_vocabulary_passes_without_a_word(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(("count", "fails"), [(4, True), (5, False), (6, True)])
def test_both_sides_of_the_number_of_features(tmp_path: Path, count: int, fails: bool) -> None:
    findings = found(tmp_path, written(*(f"w{number}" for number in range(count))))
    message = f"The vocabulary has {count} lines, the training data 5 features."
    assert [(f.rule, f.severity, f.message, f.location.file) for f in findings] == (
        [("VOC110", "error", message, "auxiliary/vocab.txt")] if fails else []
    )


def test_no_width_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, written("a"), counts="") == []
