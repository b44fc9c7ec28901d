"""The rules on vocabularies."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.findings import Finding
from tests.builders.folders import checked

WORDS = [f"word{number}" for number in range(5)]
COUNTS = "1,0,2,0,1\n0,0,3,1,1\n" * 10


def found(
    folder: Path, words: str | bytes, counts: str = COUNTS, feature_dim: str = "5", content_type: str = "text/csv"
) -> list[Finding]:
    files: dict[str, str | bytes] = {"train/a.csv": counts, "auxiliary/vocab.txt": words}
    hyperparameters = {"num_topics": "2", "feature_dim": feature_dim}
    types = {"train": content_type}
    report = checked(folder, files, algorithm="ntm", hyperparameters=hyperparameters, content_types=types)
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
        [("VOC110", "warning", message, "auxiliary/vocab.txt")] if fails else []
    )


@pytest.mark.parametrize(
    ("first", "count", "line"),
    [("word", 5, 1), ('"Vocab"', 5, 1), ("0", 5, 1), ("apple", 5, None), ("word", 6, None), ("word", 3, None)],
)
def test_a_header_before_the_words(tmp_path: Path, first: str, count: int, line: int | None) -> None:
    (one,) = found(tmp_path, written(first, *(f"w{number}" for number in range(count))))
    assert (one.rule, one.location.line, "a header" in one.message) == ("VOC110", line, line is not None)
    assert (one.fix == "Remove the first line.") == (line is not None)


@pytest.mark.parametrize(
    ("count", "feature_dim", "content_type", "severity"),
    [
        (4, "4", "text/csv", None),
        (5, "4", "text/csv", "warning"),
        (4, "4", "text/csv;label_size=0", "warning"),
        (5, "9", "text/csv", None),
        (4, "9", "text/csv", "info"),
        (3, "9", "text/csv", "warning"),
    ],
)
def test_the_first_column_of_undeclared_size_is_a_label_or_a_feature(
    tmp_path: Path, count: int, feature_dim: str, content_type: str, severity: str | None
) -> None:
    words = written(*(f"w{number}" for number in range(count)))
    findings = found(tmp_path, words, feature_dim=feature_dim, content_type=content_type)
    assert [(finding.rule, finding.severity) for finding in findings] == ([("VOC110", severity)] if severity else [])
    if severity == "info":
        assert findings[0].message == "The vocabulary has 4 lines, a row 5 cells: right only if the first is a label."


MOST = [0] * 43 + [1, 2] * 3
"""The beginning of a column of fifty counts, of which one is missing."""


@pytest.mark.parametrize(
    ("first", "is_count"),
    [
        ([*MOST, 4], True),
        ([*MOST, 3], False),  # which may be classes without a gap
        ([*MOST[2:], 4, 4, 4], False),  # in more rows than the highest count is
        ([*MOST, 10], False),  # above all other counts
        ([0] * 5 + [1] * 6 + [0, 2] * 19 + [4], True),
        ([0] * 5 + [1] * 25 + [0, 2] * 9 + [4, 0], False),  # not mostly 0
        ([*MOST, 3.5], False),
        ([0.5, *MOST[1:], 4], False),
    ],
)
def test_a_first_column_that_counts_is_no_label(first: list[float], is_count: bool, tmp_path: Path) -> None:
    counts = "".join(f"{count},{n % 3},{9 if n == 7 else 0},0,0\n" for n, count in enumerate(first))
    findings = found(tmp_path, written("a", "b", "c", "d"), counts, feature_dim="9")
    assert [finding.severity for finding in findings] == ["warning" if is_count else "info"]


def test_few_rows_do_not_say_what_counts(tmp_path: Path) -> None:
    for rows, severity in ((49, "info"), (50, "warning")):
        counts = "".join(f"{4 if n == 9 else 0},{n % 3},{n % 5},0,0\n" for n in range(rows))
        (one,) = found(tmp_path / str(rows), written("a", "b", "c", "d"), counts, feature_dim="9")
        assert one.severity == severity


def test_no_width_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, written("a"), counts="") == []
