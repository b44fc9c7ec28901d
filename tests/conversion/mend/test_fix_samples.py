"""`advisor fix` of values in JSON Lines and lists: starts, numbers in quotes, and what is numbered from 0."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, fix
from advisor.conversion.mend.files import starts
from advisor.conversion.mend.files.json_lines import MENDS, changed
from tests.builders.folders import Files, write
from tests.builders.pictures.annotated import photo
from tests.builders.tokens import pair

LONG = json.dumps({"start": "2020-01-01 00:00:00", "target": [i % 7 for i in range(400)]})


def series(*records: dict[str, Any]) -> str:
    return "".join(f"{line}\n" for line in [LONG, *map(json.dumps, records)])


@pytest.mark.parametrize(
    ("answer", "start", "now"),
    [
        ("utc", "2021-02-01 01:30:00Z", "2021-02-01 01:30:00"),
        ("utc", "2021-02-01T01:30:00+02:00", "2021-01-31 23:30:00"),
        ("utc", "2021-02-01 01:30:00-0330", "2021-02-01 05:00:00"),
        ("utc", "2021-07-01 01:30:00[Europe/Berlin]", "2021-06-30 23:30:00"),
        ("as-written", "2021-02-01 01:30:00+02", "2021-02-01 01:30:00"),
        ("Europe/Berlin", "2021-07-01 00:00:00 UTC", "2021-07-01 02:00:00"),
        ("utc", "2021-10-31 02:30:00[Europe/Berlin]", None),  # comes twice that night
        ("utc", "2021-03-28 02:30:00[Europe/Berlin]", None),  # is skipped that night
        ("utc", "2021-02-01 01:30:00.5Z", None),
        ("utc", "2021-02-01 01:30:00", None),
        ("utc", "yesterday", None),
        ("utc", "2024-02-30 00:00:00Z", None),  # no such day
        ("utc", "2021-02-01 24:00:00Z", None),
        ("utc", "0001-01-01 00:00:00+05:00", None),  # beyond what DeepAR reads
    ],
)
def test_starts_with_a_zone(answer: str, start: str, now: str | None) -> None:
    sample = {"start": start}
    assert starts.naive(answer)(sample) == (now is not None)
    assert sample["start"] == (now or start)


@pytest.mark.parametrize("start", ["2024-02-30T00:00:00", "2021-02-01T24:00:00", "2021-02-01T00:61"])
def test_a_date_that_there_is_not_stays_for_a_person(start: str) -> None:
    sample = {"start": start}
    assert not starts.written(sample)
    assert sample == {"start": start}


def test_starts_become_naive_as_told_and_other_lines_keep_their_bytes(tmp_path: Path) -> None:
    text = series({"start": "2021-02-01T02:00:00+02:00", "target": [1, 2, 3]})
    write(tmp_path, {"d/train/a.json": text})
    asked: dict[str, Any] = {"algorithm": "deepar", "output": tmp_path / "o"}
    done = fix(tmp_path / "d", **asked)
    assert [question.id for question in done.questions] == ["zone"]
    with pytest.raises(AdvisorError, match="--answer zone=Atlantis: say as-written, utc, or a zone such as"):
        fix(tmp_path / "d", answers={"zone": "Atlantis"}, **asked)
    done = fix(tmp_path / "d", answers={"zone": "utc"}, **asked)
    assert "SER204" not in {finding.rule for finding in done.left}
    lines = (tmp_path / "o/train/a.json").read_text().splitlines()
    assert lines[0] == LONG
    assert json.loads(lines[1]) == {"start": "2021-02-01 00:00:00", "target": [1, 2, 3]}


@pytest.mark.parametrize(
    ("start", "now"),
    [
        ("2021-02-01", "2021-02-01 00:00:00"),
        ("2021-02-01T13:00", "2021-02-01 13:00:00"),
        ("2021-02-01 13:00:07.000", "2021-02-01 13:00:07"),
        ("2021-02-01 13:00:07.250", "2021-02-01 13:00:07.250"),
        ("01/02/2021", "01/02/2021"),
        (20210201, 20210201),
    ],
)
def test_starts_of_another_form(start: Any, now: Any) -> None:
    line = json.dumps({"start": start})
    assert json.loads(next(changed(starts.written)(iter([line])))) == {"start": now}


def test_numbers_in_quotes() -> None:
    line = '{"target": ["1", "-2.5e3", "NaN", "", "1,5", "007", null, 4]}'
    found = json.loads(next(MENDS["write-target-numbers"](iter([line]))))
    assert found == {"target": [1, -2500.0, "NaN", "", "1,5", "007", None, 4]}


def labels(path: Path, key: str = "label") -> list[Any]:
    return [json.loads(line)[key] for line in path.read_text().splitlines()]


SOFTMAX = {"output_layer": "softmax", "num_classes": "2"}


def test_classes_of_pairs_are_numbered_over_all_files(tmp_path: Path) -> None:
    files: Files = {
        "d/train/a.jsonl": pair(label=5) + pair(label=2) + pair(label=5.0),
        "d/train/b.jsonl": pair(label=2),
        "d/validation/a.jsonl": pair(label=5) + pair(label=2),
    }
    write(tmp_path, files)
    done = fix(tmp_path / "d", algorithm="object2vec", hyperparameters=SOFTMAX, output=tmp_path / "o")
    assert (done.verdict, done.mapping) == ("pass", {"label": {"numbers": {"2": 0, "5": 1}}})
    found = [labels(tmp_path / "o" / name) for name in ("train/a.jsonl", "train/b.jsonl", "validation/a.jsonl")]
    assert found == [[1, 0, 1], [0], [1, 0]]


def test_scores_are_no_classes(tmp_path: Path) -> None:
    text = pair(label=0.5) + pair(label=3)
    write(tmp_path, {"d/train/a.jsonl": text})
    done = fix(tmp_path / "d", algorithm="object2vec", hyperparameters=SOFTMAX, output=tmp_path / "o")
    assert "SEQ131" in {finding.rule for finding in done.left}
    assert (tmp_path / "o/train/a.jsonl").read_text() == text


def test_nothing_is_numbered_before_all_files_can_be_read(tmp_path: Path) -> None:
    spread = json.dumps({"label": "ant", "in0": [1], "in1": [2]}, indent=1)
    write(tmp_path, {"d/train/a.jsonl": pair(label="bee") + pair(label="cat"), "d/train/b.jsonl": spread})
    done = fix(tmp_path / "d", algorithm="object2vec", output=tmp_path / "o")
    assert done.mapping == {"label": {"numbers": {"ant": 0, "bee": 1, "cat": 2}}}
    assert labels(tmp_path / "o/train/a.jsonl") == [1, 2]
    assert labels(tmp_path / "o/train/b.jsonl") == [0]


def test_categories_of_series_are_numbered_those_of_training_first(tmp_path: Path) -> None:
    def one(*cat: Any) -> dict[str, Any]:
        return {"start": "2020-01-01 00:00:00", "target": list(range(400)), "cat": list(cat)}

    train = "".join(f"{json.dumps(one(*cat))}\n" for cat in (("oslo", 4), ("rome", 2.0), ("oslo", 9)))
    test = json.dumps(one("bern", 9)) + "\n"
    write(tmp_path, {"d/train/a.json": train, "d/test/a.json": test})
    done = fix(tmp_path / "d", algorithm="deepar", output=tmp_path / "o")
    assert labels(tmp_path / "o/train/a.json", "cat") == [[0, 1], [1, 0], [0, 2]]
    assert labels(tmp_path / "o/test/a.json", "cat") == [[2, 2]]
    assert done.mapping == {
        "cat[0]": {"numbers": {"oslo": 0, "rome": 1, "bern": 2}},
        "cat[1]": {"numbers": {"2": 0, "4": 1, "9": 2}},
    }
    assert not {"SER302", "SER305"} & {finding.rule for finding in done.left}


def test_nothing_is_numbered_beside_packed_files(tmp_path: Path) -> None:
    record = {"start": "2020-01-01 00:00:00", "target": list(range(400)), "cat": ["oslo"]}
    text = json.dumps(record) + "\n"
    write(tmp_path, {"d/train/a.json": text, "d/train/b.json.gz": gzip.compress(text.encode())})
    fix(tmp_path / "d", algorithm="deepar", output=tmp_path / "o")
    assert (tmp_path / "o/train/a.json").read_text() == text


@pytest.mark.parametrize(
    ("train", "validation", "numbers"),
    [
        (["cat", "dog"], "dog", {"cat": 0, "dog": 1}),
        (["1", "2"], "2", {"1": 0, "2": 1}),
        (["cat", "1"], "1", {}),
    ],
    ids=["names", "from 1", "mixed"],
)
def test_classes_in_lists(tmp_path: Path, train: list[str], validation: str, numbers: dict[str, int]) -> None:
    lists = {"train": train, "validation": [validation]}
    files: Files = {}
    for channel, own in lists.items():
        files |= {f"d/{channel}/{i}.jpg": photo(i) for i in range(len(own))}
        files[f"d/{channel}_lst/{channel}.lst"] = "".join(f"{i}\t{label}\t{i}.jpg\n" for i, label in enumerate(own))
    write(tmp_path, files)
    hyperparameters = {"num_classes": 2, "num_training_samples": 2}
    fix(tmp_path / "d", algorithm="image-classification", hyperparameters=hyperparameters, output=tmp_path / "o")
    for channel, own in lists.items():
        lines = (tmp_path / "o" / f"{channel}_lst/{channel}.lst").read_text().splitlines()
        assert lines == [f"{i}\t{numbers.get(label, label)}\t{i}.jpg" for i, label in enumerate(own)]


def test_a_path_is_no_class(tmp_path: Path) -> None:
    text = "0\tcat/a.jpg\t0\n1\tdog/b.jpg\t1\n"
    write(tmp_path, {"d/train/cat/a.jpg": photo(1), "d/train/dog/b.jpg": photo(2), "d/train_lst/train.lst": text})
    keep = {"unpaired": "keep"}
    fix(tmp_path / "d", algorithm="image-classification", output=tmp_path / "o", answers=keep)
    assert (tmp_path / "o/train_lst/train.lst").read_text() == text


@pytest.mark.parametrize(
    ("name", "packed", "now"),
    [
        ("a.json.gz", False, "a.json"),
        ("a.json", True, "a.json.gz"),
        ("a.b.jsonl", False, "a.b.json"),
    ],
)
def test_series_are_called_by_what_they_hold(tmp_path: Path, name: str, packed: bool, now: str) -> None:
    content = gzip.compress(LONG.encode(), mtime=0) if packed else LONG.encode()
    write(tmp_path, {f"d/train/{name}": content})
    request: dict[str, Any] = {"AlgorithmSpecification": {}, "InputDataConfig": [{"ChannelName": "train"}]}
    done = fix(tmp_path / "d", algorithm="deepar", output=tmp_path / "o", job=request if "jsonl" in name else None)
    assert [(step.repairs, step.output) for step in done.steps] == [(("rename-series",), f"train/{now}")]
    assert (tmp_path / "o/train" / now).read_bytes() == content
