"""The rule on names of labels that go on behind a blank, against texts that begin alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.builders.folders import checked
from tests.builders.tokens import sentences, words

SUPERVISED = {"mode": "supervised"}


def told(folder: Path, text: str, hyperparameters: dict[str, str] = SUPERVISED) -> list[tuple[str, str]]:
    """Severity and message of each finding of the rule."""
    report = checked(folder, {"train/a.txt": text}, algorithm="blazingtext", hyperparameters=hyperparameters)
    return [(finding.severity, finding.message) for finding in report.findings if finding.rule == "SEN121"]


def severities(folder: Path, text: str) -> list[str]:
    return [severity for severity, _ in told(folder, text)]


def lines_of(label: str, starts: Iterable[str], times: int, text: str = "the team won by two goals") -> str:
    return "".join(f"__label__{label} {start} {text}\n" for start in starts for _ in range(times))


def cut_names(lines: int, follower: str = "Work", others: str = "") -> str:
    """Lines of two labels, of which one is always followed by the same word."""
    return sentences(lambda i: f"__label__Written {follower} " if i % 2 else f"__label__Film {others}", 2 * lines)


def varied(label: str, lines: int) -> str:
    """Lines of a label that begin in more ways than a name goes on."""
    return "".join(f"__label__{label} begin{i % 9} {words(i)}\n" for i in range(lines))


@pytest.mark.parametrize(("lines", "expected"), [(4, []), (5, ["error"])])
def test_both_sides_of_a_name_that_goes_on(tmp_path: Path, lines: int, expected: list[str]) -> None:
    report = checked(tmp_path, {"train/a.txt": cut_names(lines)}, algorithm="blazingtext", hyperparameters=SUPERVISED)
    found = [finding for finding in report.findings if finding.rule == "SEN121"]
    assert [(f.severity, f.location.line, f.count) for f in found] == [(severity, 2, 5) for severity in expected]


def test_a_word_that_is_used_elsewhere_may_be_no_part_of_a_name(tmp_path: Path) -> None:
    expected = [("warning", "'Work' always stands behind '__label__Written': 5 lines.")]
    assert told(tmp_path / "within", cut_names(5) + "__label__Film the Work\n") == expected
    assert told(tmp_path / "ahead", cut_names(5) + "__label__Film Work of the\n") == []


def test_a_word_that_seldom_begins_others(tmp_path: Path) -> None:
    cut = lines_of("Written", ["Work"], 5)
    for others, expected in ((100, ["warning"]), (99, [])):
        text = cut + varied("Film", others - 1) + lines_of("Film", ["Work"], 1)
        assert severities(tmp_path / str(others), text) == expected


def test_few_lines_of_one_of_many_labels_are_less_sure(tmp_path: Path) -> None:
    others = "".join(varied(label, 10) for label in ("Film", "Book"))
    for lines, expected in ((29, ["warning"]), (30, ["error"])):
        text = others + lines_of("Written", ["Work"], lines)
        assert severities(tmp_path / str(lines), text) == expected


def test_many_words_and_lines_are_as_sure(tmp_path: Path) -> None:
    rare = "".join(f"__label__Film x{i} so\n" for i in range(1001))
    for lines, severity in ((99, "warning"), (100, "error")):
        text = "".join(
            f"__label__{a} {b} y{i}\n" for i in range(lines) for a, b in (("Mean", "Of"), ("Written", "Work"))
        )
        ((said, message),) = told(tmp_path, rare + text)
        assert said == severity
        assert message.endswith(f"'__label__Mean', and so for 1 other label: {2 * lines} lines.")


def test_where_it_is_not_known_how_others_begin(tmp_path: Path) -> None:
    rare = "".join(f"__label__Film x{i} so\n" for i in range(1001))
    for lines, expected in ((29, []), (30, ["warning"])):
        assert severities(tmp_path / str(lines), rare + lines_of("Written", ["Work"], lines)) == expected


def test_what_all_lines_begin_with_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert told(tmp_path, cut_names(9, "say", "say ")) == []
    assert told(tmp_path, cut_names(9), {"mode": "skipgram"}) == []


def test_what_most_lines_begin_with_is_no_part_of_a_name(tmp_path: Path) -> None:
    questions = lines_of("Number", ["How many", "What"], 20) + lines_of("Term", ["What"], 20)
    assert told(tmp_path, questions + varied("Person", 100)) == []


@pytest.mark.parametrize("start", ["<?php", "Subject:", "#!/bin/sh"])
def test_markup_is_no_part_of_a_name(start: str, tmp_path: Path) -> None:
    assert told(tmp_path, varied("Film", 20) + lines_of("Written", [start], 20)) == []


def test_a_text_that_begins_with_what_its_label_is_about(tmp_path: Path) -> None:
    assert told(tmp_path, varied("Film", 20) + lines_of("play_music", ["Play"], 20)) == []
    assert severities(tmp_path / "short", varied("Film", 20) + lines_of("Class", ["A"], 20)) == ["error"]


def test_a_word_that_is_a_whole_text(tmp_path: Path) -> None:
    greetings = lines_of("greet", ["hello"], 30)
    assert severities(tmp_path / "more", varied("Film", 40) + greetings) == ["error"]
    assert told(tmp_path / "whole", varied("Film", 40) + greetings + "__label__greet hello\n") == []


def test_a_name_that_goes_on_with_one_of_a_few_words(tmp_path: Path) -> None:
    names = [("Credit", "card"), ("Credit", "report"), ("Loan", "my"), ("Loan", "bank"), ("Loan", "they")]
    lines = [f"__label__{label} {word} the bank lost my money and they know" for label, word in names * 5]
    expected = [("error", "'card' or 'report' always stands behind '__label__Credit': 10 lines.")]
    assert told(tmp_path, "\n".join(lines) + "\n") == expected
    assert told(tmp_path / "few", "\n".join(lines[:-5]) + "\n") == []
    assert told(tmp_path / "elsewhere", "\n".join([*lines, "__label__Loan my card"]) + "\n") == []


@pytest.mark.parametrize(("times", "expected"), [(4, []), (5, ["warning"]), (14, ["warning"]), (15, ["error"])])
def test_a_name_that_goes_on_with_names_of_others(times: int, expected: list[str], tmp_path: Path) -> None:
    others = varied("positive", 40) + varied("Negative", 40) + "__label__positive so very positive or negative\n"
    assert severities(tmp_path, others + lines_of("very", ["positive", "negative"], times)) == expected


@pytest.mark.parametrize(("lines", "expected"), [(99, []), (100, ["warning"])])
def test_few_words_begin_many_lines_of_a_label(lines: int, expected: list[str], tmp_path: Path) -> None:
    after = [("card", 50), ("report", lines - 50)]
    credit = "".join(lines_of("Credit", [word], times, "my card and my report") for word, times in after)
    assert severities(tmp_path / "varied", varied("Loan", 30) + credit) == expected
    alike = lines_of("Loan", ["we", "they", "you", "I"], 10, "and we or they or you or I")
    assert told(tmp_path / "alike", alike + credit) == []
