"""The rules on the vocabularies of sequences, and on the records that are made with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.cli import main
from advisor.findings import Finding
from tests.builders.folders import Files, checked, write
from tests.builders.recordio import write_recordio
from tests.builders.tokens import token_record, token_records, word_ids

VOCABULARIES: Files = {"vocab/vocab.src.json": word_ids(30, indent=4), "vocab/vocab.trg.json": word_ids(30)}
RECORDS: Files = {"train/train.rec": token_records(30), "validation/val.rec": token_records(29)}


def judged(folder: Path, files: Files, **hyperparameters: str) -> list[Finding]:
    report = checked(folder, {**RECORDS, **VOCABULARIES, **files}, algorithm="seq2seq", hyperparameters=hyperparameters)
    return list(report.findings)


def brief(finding: Finding) -> tuple[str, str, str | None, int | None, str | None, str | None]:
    place = finding.location
    return finding.rule, finding.severity, place.file, place.record, place.key, finding.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (word_ids(30), []),
        ("<?xml version='1.0'?><Error/>", [("LAY107", "error", None, None)]),
        ('{"<pad>": 0,', [("VOJ101", "error", None, "Expecting property name enclosed in double quotes")]),
        (word_ids(30)[:-1] + ', "x": "30"}', [("VOJ103", "error", "x", "30")]),
        (word_ids(30)[:-1] + ', "w3": 30}', [("VOJ104", "error", "w3", "30")]),
        (word_ids(30)[:-1] + ', "x": 29}', [("VOJ105", "error", "x", "29 (that of 'w25')")]),
        (word_ids(30)[:-1] + ', "x": 31}', [("VOJ106", "error", None, None)]),
        (word_ids(30, ()), [("VOJ107", "warning", None, None)]),
        ("{}", [("LAY106", "error", None, None), ("VOJ107", "warning", None, None)]),
        (word_ids(30, ("<unk>", "<pad>", "<s>", "</s>")), [("VOJ107", "warning", None, None)]),
    ],
)
def test_one_fault_in_a_vocabulary(
    tmp_path: Path, text: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    found = judged(tmp_path, {"vocab/vocab.src.json": text})
    wanted = [(rule, severity, "vocab/vocab.src.json", key, value) for rule, severity, key, value in expected]
    hits = [(rule, severity, file, key, value) for rule, severity, file, _, key, value in map(brief, found)]
    assert hits == wanted


@pytest.mark.parametrize(
    ("highest", "absent"), [(32, "30, 31 (2 in all)"), (99, "30, 31, 32, 33, 34, 35, 36, 37, 38, 39, ... (69 in all)")]
)
def test_ids_without_a_word_are_named(tmp_path: Path, highest: int, absent: str) -> None:
    found = judged(tmp_path, {"vocab/vocab.src.json": word_ids(30)[:-1] + f', "x": {highest}}}'})
    (message,) = (finding.message for finding in found if finding.rule == "VOJ106")
    assert message == f"The ids go up to {highest}; without a word: {absent}."


@pytest.mark.parametrize("name", ["vocab.src.json", "vocab.trg.json"])
def test_both_files_must_be_there(tmp_path: Path, name: str) -> None:
    files = {**RECORDS, **{path: text for path, text in VOCABULARIES.items() if not path.endswith(name)}}
    report = checked(tmp_path, files, algorithm="seq2seq")
    message = f"The file {name!r} is not in the channel 'vocab'."
    assert [(f.rule, f.severity, f.channel, f.message) for f in report.findings] == [
        ("VOJ110", "error", "vocab", message)
    ]


def test_a_name_that_is_almost_the_one_is_the_place_and_is_named(tmp_path: Path) -> None:
    renamed = {path.replace("trg", "tgt"): text for path, text in VOCABULARIES.items()}
    (told,) = checked(tmp_path, {**RECORDS, **renamed}, algorithm="seq2seq").findings
    assert (told.rule, told.location.file) == ("VOJ110", "vocab/vocab.tgt.json")
    assert told.fix == "Rename vocab.tgt.json to vocab.trg.json."


@pytest.mark.parametrize("channel", ["train", "validation", "vocab"])
def test_all_three_channels_must_be_there(tmp_path: Path, channel: str) -> None:
    files = {path: data for path, data in {**RECORDS, **VOCABULARIES}.items() if not path.startswith(channel)}
    report = checked(tmp_path, files, algorithm="seq2seq")
    assert [(f.rule, f.severity, f.channel) for f in report.findings] == [("LAY101", "error", channel)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([4, 29], [29], []),
        ([0, 30], [29], [("SEQ141", "error", "train/train.rec", 2, "features.source.values[1]", "30")]),
        ([4], [31, 4], [("SEQ141", "error", "train/train.rec", 2, "features.target.values[0]", "31")]),
        ([-1], [4], [("SEQ141", "error", "train/train.rec", 2, "features.source.values[0]", "-1")]),
    ],
)
def test_both_sides_of_the_highest_id(
    tmp_path: Path, source: list[int], target: list[int], expected: list[tuple[str, str, str, int, str, str]]
) -> None:
    data = write_recordio([token_record([4], [5]), token_record(source, target)])
    assert list(map(brief, judged(tmp_path, {"train/train.rec": data}))) == expected


def test_the_message_names_both_ends(tmp_path: Path) -> None:
    (found, _) = judged(tmp_path, {"vocab/vocab.trg.json": word_ids(20)})
    assert found.message == "The ids of 'target' go from 0 to 29; vocab.trg.json has ids from 0 to 19."


@pytest.mark.parametrize(("limit", "told"), [("9", False), ("8", True)])
def test_both_sides_of_the_longest_sequence(tmp_path: Path, limit: str, told: bool) -> None:
    longest = write_recordio([token_record([4], [5] * 9), token_record([4], [5])])
    found = judged(tmp_path, {"train/train.rec": longest, "validation/val.rec": longest}, max_seq_len_target=limit)
    message = "The longest 'target' has 9 ids; max_seq_len_target is 8."
    expected = (
        [("SEQ142", "info", name, 1, message) for name in ("train/train.rec", "validation/val.rec")] if told else []
    )
    assert [(f.rule, f.severity, f.location.file, f.location.record, f.message) for f in found] == expected


@pytest.mark.parametrize(("longer", "severity"), [(2, "info"), (3, "warning")])
def test_most_sequences_are_cut(tmp_path: Path, longer: int, severity: str) -> None:
    records = write_recordio([token_record([4], [5] * (9 if n < longer else 2)) for n in range(4)])
    found = judged(tmp_path, {"train/train.rec": records}, max_seq_len_target="8")
    assert [(f.severity, f.count) for f in found if f.location.file == "train/train.rec"] == [(severity, longer)]


def test_sequences_are_no_vectors_to_others(tmp_path: Path) -> None:
    report = checked(tmp_path, {**RECORDS, **VOCABULARIES})
    answers = {one.algorithm: one.accepts for one in report.algorithms or ()}
    assert [name for name, accepts in answers.items() if accepts != "no"] == ["seq2seq"]


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vocabulary = '{"<pad>": 0, "\\u001b[31m": "\\ud800"}'
    folder = write(tmp_path, {**RECORDS, **VOCABULARIES, "vocab/vocab.src.json": vocabulary})
    assert main(["check", str(folder), "--algorithm", "seq2seq"]) == 1
    shown = capsys.readouterr().out
    assert "error  VOJ103 word-without-id\nvocab/vocab.src.json: " in shown
    assert "\x1b" not in shown
