"""`advisor fix`: what findings name is mended, what must be decided is asked, and the rest is left to the byte."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor import AdvisorError, check, fix
from advisor.case.repairs import REPAIRS, TABLES, repair_of
from advisor.cli import main
from advisor.conversion.mend.repairs import EFFECTS
from advisor.conversion.table import CONVERSIONS
from advisor.rules import all_rules
from tests.builders.folders import Files, places, write
from tests.builders.recordio import dense, sparse, write_recordio

ROWS = "".join(f"{i % 2},{i * 7 % 11 / 4},{i % 5}\n" for i in range(40))
LL = {"predictor_type": "binary_classifier"}
MULTI = {"predictor_type": "multiclass_classifier", "num_classes": 3}

BY_HAND = {
    "sort the images into a folder for each class",
    "add the missing channel", "add the labels", "add the missing file",
    "write the label of each line as a word that begins with __label__", "write dense tensors",
    "write the name of each label without blanks", "turn every column into numbers",
    "gather the values of each series into one line", "write labels that the task accepts",
}  # fmt: skip
"""Conversions that `advisor fix` does not make: whoever teaches it one takes it off here."""


def test_every_conversion_is_a_repair_or_by_hand() -> None:
    rules = {rule.code: rule for rule in all_rules()}
    assert rules.keys() >= REPAIRS.keys()
    assert EFFECTS.keys() >= set(REPAIRS.values())
    assert {(held, fmt) for held in TABLES for fmt in ("csv", "libsvm", "recordio-protobuf")} <= CONVERSIONS.keys()
    unrepaired = {
        r.conversion for r in rules.values() if r.conversion and repair_of(r.code, r.conversion) is None
    } - BY_HAND
    assert unrepaired == set()


@pytest.mark.parametrize(
    ("rule", "algorithm", "content", "answers", "settings", "first"),
    [
        ("CSV101", "kmeans", ROWS.encode("utf-16"), {}, {}, "0,0.0,0"),
        ("CSV103", "kmeans", b"\xef\xbb\xbf" + ROWS.encode(), {}, {}, "0,0.0,0"),
        ("CSV104", "kmeans", ROWS.replace("\n", "\r"), {}, {}, "0,0.0,0"),
        ("CSV107", "kmeans", ROWS + "\n" + ROWS, {}, {}, "0,0.0,0"),
        ("CSV108", "kmeans", ROWS.replace(",", ";"), {}, {}, "0,0.0,0"),
        ("CSV110", "kmeans", "a,b,c\n" + ROWS, {}, {}, "0,0.0,0"),
        ("CSV111", "kmeans", "0,1,2,3\n" + ROWS.replace("\n", ",5\n"), {}, {}, "0,0.0,0,5"),
        ("CSV112", "linear-learner", "".join(f"{i},{r}\n" for i, r in enumerate(ROWS.split())), {"index": "drop"}, LL,
         "0,0.0,0"),
        ("CSV122", "ip-insights", "".join(f"x,u{i},10.0.0.{i}\n" for i in range(9)), {"columns": "2,3"}, {},
         "u0,10.0.0.0"),
        ("CSV123", "kmeans", "".join(f'"{row}"\n' for row in ROWS.split()), {}, {}, "0,0.0,0"),
        ("CSV124", "xgboost", "".join(f'"{row[0]}"{row[1:]}\n' for row in ROWS.split()), {}, {}, "0,0.0,0"),
        ("CSV130", "kmeans", ROWS.replace("0.25", "red").replace("0.5,", "blue,"),
         {"text": "missing", "missing": "drop"}, {}, "0,0.0,0"),
        ("CSV130", "kmeans", "".join(f"{i},{'ab'[i % 2]}\n" for i in range(9)), {"text": "numbers"}, {}, "0,0"),
        ("CSV130", "kmeans", "".join(f"{i % 3},{'ab'[i % 2]},7\n" for i in range(9)), {"text": "drop-columns"}, {},
         "0,7"),
        ("CSV130", "kmeans", "".join(f"{i % 3};{i},5;7\n" for i in range(20)), {}, {}, "0,0.5,7"),
        ("CSV130", "kmeans", "".join(f"{i % 3},{i % 2 > 0}\n" for i in range(20)), {}, {}, "0,0"),
        ("CSV131", "kmeans", ROWS + "1,,4\n", {"missing": "mean"}, {}, "0,0.0,0"),
        ("CSV132", "kmeans", ROWS + "1,nan,4\n", {"missing": "0"}, {}, "0,0.0,0"),
        ("CSV133", "kmeans", ROWS + "1,-inf,4\n", {"beyond": "drop"}, {}, "0,0.0,0"),
        ("CSV134", "kmeans", ROWS + "1,1e40,4\n", {"beyond": "clip"}, {}, "0,0.0,0"),
        ("CSV135", "kmeans", ROWS.replace("0,0.0,0", "0, 0.0 ,0"), {}, {}, "0,0.0,0"),
        ("CSV151", "linear-learner", "".join(f"{i % 3 + 1},{i}.5\n" for i in range(30)), {"target": "1"}, MULTI,
         "0,0.5"),
        ("CSV151", "linear-learner", "".join(f"{i * 3}.5,{i % 2}\n" for i in range(30)), {"target": "2"}, LL, "0,0.5"),
        ("SVM151", "xgboost", "".join(f"{i % 3 + 1} 0:{i} 3:1.5\n" for i in range(30)), {},
         {"objective": "multi:softmax", "num_class": 3, "num_round": 10}, "0 0:0 3:1.5"),
    ],
)  # fmt: skip
def test_example_of_each_rule_passes_after_its_repair(
    tmp_path: Path, rule: str, algorithm: str, content: bytes | str, answers: dict[str, str], settings: dict[str, Any],
    first: str,
) -> None:  # fmt: skip
    write(tmp_path, {"data/train/a": content})
    before = check(tmp_path / "data", algorithm=algorithm, hyperparameters=settings)
    assert REPAIRS[rule] in {finding.repair for finding in before.findings if finding.rule == rule}
    done = fix(
        tmp_path / "data", algorithm=algorithm, hyperparameters=settings, answers=answers, output=tmp_path / "fixed"
    )
    assert (done.questions, done.left, done.verdict) == ((), (), "pass")
    assert (tmp_path / "fixed/train/a").read_text("utf-8").splitlines()[0] == first


@pytest.mark.parametrize(
    ("rule", "records", "answers"),
    [
        ("REC130", [dense([i, 2.5], i % 2, "float64") for i in range(20)], {}),
        ("REC140", [dense([i, float("nan") if i == 3 else 2.5], i % 2) for i in range(20)], {"missing": "mean"}),
        ("REC141", [dense([i, float("inf") if i == 3 else 2.5], i % 2) for i in range(20)], {"beyond": "clip"}),
        ("REC151", [dense([i, 2.5], i % 2 + 1) for i in range(20)], {}),
        ("REC134", [sparse({0: 1.0}, 2, i % 2) if i == 7 else dense([i, 2.5], i % 2) for i in range(20)], {}),
    ],
)
def test_records(tmp_path: Path, rule: str, records: list[bytes], answers: dict[str, str]) -> None:
    write(tmp_path, {"data/train/a.pbr": write_recordio(records)})
    asked: dict[str, Any] = {"algorithm": "linear-learner", "hyperparameters": LL}
    assert rule in {finding.rule for finding in check(tmp_path / "data", **asked).findings}
    done = fix(tmp_path / "data", answers=answers, output=tmp_path / "fixed", **asked)
    assert (done.questions, done.left, done.verdict, done.after and done.after.records) == ((), (), "pass", 20)


@pytest.mark.parametrize(
    ("algorithm", "files", "answers", "name"),
    [
        ("factorization-machines", {"train/a.csv": ROWS}, {"target": "1"}, "train/a.pbr"),
        ("factorization-machines", {"train/a.libsvm": "1 1:2\n0 3:4.5\n" * 9}, {}, "train/a.pbr"),
        ("kmeans", {"train/a.libsvm": "1 1:2\n0 3:4.5\n" * 9}, {}, "train/a.csv"),
    ],
)
def test_another_format(tmp_path: Path, algorithm: str, files: Files, answers: dict[str, str], name: str) -> None:
    done = fix(write(tmp_path / "data", files), algorithm=algorithm, answers=answers, output=tmp_path / "fixed")
    assert [step.output for step in done.steps] == [name]
    assert (done.questions, done.left, done.verdict) == ((), (), "pass")


def test_array_becomes_csv(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    np.save(tmp_path / "data" / "a.npy", np.arange(40.0).reshape(20, 2) ** 2)
    done = fix(tmp_path / "data", algorithm="kmeans", output=tmp_path / "fixed")
    assert (done.verdict, [step.output for step in done.steps]) == ("pass", ["a.csv"])


def test_columns_of_all_files_are_treated_alike_and_others_stay_to_the_byte(tmp_path: Path) -> None:
    good = '0,0.50,"1"\n1,0.250,2\n'
    files: Files = {"data/train/a.csv": ROWS + "1,,4\n", "data/validation/b.csv": good, "data/train/.DS_Store": b"\0\1"}
    write(tmp_path, files)
    done = fix(
        tmp_path / "data", algorithm="linear-learner", answers={"missing": "drop"}, output=tmp_path / "o",
        mapping=tmp_path / "m.json",
    )  # fmt: skip
    assert (done.dropped, [step.file for step in done.steps]) == (1, ["train/a.csv"])
    assert (tmp_path / "o/train/a.csv").read_text("utf-8") == ROWS
    for name, content in files.items():
        held = (tmp_path / name).read_bytes()
        assert held == (content if isinstance(content, bytes) else content.encode())


def test_classes_are_numbered_over_all_channels(tmp_path: Path) -> None:
    train, held = "".join(f"{'abc'[i % 3]},{i}\n" for i in range(30)), "".join(f"c,{i}\n" for i in range(9))
    write(tmp_path, {"d/train/a.csv": train, "d/validation/a.csv": held})
    done = fix(
        tmp_path / "d", algorithm="linear-learner", hyperparameters=MULTI, answers={"text": "numbers"},
        output=tmp_path / "o", mapping=tmp_path / "m.json",
    )  # fmt: skip
    assert done.verdict == "pass"
    assert (tmp_path / "o/validation/a.csv").read_text("utf-8").startswith("2,0\n")
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["columns"] == {
        "1": {"numbers": {"a": 0, "b": 1, "c": 2}}
    }


def test_what_shows_only_after_a_repair_is_mended_too(tmp_path: Path) -> None:
    rows = "y,colour,x\n" + "".join(f"{i % 2},{'ab'[i % 3 > 0]},{i}.5\n" for i in range(40)) + "1,a,\n"
    write(tmp_path, {"d/train/a.csv": rows.encode("utf-16")})
    done = fix(tmp_path / "d", algorithm="catboost", output=tmp_path / "o")
    assert (done.verdict, [question.id for question in done.questions]) == (None, ["text"])
    done = fix(tmp_path / "d", algorithm="catboost", answers={"text": "numbers"}, output=tmp_path / "o")
    (step,) = done.steps
    assert (step.file, step.output, done.verdict) == ("train/a.csv", "training/a.csv", "pass")
    assert set(step.repairs) == {"rename-channel", "write-utf-8", "drop-header", "number-text"}
    assert (tmp_path / "o/training/a.csv").read_text("utf-8").startswith("0,0,0.5\n")


def test_what_is_left_for_a_person(tmp_path: Path) -> None:
    write(tmp_path, {"d/train/a.csv": "a,b,c\n" + ROWS + "1,,2\n7,8\n"})
    answers = {"missing": "drop", "broken": "keep"}
    done = fix(tmp_path / "d", algorithm="kmeans", answers=answers, output=tmp_path / "o")
    assert [(f.rule, f.location.file, f.location.line) for f in done.left] == [("CSV120", "train/a.csv", 41)]
    assert (done.verdict, (tmp_path / "o/train/a.csv").read_text("utf-8")) == ("fail", ROWS + "7,8\n")


def test_questions_come_first_and_nothing_is_written(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["fix", str(bad), "--algorithm", "kmeans", "--output", str(bad.parent / "o")]
    assert main(words) == 2
    shown = capsys.readouterr().out
    assert shown.startswith("train/a.csv: number-text -> train/a.csv\nWhat becomes of text where numbers must stand?")
    assert "--answer text=CHOICE such as numbers, missing, drop-columns\n" in shown
    assert main([*words, "--answer", "text=missing", "--answer", "missing=drop", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "--- train/a.csv\n- 1.5,2.5,3.5\n" in shown
    assert shown.endswith("Samples left out, as you decided: 1\ntrain: send as text/csv;label_size=0\n"
                          "The result would pass: 0 errors, 0 warnings\n")  # fmt: skip
    assert not (bad.parent / "o").exists()
    assert main([*words, "--answer", "text=missing", "--answer", "missing=drop", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "pass"
    assert (bad.parent / "o/train/a.csv").read_bytes() == b"1.5,2.5,3.5\n" * 18
    assert main([*words, "--answer", "colour=red"]) == 2
    assert "--answer colour: there is no such question" in capsys.readouterr().err


def test_report_says_the_command(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(bad), "--algorithm", "kmeans"])
    assert f"\n  Repair   advisor fix {bad} --algorithm kmeans --output fixed\n" in capsys.readouterr().out


def test_takers_say_what_fix_does(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "a,b\n" + ROWS.replace("0.25,", "red,")})
    taken = {one.algorithm: one for one in check(tmp_path).algorithms or ()}
    assert (taken["kmeans"].accepts, taken["kmeans"].fixable) == ("after-conversion", True)


def test_failure_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"d/train/a.csv": "1,x\n" + ROWS, "d/train/b.csv": ROWS.replace(",", ";")})
    with pytest.raises(AdvisorError, match=r"a\.csv:1: column 2 holds numbers, and the text 'x' in 1 of its cells"):
        fix(
            tmp_path / "d", algorithm="kmeans", answers={"text": "numbers", "broken": "keep"}, output=tmp_path / "o"
        )  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_places_of_fixed_data_are_clean(tmp_path: Path) -> None:
    write(tmp_path, {"d/train/a.csv": "a,b,c\n" + ROWS})
    fix(tmp_path / "d", algorithm="pca", output=tmp_path / "o")
    assert places(check(tmp_path / "o", algorithm="pca")) == []


def test_labels_of_pairs_are_numbered_over_all_channels(tmp_path: Path) -> None:
    pair = '{"label": "%s", "in0": [1], "in1":  [2]}\n'
    write(tmp_path, {"d/train/a.jsonl": pair % "bad" + pair % "good", "d/validation/a.jsonl": pair % "good"})
    done = fix(tmp_path / "d", algorithm="object2vec", output=tmp_path / "o", mapping=tmp_path / "m.json")
    assert (done.verdict, done.mapping) == ("pass", {"label": {"numbers": {"bad": 0, "good": 1}}})
    assert (tmp_path / "o/validation/a.jsonl").read_text() == '{"label": 1, "in0": [1], "in1": [2]}\n'
    write(tmp_path, {"e/train/a.jsonl": pair % "0.5" + pair % "2"})
    fix(tmp_path / "e", algorithm="object2vec", output=tmp_path / "p")
    labels = [json.loads(line)["label"] for line in (tmp_path / "p/train/a.jsonl").read_text().splitlines()]
    assert labels == [0.5, 2]


def test_answers_that_no_finding_asks_for_are_heeded(tmp_path: Path) -> None:
    header = "a,b,c,y\n"
    write(tmp_path, {"d/train/a.csv": header + "".join(f"{i * 3 % 7}.5,{i % 7},{i % 5},{i % 2}\n" for i in range(40))})
    answers = {"target": "y", "columns": "a,c"}
    done = fix(tmp_path / "d", algorithm="xgboost", answers=answers, output=tmp_path / "o")
    assert done.steps[0].repairs == ("drop-header", "move-label", "keep-columns")
    assert (tmp_path / "o/train/a.csv").read_text().startswith("0,0.5,0\n1,3.5,1\n")


def test_marks_of_missing_values_among_numbers_beside_categories(tmp_path: Path) -> None:
    write(tmp_path, {"d/train/a.csv": "".join(f"{i % 2},{i % 7 or 'NA'},{'ab'[i % 2]}\n" for i in range(40))})
    answers = {"null": "NA", "text": "numbers"}
    done = fix(tmp_path / "d", algorithm="xgboost", answers=answers, output=tmp_path / "o")
    assert (done.verdict, done.questions) == ("pass", ())
    assert (tmp_path / "o/train/a.csv").read_text().startswith("0,,0\n1,1,1\n")
    done = fix(tmp_path / "d", algorithm="linear-learner", answers=answers, dry_run=True)
    assert [question.id for question in done.questions] == ["missing"]


def test_decimal_commas_beside_categories(tmp_path: Path) -> None:
    write(tmp_path, {"d/train/a.csv": "".join(f"{i % 2};{i},25;{'ab'[i % 2]}\n" for i in range(40))})
    fix(tmp_path / "d", algorithm="xgboost", answers={"text": "numbers"}, output=tmp_path / "o")
    assert (tmp_path / "o/train/a.csv").read_text().startswith("0,0.25,0\n1,1.25,1\n")


def test_files_of_several_encodings_are_numbered_together(tmp_path: Path) -> None:
    rows = "".join(f"{i % 2},{'Köln' if i % 3 else 'Rom'},{i}\n" for i in range(40))
    write(tmp_path, {"d/train/a.csv": rows, "d/validation/a.csv": rows.encode("cp1252")})
    answers = {"text": "numbers", "encoding": "cp1252"}
    done = fix(tmp_path / "d", algorithm="linear-learner", hyperparameters=LL, answers=answers, output=tmp_path / "o")
    assert (done.verdict, done.mapping) == ("pass", {"2": {"numbers": {"Köln": 0, "Rom": 1}}})


def test_headers_in_another_order_are_not_just_dropped(tmp_path: Path) -> None:
    rows = "".join(f"{i % 2},{i}.5\n" for i in range(40))
    write(tmp_path, {"d/train/a.csv": "y,x\n" + rows, "d/train/b.csv": "x,y\n" + rows})
    with pytest.raises(AdvisorError, match=r"b\.csv: column 1 is 'x', and 'y' in .*a\.csv"):
        fix(tmp_path / "d", algorithm="xgboost", output=tmp_path / "o")


def test_what_comes_out_as_it_was_is_no_repair(tmp_path: Path) -> None:
    write(tmp_path, {"d/train/a.csv": ROWS + "1,2\n"})
    done = fix(tmp_path / "d", algorithm="linear-learner", answers={"broken": "keep"}, output=tmp_path / "o")
    assert (done.steps, done.verdict) == ((), "fail")


def test_command_in_the_report_says_what_the_check_was_told(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--algorithm", "kmeans", "--hyperparameter", "k=3", "--content-type", "train=text/csv;label_size=0"]
    main(["check", str(bad), *told])
    command = capsys.readouterr().out.partition("Repair   advisor ")[2].partition("\n")[0]
    assert shlex.split(command) == ["fix", str(bad), *told, "--output", "fixed"]
    assert main([*shlex.split(command)[:-2], "--dry-run"]) == 2


def test_nowhere_to_write(bad: Path) -> None:
    with pytest.raises(AdvisorError, match="say where to write the result"):
        fix(bad, algorithm="kmeans")
