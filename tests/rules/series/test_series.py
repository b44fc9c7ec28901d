"""Findings on time series: lines, fields, starts, targets and the endings of names."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.request import request_of
from tests.builders.acceptance.cases import Files, judged
from tests.builders.folders import write
from tests.builders.pictures.lists import json_lines
from tests.builders.requests import channel, request
from tests.builders.series import Record, parquet, record
from tests.builders.series_findings import Found, findings, found, shown


def many(count: int = 10, **values: Any) -> list[Record]:
    return [record(number, **values) for number in range(count)]


def test_a_file_of_one_array_or_in_utf16() -> None:
    lines = json_lines(many())
    array = b"[\n" + b",\n".join(lines.splitlines()) + b"\n]"
    assert [one[:2] + one[4:5] for one in found(array)] == [("SER103", "error", 2), ("SER105", "error", 9)]
    assert [one[:2] for one in found(b"[" + b", ".join(lines.splitlines()) + b"]")] == [("SER104", "error")]
    assert [one[:2] for one in found(lines.decode().encode("utf-16"))] == [("SER111", "error")]
    assert [one[:2] for one in found(b"\xef\xbb\xbf" + lines)] == [("SER110", "error")]
    assert [one[:2] for one in found(b"\xef\xbb\xbf")] == [("SER115", "error"), ("SER110", "error")]


def packed(data: bytes) -> Found:
    return shown(judged({"train/a.json.gz": ("time-series", data)}, "SER", algorithm="deepar"))


def test_gzip() -> None:
    data = gzip.compress(json_lines(many()))
    assert packed(data) == []
    assert packed(data[:-4]) == [("SER117", "error", 10, None, 1, None)]
    assert packed(data[:-8] + bytes(8)) == [
        ("SER118", "error", None, None, 1, "Error -3 while decompressing data: incorrect data check")
    ]
    assert packed(data + b"x") == [("SER119", "error", 10, None, 1, None)]
    broken = packed(gzip.compress(json_lines(many()) + b"{" + b"x" * 9)[:-9])
    assert [one[:2] for one in broken] == [("SER117", "error")]  # the line that breaks off with it is not named


@pytest.mark.parametrize(
    ("name", "fmt", "content_type", "rules"),
    [
        ("a.json", "plain", None, []),
        ("a.json.gz", "gzip", None, []),
        ("deep/a.parquet", "parquet", None, []),
        ("a.json", "gzip", None, [("SER120", "error")]),
        ("a.json.gz", "plain", None, [("SER120", "error")]),
        ("a.json", "parquet", None, [("SER120", "error")]),
        ("a.parquet", "plain", None, [("SER120", "error")]),
        ("a.jsonl", "plain", None, [("SER121", "warning")]),
        ("part-0", "gzip", None, [("SER121", "warning")]),
        ("part-0", "gzip", "json.gz", []),
        ("a.jsonl", "plain", "application/jsonlines", []),
    ],
)
def test_endings_of_names(tmp_path: Path, name: str, fmt: str, content_type: str | None, rules: list[Any]) -> None:
    lines = json_lines(many())
    data = {"plain": lines, "gzip": gzip.compress(lines), "parquet": parquet(many())}[fmt]
    hyperparameters = {"prediction_length": "5", "context_length": "5", "epochs": "9", "time_freq": "D"}
    job = request_of(request(hyperparameters, [channel("train", content_type)]), "job.json")
    report = check(write(tmp_path, {f"train/{name}": data}), algorithm="deepar", job=job)
    assert [(f.rule, f.severity) for f in report.findings if f.rule.startswith(("SER", "LAY"))] == rules


@pytest.mark.parametrize(
    ("name", "data", "held"),
    [
        ("a.json", gzip.compress(json_lines(many())), "JSON Lines compressed with gzip"),
        ("a.json.gz", json_lines(many()), "plain JSON"),
        ("a.json", parquet(many()), "Parquet"),
    ],
)
def test_what_a_file_holds_whose_ending_belies_it(tmp_path: Path, name: str, data: bytes, held: str) -> None:
    report = check(write(tmp_path, {f"train/{name}": data}), algorithm="deepar")
    ending = name.removeprefix("a")
    assert [f.message for f in report.findings] == [f"The name ends in {ending}, but the file holds {held}."]


def test_what_spark_leaves_beside_the_data_is_passed_over(tmp_path: Path) -> None:
    files = {"train/part-0.json": json_lines(many()), "train/_SUCCESS": b"", "train/.part-0.json.crc": b"crc"}
    assert check(write(tmp_path, files), algorithm="deepar").findings == ()
    more = check(write(tmp_path, {"train/_part-1.json": b"{}"}), algorithm="deepar").findings
    assert [(f.rule, f.location.file) for f in more] == [("LAY105", "train/_part-1.json")]


def test_fields() -> None:
    bad = [
        *many(),
        {"start": "2020-01-01 00:00:00", "item_id": 3},
        {"target": [1], "feat_static_cat": [1], "Start": ""},
    ]
    assert found(bad) == [
        ("SER201", "error", 11, "target", 2, None),
        ("SER202", "warning", 12, "Start", 2, "Start"),
        ("SER202", "info", 11, "item_id", 1, "item_id"),
    ]  # fmt: skip


def starts(*values: Any, **hyperparameters: str) -> Found:
    return found([*many(), *(record(start=value) for value in values)], None, **hyperparameters)


def test_starts() -> None:
    assert starts("2021-02-30 00:00:00", 5, "1600-01-01 00:00:00") == [
        ("SER203", "error", 11, "start", 3, "2021-02-30 00:00:00")
    ]
    assert starts("2021-02-01 00:00:00Z") == [("SER204", "error", 11, "start", 1, "2021-02-01 00:00:00Z")]
    assert starts("2021-02-01", "2021-02-01 00:00") == [("SER205", "warning", 11, "start", 2, "2021-02-01")]
    assert starts("2021-02-01 00:00:00", "1999-12-31 23:59:59") == []


@pytest.mark.parametrize(
    ("frequency", "count"),
    [("D", 3), ("1D", 3), ("2W", 3), ("M", 3), ("H", 2), ("min", 1), ("15min", 1), ("", 0)],
)
def test_starts_finer_than_the_step(frequency: str, count: int) -> None:
    given = {"time_freq": frequency} if frequency else {}
    fine = starts("2021-02-01 07:00:00", "2021-02-01 00:30:00", "2021-02-01 00:00:01", **given)
    assert [one[:2] + one[4:5] for one in fine] == ([("SER206", "info", count)] if count else [])


@pytest.mark.parametrize("frequency", ["S", "5S", "B", "MS", "0D", "00min", "1.5H", "5 min", "d", "", "D1", "\uff15D"])
def test_steps_that_are_none(frequency: str) -> None:
    assert found(many(), time_freq=frequency) == [("SER207", "error", None, "HyperParameters.time_freq", 1, frequency)]


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("MS", "M"), ("ME", "M"), ("2MS", "2M"), ("QS", "3M"), ("QE-DEC", "3M"), ("YE", "12M"), ("T", "min"),
        ("30T", "30min"), ("h", "H"), ("d", "D"), ("W-SUN", "W"), ("daily", "D"), ("5 min", "5min"),
        ("B", None), ("S", None), ("s", None), ("m", None), ("SMS", None), ("0D", None), ("1.5H", None),
    ],
)  # fmt: skip
def test_the_fix_says_the_same_step_by_its_name_in_deepar(given: str, sent: str | None) -> None:
    (fix,) = (f.fix for f in findings(many(), time_freq=given) if f.rule == "SER207")
    assert fix.startswith(f"Send time_freq={sent}, " if sent else "Resample the series")


def test_targets() -> None:
    bad = [*many(), record(target=3), record(target=[1, "1", False]), record(target=[1, 1e300])]
    assert found(bad) == [
        ("SER211", "error", 11, "target", 1, "3"),
        ("SER212", "error", 12, "target[1]", 2, "1"),
        ("SER212", "warning", 13, "target[1]", 1, "1e+300"),
    ]


def test_no_signal() -> None:
    zeros = [record(target=[0.0] * 40) for _ in range(8)]
    missing = record(target=[None, "NaN"])
    assert found([*zeros, missing]) == [
        ("SER213", "error", 1, "target", 1, None), ("SER214", "info", 1, "target", 9, None),
    ]  # fmt: skip
    assert found([*zeros, missing, record(target=[1])]) == [("SER214", "info", 1, "target", 9, None)]
    assert [one[0] for one in found([*zeros, record(target=["1"])])] == ["SER212", "SER214"]
    assert found(many(), zeros) == [("SER214", "info", 1, "target", 8, None)]


@pytest.mark.parametrize(
    ("lengths", "missing", "severities"),
    [([299], 0, ["error"]), ([300], 0, []), ([150, 149], 0, ["error"]), ([150, 150], 0, []),
     ([300], 1, ["warning"]), ([301], 1, []), ([299], 3, ["error"])],
)  # fmt: skip
def test_observations(lengths: list[int], missing: int, severities: list[str]) -> None:
    records = [record(target=[None] * missing + [1.5, *[2.5] * (length - missing - 1)]) for length in lengths]
    assert [one[:2] for one in found(records)] == [("SER215", severity) for severity in severities]


def test_observations_of_several_files_count_together() -> None:
    half = ("time-series", json_lines([record(target=[2.0, *[1.0] * 149])]))
    assert judged({"train/a.json": half, "train/b.json": half}, "SER", algorithm="deepar") == []
    broken = ("time-series", b"{")
    rules = [f.rule for f in judged({"train/a.json": half, "train/b.json": broken}, "SER", algorithm="deepar")]
    assert rules == ["SER103"]  # what could not be read may hold the rest


def test_short_series() -> None:
    lengths = [record(target=[1.0] * length) for length in (400, 5, 4, 6, 0)]
    assert found(lengths, lengths, prediction_length="5") == [
        ("SER216", "warning", 2, "target", 3, "5 values"),
        ("SER216", "warning", 3, "target", 2, "4 values"),
    ]
    assert found(lengths) == [("SER216", "warning", 5, "target", 1, "0 values")]


def test_prediction_beyond_the_longest_series(tmp_path: Path) -> None:
    folder = write(tmp_path, {"train/a.json": json_lines(many())})
    for length, rules in (("40", []), ("41", ["HYP107", "SER216"])):
        report = check(folder, algorithm="deepar", hyperparameters={"prediction_length": length})
        assert [f.rule for f in report.findings] == rules


@pytest.mark.parametrize(("steady", "told"), [(5, []), (6, [("SER219", "warning", 1, "target", 6, None)])])
def test_more_than_half_of_the_series_count_upwards(steady: int, told: Found) -> None:
    numbered = [record(target=[float(step) for step in range(40)]) for _ in range(steady)]
    assert found([*numbered, *many(10 - steady)]) == told


@pytest.mark.parametrize(
    ("alike", "zeros", "moving", "told"), [(8, 2, 0, True), (8, 2, 1, False), (2, 3, 3, False), (0, 5, 5, False)]
)
def test_series_of_zeros_stand_still_as_others_do(alike: int, zeros: int, moving: int, told: bool) -> None:
    records = [*many(alike, target=[5.0] * 40), *many(zeros, target=[0.0] * 40), *many(moving)]
    message = f"Within each series of 'train' all values are the same ({alike + zeros} series)."
    assert [f.message for f in findings(records) if f.rule == "SER220"] == [message] * told


@pytest.mark.parametrize(
    ("context", "lengths", "told"),
    [
        (10, (15, 400), []),
        (11, (15, 400), ["Some series"]),
        (400, (15, 405), ["Some series"]),
        (400, (15, 404), ["All series"]),
        (400, (4, 5), ["All series"]),
        (400, (3, 4), []),  # too short for anything, which SER216 says
    ],
)
def test_series_that_fill_no_window(context: int, lengths: tuple[int, ...], told: list[str]) -> None:
    records = [record(target=[*map(float, range(length - 1)), 0.5]) for length in lengths]
    found = findings(records, context_length=str(context), prediction_length="5")
    assert [f.message.partition(" of")[0] for f in found if f.rule == "SER221"] == told


def test_short_series_of_a_second_file_are_found() -> None:
    long, short = (("time-series", json_lines([record(target=[1.0, 2.0] * half)])) for half in (200, 5))
    lengths = {"context_length": "10", "prediction_length": "5"}
    files: Files = {"train/a.json": long, "train/b.json": short}
    found = judged(files, "SER221", algorithm="deepar", hyperparameters=lengths)
    assert [f.location.file for f in found] == ["train/b.json"]


@pytest.mark.parametrize(
    ("likelihood", "values", "place"),
    [
        ("beta", [0.0, 1.0, None], None),
        ("beta", [0.5, 1.0000001], "target[1]"),
        ("beta", [0.5, 0.5, -0.1], "target[2]"),
        ("negative-binomial", [0, 3.0, "NaN", 9], None),
        ("negative-binomial", [0, 3.5], "target[1]"),
        ("negative-binomial", [-1, 3], "target[0]"),
        ("gaussian", [-1, 3.5], None),
    ],
)
def test_likelihood(likelihood: str, values: list[Any], place: str | None) -> None:
    enough = record(target=[1.0] * 300)
    expected = [("SER217", "warning", 2, place)] if place else []
    assert [one[:4] for one in found([enough, record(target=values)], likelihood=likelihood)] == expected


def test_words_of_the_findings() -> None:
    short = findings([record(target=[1.0] * 299), record(target=[])], prediction_length="7")
    assert [f.message for f in short] == [
        "The channel 'train' has 299 values; at least 300 are needed.",
        "Series that are shorter than prediction_length=7; the shortest has 0 values.",
    ]
