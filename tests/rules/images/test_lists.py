"""The rules on image lists: each fault only among sound lines, found at its place; sound lists pass in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from advisor.findings import Finding, Report
from advisor.request import request_of
from tests.builders.folders import checked
from tests.builders.pictures.images import jpeg
from tests.builders.pictures.lists import Row, lst, plain_rows
from tests.builders.requests import JOB, channel, request

SET = {
    "num_classes": "2",
    "num_training_samples": "8",
    "mini_batch_size": "2",
    "image_shape": "3,28,28",
    "resize": "32",
    "num_layers": "20",
}
ROWS = plain_rows(8)
PICTURE = jpeg()


def report_on(
    folder: Path,
    lines: bytes | Sequence[Row] = (),
    images: Sequence[str] | None = None,
    validation: bytes | Sequence[Row] | None = None,
    hyperparameters: Mapping[str, str] | None = None,
    **options: Any,
) -> Report:
    """The check of a training set of images and their list."""
    train = lines if isinstance(lines, bytes) else lst(*lines)
    held = validation if isinstance(validation, bytes) else lst(*(validation or ROWS))
    names = [path for _, _, path in ROWS] if images is None else images
    files: dict[str, bytes | str] = {f"train/{name}": PICTURE for name in names}
    files |= {f"validation/{path}": PICTURE for _, _, path in ROWS}
    files |= {"train_lst/train.lst": train, "validation_lst/validation.lst": held}
    options.setdefault("algorithm", "image-classification")
    return checked(folder, files, hyperparameters={**SET, **(hyperparameters or {})}, **options)


def found(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule.startswith("LST")]


def brief(finding: Finding) -> tuple[str, str, int | None, int | None, str | None]:
    return finding.rule, finding.severity, finding.location.line, finding.location.column, finding.value


def briefs(report: Report) -> list[tuple[str, str, int | None, int | None, str | None]]:
    return [brief(finding) for finding in found(report)]


def test_a_sound_list_passes_without_a_word(tmp_path: Path) -> None:
    report = report_on(tmp_path, ROWS)
    assert (report.verdict, report.findings) == ("pass", ())
    assert report.derived == {"num_classes": 2, "num_training_samples": 8}


def test_a_list_as_im2rec_writes_it_passes(tmp_path: Path) -> None:
    rows: list[Row] = [(number, f"{label:.6f}", path) for number, label, path in reversed(ROWS)]
    assert report_on(tmp_path, rows).findings == ()


def with_line(number: int, line: str) -> bytes:
    lines = lst(*ROWS).decode().splitlines()
    lines[number - 1] = line
    return "".join(f"{text}\n" for text in lines).encode()


@pytest.mark.parametrize(
    ("line", "rule", "severity", "column"),
    [
        ("4 0 c0/im4.jpg", "LST105", "error", None),
        ("4\tc0/im4.jpg", "LST106", "error", None),
        ("four\t0\tc0/im4.jpg", "LST107", "error", 1),
        ("3\t0\tc0/im4.jpg", "LST108", "error", 1),
        ("4\tcat\tc0/im4.jpg", "LST109", "error", 2),
        ("4\t0\t", "LST110", "error", 3),
        ("4\t0\t/c0/im4.jpg", "LST111", "error", 3),
        ("4\t0\t../train/c0/im4.jpg", "LST112", "error", 3),
        ("4\t0\tc0/im4.jpg\r", "LST116", "warning", None),
        ("4\t0\tc0/im4.jpg ", "LST117", "warning", None),
        ("4\t1\tc1/im3.jpg", "LST120", "info", 3),
        ("4\t0\tc1/im3.jpg", "LST121", "warning", 3),
        ("4\t0\t1\tc0/im4.jpg", "LST122", "error", None),
        ("4\t2\tc0/im4.jpg", "LST208", "error", 2),
        ("4\t-1\tc0/im4.jpg", "LST208", "error", 2),
        ("4\t0.5\tc0/im4.jpg", "LST209", "error", 2),
    ],
)
def test_a_faulty_line_is_found_at_its_place(
    tmp_path: Path, line: str, rule: str, severity: str, column: int | None
) -> None:
    report = report_on(tmp_path, with_line(5, line))
    (finding,) = [f for f in found(report) if f.rule != "LST202"]
    assert brief(finding)[:4] == (rule, severity, 5, column)
    assert (finding.count, finding.channel, finding.location.file) == (1, "train_lst", "train_lst/train.lst")
    assert report.verdict == ("fail" if severity == "error" else "pass")


def test_paths_in_the_place_of_labels_are_told_from_names(tmp_path: Path) -> None:
    swapped = "".join(f"{number}\t{path}\t{label}\n" for number, label, path in ROWS).encode()
    reports = [
        report_on(tmp_path / str(at), data) for at, data in enumerate((swapped, with_line(5, "4\tcat\tc0/im4.jpg")))
    ]
    paths, name = (next(f for f in found(report) if f.rule == "LST109") for report in reports)
    assert paths.message == "Labels that are not numbers: 8. The path is where the label belongs."
    assert paths.fix == "Write index, label and path, in this order: the path comes last."
    assert name.message == "Labels that are not numbers: 1."
    assert name.fix == "Number the classes from 0 and write the number as the label."


@pytest.mark.parametrize(
    ("data", "rule", "severity", "line"),
    [
        (lst(*ROWS).decode().encode("utf-16"), "LST101", "error", 1),
        (lst(*ROWS[:7]) + b"7\t1\tc1/im\xfc7.jpg\n", "LST102", "error", 8),
        (b"\xef\xbb\xbf" + lst(*ROWS), "LST103", "error", 1),
        (b"index\tlabel\tpath\n" + lst(*ROWS), "LST104", "error", 1),
        (lst(*ROWS) + b"\n", "LST115", "warning", 9),
        (lst(*ROWS) + b"9\t1\t" + b"x" * 1100 + b"\n", "LST113", "error", 9),
        (lst(*ROWS) + b"x" * (1 << 20 | 1) + b"\n", "LST114", "error", 9),
    ],
)
def test_faults_of_writing(tmp_path: Path, data: bytes, rule: str, severity: str, line: int) -> None:
    report = report_on(tmp_path, data)
    (finding,) = [f for f in found(report) if f.rule != "LST202"]
    assert brief(finding)[:3] == (rule, severity, line)


def test_lines_that_are_not_read_name_no_image(tmp_path: Path) -> None:
    spaced = "".join(f"{number} {label} {path}\n" for number, label, path in ROWS).encode()
    assert [f.rule for f in found(report_on(tmp_path, spaced))] == ["LST105"]


def test_a_missing_image_is_found_on_the_line_that_names_it(tmp_path: Path) -> None:
    report = report_on(tmp_path, with_line(4, "3\t1\tc1/nope.jpg"))
    assert briefs(report) == [("LST201", "error", 4, None, "c1/nope.jpg"), ("LST202", "info", None, None, "c1/im3.jpg")]
    missing, unlisted = found(report)
    assert missing.message == "Images that are not in 'train': 1."
    assert (unlisted.channel, unlisted.location.file) == ("train", None)


@pytest.mark.parametrize(
    ("path", "hint"),
    [("C1/im3.JPG", "All are there in different case"), ("train/c1/im3.jpg", "All are there without the first folder")],
)
def test_a_missing_image_that_is_nearly_there_gets_a_hint(tmp_path: Path, path: str, hint: str) -> None:
    (missing,) = found(report_on(tmp_path, with_line(4, f"3\t1\t{path}")))  # nor is the image called unlisted
    assert hint in missing.message


@pytest.mark.parametrize("path", ["./c1/im3.jpg", "c1//im3.jpg", "c0/../c1/im3.jpg"])
def test_a_path_with_a_detour_leads_to_its_image(tmp_path: Path, path: str) -> None:
    assert report_on(tmp_path, with_line(4, f"3\t1\t{path}")).findings == ()


def test_a_path_with_backslashes_is_missing_and_explained(tmp_path: Path) -> None:
    report = report_on(tmp_path, with_line(4, "3\t1\tc1\\im3.jpg"))
    missing, _ = found(report)
    assert missing.message.endswith(" All are there with slashes: on Linux a backslash parts no folders.")
    assert missing.fix == "Write the paths with slashes."


def test_names_beyond_ascii_are_worth_knowing(tmp_path: Path) -> None:
    rows = [*ROWS[:7], (7, 1, "c1/größe.jpg")]
    assert briefs(report_on(tmp_path, rows, images=[path for _, _, path in rows])) == [
        ("LST119", "info", 8, 3, "c1/größe.jpg")
    ]


def test_a_list_without_its_images_is_judged_by_itself(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"train_lst/train.lst": lst(*ROWS)}
    report = checked(tmp_path, files, algorithm="image-classification", hyperparameters=SET)
    assert found(report) == []


def test_more_images_than_lines_are_one_finding(tmp_path: Path) -> None:
    images = [path for _, _, path in ROWS] + [f"c9/more{number}.jpg" for number in range(30)]
    (finding,) = found(report_on(tmp_path, ROWS, images=images))
    assert finding.message == "Images of 'train' that no line of 'train_lst' names: 30."
    assert brief(finding) == ("LST202", "info", None, None, "c9/more0.jpg")


@pytest.mark.parametrize(("prefix", "rules"), [("images/", ["LST203"]), ("images", ["LST203"]), ("other/", [])])
def test_the_same_images_are_told_from_the_same_names(tmp_path: Path, prefix: str, rules: list[str]) -> None:
    folders = {"train": "images/", "validation": prefix, "train_lst": "lists/t/", "validation_lst": "lists/v/"}
    channels = [
        channel(name, "application/x-image", s3={"S3Uri": f"s3://bucket/{folder}"}) for name, folder in folders.items()
    ]
    report = report_on(tmp_path, ROWS, job=request_of(request(channels=channels), JOB))
    assert [f.rule for f in found(report)] == rules


def multi_hot(*labels: tuple[float, ...]) -> list[Row]:
    return [(number, labels[number % len(labels)], path) for number, _, path in ROWS]


def test_multi_hot_lists_pass_when_they_are_asked_for(tmp_path: Path) -> None:
    rows = multi_hot((1, 0, 1), (0, 1, 0))
    options = {"multi_label": "1", "num_classes": "3"}
    report = report_on(tmp_path, rows, validation=rows, hyperparameters=options)
    assert (report.findings, report.derived["num_classes"]) == ((), 3)


@pytest.mark.parametrize(
    ("labels", "given", "wanted"),
    [
        ((1, 0), {"multi_label": "1", "num_classes": "3"}, ("LST207", "error", 1, None)),
        ((1,), {"multi_label": "1", "num_classes": "3"}, ("LST207", "error", 1, None)),
        ((1, 0, 2), {"multi_label": "1", "num_classes": "3"}, ("LST208", "error", 1, 4)),
        ((1, 0, 0.5), {"multi_label": "1", "num_classes": "3"}, ("LST209", "error", 1, 4)),
        ((1, 0), {"multi_label": "0"}, ("LST206", "error", 1, None)),
        ((1, 0), {}, ("LST206", "warning", 1, None)),
    ],
)
def test_labels_that_contradict_multi_label(
    tmp_path: Path, labels: tuple[float, ...], given: dict[str, str], wanted: tuple[str, str, int, int | None]
) -> None:
    rows = multi_hot(labels)
    report = report_on(tmp_path, rows, validation=rows, hyperparameters=given)
    assert [brief(f)[:4] for f in found(report) if f.channel == "train_lst"] == [wanted]


@pytest.mark.parametrize(("classes", "fails"), [(1, True), (2, False), (3, False)])
def test_both_sides_of_num_classes(tmp_path: Path, classes: int, fails: bool) -> None:
    report = report_on(tmp_path, ROWS, hyperparameters={"num_classes": str(classes)})
    assert ("LST208" in {f.rule for f in found(report)}) is fails


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ((1, 2), "Classes without an image: 1 of 3; the first is 0."),
        ((0, 4), "Classes without an image: 3 of 5; the first is 1."),
        ((0, 1), None),
        ((0,), None),
    ],
)
def test_gaps_between_the_classes(tmp_path: Path, labels: tuple[int, ...], message: str | None) -> None:
    rows: list[Row] = [(number, labels[number % len(labels)], path) for number, _, path in ROWS]
    report = report_on(tmp_path, rows, hyperparameters={"num_classes": "5"})
    gaps = [f for f in found(report) if f.rule == "LST210"]
    assert [(f.message, f.severity) for f in gaps] == ([(message, "warning")] if message else [])


def test_a_validation_list_need_not_have_every_class(tmp_path: Path) -> None:
    rows: list[Row] = [(number, 1, path) for number, _, path in ROWS]
    assert found(report_on(tmp_path, ROWS, validation=rows)) == []


def test_a_detection_list_is_no_list_of_classes(tmp_path: Path) -> None:
    rows: list[Row] = [(number, (2, 5, 0, 0.1, 0.1, 0.5, 0.5), path) for number, _, path in ROWS]
    report = report_on(tmp_path, rows)
    assert briefs(report) == [("LST205", "error", 1, None, None)]
    assert found(report)[0].count == 8


@pytest.mark.parametrize(
    ("labels", "rule", "severity"),
    [
        ((2, 5, 0, 0.1, 0.1, 0.5), "LST124", "error"),
        ((2, 5), "LST125", "warning"),
        ((2, 5, 0, 10, 10, 50, 50), "LST126", "warning"),
        ((2, 5, 0, 0.5, 0.1, 0.5, 0.5), "LST127", "error"),
    ],
)
def test_faults_of_boxes_need_no_algorithm(tmp_path: Path, labels: tuple[float, ...], rule: str, severity: str) -> None:
    sound = (2, 5, 0, 0.1, 0.1, 0.5, 0.5)
    rows: list[Row] = [(number, labels if number == 3 else sound, path) for number, _, path in ROWS]
    report = checked(tmp_path, {"train/a.lst": lst(*rows)})
    assert [brief(f)[:3] for f in found(report)] == [(rule, severity, 4)]


def test_boxes_among_labels(tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS[:6], (6, (2, 5, 0, 0.1, 0.1, 0.5, 0.5), "a.jpg")]
    report = checked(tmp_path, {"train/a.lst": lst(*rows)})
    assert briefs(report) == [("LST123", "error", 7, None, None)]


def test_what_could_not_be_compared_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.profile.packed.KEYS_KEPT", 0)
    report = report_on(tmp_path, ROWS)
    assert [(f.rule, f.severity) for f in found(report)] == [("LST204", "info")] * 2
    assert "8 lines were not searched" in found(report)[0].message


@pytest.mark.parametrize(
    ("there", "share"),
    [(("IM1.jpg",), "1 of them is"), (("IM1.jpg", "IM2.jpg"), "2 of them are"), ((), None),
     (("IM1.jpg", "IM2.jpg", "IM3.jpg"), "All are")],
)  # fmt: skip
def test_missing_images_that_are_there_in_different_case(
    there: tuple[str, ...], share: str | None, tmp_path: Path
) -> None:
    rows = [(number, number % 2, f"im{number}.jpg") for number in range(8)]
    images = [f"im{number}.jpg" for number in range(8) if number not in (1, 2, 3)]
    report = report_on(tmp_path, rows, [*images, *there])
    hint = f" {share} there in different case (A for a)." if share else ""
    assert [one.message for one in found(report) if one.rule == "LST201"] == [
        f"Images that are not in 'train': 3.{hint}"
    ]


def test_labels_out_of_range_in_any_list(tmp_path: Path) -> None:
    rows = [(number, 7 if number == 3 else number % 2, path) for number, _, path in ROWS]
    report = report_on(tmp_path, b"", None, rows)
    (finding,) = [one for one in found(report) if one.rule == "LST208"]
    assert finding.message == "The labels go from 0 to 7; num_classes=2 leaves room for 0 to 1."
    assert finding.location.file == "validation_lst/validation.lst"


def test_each_list_of_a_channel_is_judged_by_itself(tmp_path: Path) -> None:
    labels: dict[str, tuple[Any, ...]] = {"a": ("cat",), "b": (0, 3), "c": ((1, 0),), "d": (1, 9), "e": (0, 1)}
    lists = {
        f"train_lst/{name}.lst": lst(*[(n, held[n % len(held)], path) for n, _, path in ROWS])
        for name, held in labels.items()
    }
    report = checked(tmp_path, lists, algorithm="image-classification", hyperparameters={**SET, "num_classes": "5"})
    told = [(f.rule, f.location.file, f.message) for f in found(report) if f.rule in ("LST206", "LST208", "LST210")]
    assert sorted(told) == [
        ("LST206", "train_lst/c.lst", "Each line has 2 labels. That needs multi_label=1."),
        ("LST208", "train_lst/d.lst", "The labels go from 1 to 9; num_classes=5 leaves room for 0 to 4."),
        ("LST210", "train_lst/b.lst", "Classes without an image: 2 of 4; the first is 1."),
    ]


def test_each_of_several_labels_is_zero_or_one(tmp_path: Path) -> None:
    lines = "".join(f"{n}\t{n % 2}\t{2 if n == 3 else 1}\t{path}\n" for n, _, path in ROWS).encode()
    given = {"multi_label": "1", "num_classes": "2"}
    report = report_on(tmp_path, lines, None, lines, hyperparameters=given)
    assert {one.message for one in found(report) if one.rule == "LST208"} == {
        "The labels go from 0 to 2; each must be 0 or 1."
    }
