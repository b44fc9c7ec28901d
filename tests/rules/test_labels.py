"""Rules on labels of any format: both sides of each limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor.findings import Report
from tests.builders.acceptance.valid import SAMPLES, both, lists, pictures
from tests.builders.folders import Files, checked
from tests.builders.pictures.images import jpeg
from tests.builders.recordio import box_label, dense, image_record, write_recordio
from tests.builders.tables import parquet

BINARY = {"objective": "binary:logistic", "num_round": "5"}
CLASSES = {"predictor_type": "classifier", "k": "3", "sample_size": "50"}
NUMBERS = {**CLASSES, "predictor_type": "regressor"}


def rows(labels: Iterable[object]) -> str:
    return "".join(f"{label},{n * 7 % 31},{n % 5 / 2}\n" for n, label in enumerate(labels))


def messages(report: Report, rule: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.rule == rule]


def said(
    folder: Path, rule: str, algorithm: str = "xgboost", given: dict[str, str] | None = None, /, **files: str
) -> list[str]:
    """What a rule says of files, each named after its channel."""
    data = {f"{channel}/a.csv": content for channel, content in files.items()}
    return messages(checked(folder, data, algorithm=algorithm, hyperparameters=given or {}), rule)


@pytest.mark.parametrize(("count", "told"), [(1, False), (2, True)])
def test_a_metric_that_compares_classes_needs_two_rows_to_say_so(count: int, told: bool, tmp_path: Path) -> None:
    files = {"train": rows([0, 1] * 20), "validation": rows([1] * count)}
    message = "All labels of 'validation' are 1; eval_metric asks for aucpr."
    given = {**BINARY, "eval_metric": "error, aucpr"}
    assert said(tmp_path, "TAB101", "xgboost", given, **files) == [message] * told


@pytest.mark.parametrize(
    ("labels", "told"), [([2] * 10, True), ([2] * 9, False), ([*[2] * 10, ""], False), ([*[2] * 10, 3], False)]
)
def test_labels_that_are_all_alike(labels: Sequence[object], told: bool, tmp_path: Path) -> None:
    found = said(tmp_path, "TAB101", train=rows(labels))
    assert found == ["All labels of 'train' are 2."] * told


@pytest.mark.parametrize(("count", "told"), [(9, False), (10, True)])
def test_images_of_one_class(count: int, told: bool, tmp_path: Path) -> None:
    train = write_recordio(image_record(jpeg(), 0.0, number) for number in range(count))
    report = checked(tmp_path, {"train/a.rec": train}, algorithm="image-classification", hyperparameters=SAMPLES)
    assert messages(report, "TAB101") == ["All labels of 'train' are 0."] * told


@pytest.mark.parametrize(
    ("algorithm", "given", "fix"),
    [
        (
            "factorization-machines",
            {"predictor_type": "binary_classifier"},
            "The labels are 5 numbers: send predictor_type=regressor if",
        ),
        ("linear-learner", {"predictor_type": "binary_classifier"}, "send predictor_type=regressor instead."),
        ("xgboost", BINARY, "send objective=reg:squarederror instead."),
    ],
)
def test_grades_are_numbers_too(algorithm: str, given: dict[str, str], fix: str, tmp_path: Path) -> None:
    text = rows([1, 2, 3, 4, 5] * 4)
    files: Files = {"train/a.csv": text}
    if algorithm == "factorization-machines":
        files = {"train/a.pbr": write_recordio(dense([1.0, 0.5], label=n % 5 + 1.0) for n in range(20))}
    report = checked(tmp_path, files, algorithm=algorithm, hyperparameters=given)
    (told,) = (f for f in report.findings if f.rule in ("CSV151", "REC151"))
    assert fix in told.fix
    name, value = next(iter(given.items()))
    assert f"with {name} = {value} they must be 0 and 1" in told.message


@pytest.mark.parametrize(
    ("labels", "rate", "told"),
    [
        ([1] * 12, "2", []),
        ([1] * 12, "0", [("TAB101", "Set negative_sampling_rate"), ("TAB103", "Shuffle")]),
        ([0] * 12, "2", [("TAB101", "Split the data"), ("TAB103", "Shuffle")]),
    ],
)
def test_pairs_that_training_makes_up_are_of_class_0(
    labels: list[int], rate: str, told: list[tuple[str, str]], tmp_path: Path
) -> None:
    files = {f"{name}/a.jsonl": pairs(given) for name, given in (("train", labels), ("test", [0, 1] * 6))}
    given = {"enc0_max_seq_len": "4", "enc0_vocab_size": "9", "negative_sampling_rate": rate}
    report = checked(tmp_path, files, algorithm="object2vec", hyperparameters=given)
    found = sorted((f for f in report.findings if f.rule in ("TAB101", "TAB103")), key=lambda f: f.rule)
    assert [f.rule for f in found] == [rule for rule, _ in told]
    for finding in found[:1]:
        assert (finding.fix.startswith(told[0][1]), finding.location.file) == (True, "train/a.jsonl")


@pytest.mark.parametrize(("labels", "told"), [([0.1, 0.5], []), ([0, 1], ["TAB103"])])
def test_fractions_are_amounts_and_no_classes(labels: list[float], told: list[str], tmp_path: Path) -> None:
    files = {"train/a.jsonl": pairs(labels * 10), "validation/a.jsonl": pairs([*labels, 2, 3] * 10)}
    report = checked(tmp_path, files, algorithm="object2vec")
    assert [f.rule for f in report.findings if f.rule == "TAB103"] == told


@pytest.mark.parametrize(("algorithm", "severity"), [("knn", "warning"), ("linear-learner", "error")])
def test_the_neighbours_may_come_back_by_their_numbers(algorithm: str, severity: str, tmp_path: Path) -> None:
    files: Files = {"train/a.pbr": write_recordio(dense([n * 0.5, 0.5], label=float(n)) for n in range(120))}
    report = checked(tmp_path, files, algorithm=algorithm, hyperparameters={"predictor_type": "regressor"})
    assert [f.severity for f in report.findings if f.rule == "TAB102"] == [severity]


def pairs(labels: Sequence[float]) -> str:
    return "".join(f'{{"label": {label}, "in0": [{n % 8}, 2], "in1": [{n % 7}]}}\n' for n, label in enumerate(labels))


def test_a_detector_may_have_one_class(tmp_path: Path) -> None:
    train = write_recordio(image_record(jpeg(), box_label((0, 0.1, 0.1, 0.6, 0.7)), n) for n in range(12))
    report = checked(tmp_path, {"train/a.rec": train}, algorithm="object-detection", hyperparameters=SAMPLES)
    assert messages(report, "TAB101") == []


@pytest.mark.parametrize(
    ("labels", "severity"),
    [
        ((*range(1, 100), 0), "error"),
        ((*range(1, 99), 0), "warning"),
        ((*range(2, 101), 1), "warning"),
        ((*range(2, 150), 0), "error"),
        ((*range(1, 1500), 0), "error"),
        ((*range(1100, 1501), *range(700)), "warning"),
        ((*range(1100, 1500), *range(700)), "error"),
    ],
)
def test_an_index_in_place_of_the_label(labels: Sequence[int], severity: str, tmp_path: Path) -> None:
    text = "".join(f"{label},0.{label % 7},{label % 3}.5\n" for label in labels)
    report = checked(tmp_path, {"train/a.csv": text}, algorithm="xgboost")
    assert [f.severity for f in report.findings if f.rule == "TAB102"] == [severity]


def days(first: date, count: int, step: int = 1) -> list[str]:
    return [f"{first + timedelta(days=step * number):%Y%m%d}" for number in range(count)]


JANUARY, MANY_DAYS = days(date(2024, 1, 1), 10, 2), days(date(2020, 1, 1), 1001)
INDEX, SECOND = "the numbers of the rows, as a saved data frame's index", 1000
FIRST, LAST = 946_684_800, 2_208_988_800


def shuffled(*numbers: int) -> list[int]:
    return [*numbers[1::2], *numbers[::2]]


def spread(first: int, last: int, count: int = 10) -> list[int]:
    """So many numbers, unevenly from the first to the last."""
    return [*(first + number * number for number in range(count - 1)), last]


@pytest.mark.parametrize(
    ("labels", "seems"),
    [
        (JANUARY, "dates"),
        (JANUARY[1:], None),
        ([*JANUARY, "20240131.5"], None),
        (["20240115"] * 10, None),
        ([*JANUARY, "20241231", "20230101"], "dates"),
        ([*JANUARY, "20240132", "20241231"], None),
        ([*JANUARY, "20240100", "20230101"], None),
        ([*JANUARY, "20241301", "20241231"], None),
        ([*JANUARY, "20240015", "20230101"], None),
        ([*JANUARY, "19000101", "21001231"], "dates"),
        ([*JANUARY, "18991231"], None),
        ([*JANUARY, "21010101"], None),
        (MANY_DAYS, "dates"),
        (spread(FIRST, LAST), "times"),
        (spread(FIRST - 1, LAST), None),
        (spread(FIRST, LAST + 1), None),
        (spread(FIRST * SECOND, LAST * SECOND), "times"),
        (spread(FIRST * SECOND - 1, LAST * SECOND), None),
        (spread(FIRST * SECOND, LAST * SECOND + 1), None),
        (shuffled(*range(20)), INDEX),
        (shuffled(*range(19)), None),
        (shuffled(*range(5, 24), 34), INDEX),
        (shuffled(*range(5, 24), 35), None),
        (shuffled(*range(25), 7), None),
        (shuffled(*range(1001)), INDEX),
        (shuffled(*range(1, 1002)), INDEX),
        (shuffled(*range(2, 1003)), None),
    ],
)
def test_labels_that_are_rather_dates_times_or_row_numbers(
    labels: Sequence[object], seems: str | None, tmp_path: Path
) -> None:
    found = said(tmp_path, "TAB102", train=rows(labels))
    assert [message.partition(": they go")[0] for message in found] == [f"The labels look like {seems}"] * bool(seems)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([number * 10 for number in range(10)] * 2, False),
        ([*(number * 10 for number in range(11)), *range(0, 90, 10)], True),
        ([number * 10 for number in range(1001)], True),
    ],
)
def test_classes_of_which_nearly_every_row_has_its_own(labels: Sequence[int], told: bool, tmp_path: Path) -> None:
    low, high = min(labels), max(labels)
    message = f"The labels look like ids, because nearly every row has its own: they go from {low} to {high}."
    assert said(tmp_path, "TAB102", "knn", CLASSES, train=rows(labels)) == [message] * told
    assert said(tmp_path, "TAB102", "knn", NUMBERS, train=rows(labels)) == []


def test_of_several_labels_the_first_is_judged(tmp_path: Path) -> None:
    files = {"train/a.csv": "".join(f"{n % 2},{day},1.5\n" for n, day in enumerate(JANUARY))}
    report = checked(tmp_path, files, algorithm="xgboost", content_types={"train": "text/csv;label_size=2"})
    assert messages(report, "TAB102") == []


def test_labels_in_records(tmp_path: Path) -> None:
    train = write_recordio(dense([row / 3, row % 7 / 2], row) for row in range(20))
    found = checked(tmp_path, {"train/a.pbr": train}, algorithm="knn").findings
    assert [(f.location.file, f.location.line) for f in found if f.rule == "TAB102"] == [("train/a.pbr", None)]


THREE = rows([0, 1, 2] * 5)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ([0, 1, 2, 3], "'test' has classes of which 'train' has no row: 3."),
        ([8, 7, 6, 5, 4], "'test' has classes of which 'train' has no row: 4, 5, 6, 7, 8."),
        ([9, 8, 7, 6, 5, 4], "'test' has classes of which 'train' has no row: 4, 5, 6, 7, 8, ...."),
        ([1] * 10, "All rows of 'test' are of class 1; 'train' has 3."),
        ([1] * 9, None),
        ([0, 1] * 5, None),
    ],
)
def test_classes_that_differ_from_training(other: list[int], message: str | None, tmp_path: Path) -> None:
    files = {"train": THREE, "test": rows(other)}
    assert said(tmp_path, "TAB103", "knn", CLASSES, **files) == ([message] if message else [])
    assert said(tmp_path, "TAB103", "knn", NUMBERS, **files) == []


def test_two_classes_of_which_one_channel_has_one(tmp_path: Path) -> None:
    files = {"train": rows([0, 1] * 5), "validation": rows([1] * 10)}
    message = "All rows of 'validation' are of class 1; 'train' has 2."
    assert said(tmp_path, "TAB103", "xgboost", BINARY, **files) == [message]


def test_one_class_in_both_channels_is_no_difference(tmp_path: Path) -> None:
    one = rows([1] * 12)
    assert said(tmp_path, "TAB103", "knn", CLASSES, train=one, test=one) == []


def test_classes_without_training_data(tmp_path: Path) -> None:
    assert said(tmp_path, "TAB103", "knn", CLASSES, test=THREE) == []


def test_classes_of_lists_are_told_of_the_channel_of_their_images(tmp_path: Path) -> None:
    files: Files = {**both(pictures), **lists("train"), **lists("validation", label="2")}
    report = checked(tmp_path, files, algorithm="image-classification", hyperparameters=SAMPLES)
    assert messages(report, "TAB103") == ["'validation' has classes of which 'train' has no row: 2."]


@pytest.mark.parametrize(("classes", "severity"), [(True, "error"), (False, "warning")])
def test_classes_that_stand_last(classes: bool, severity: str, tmp_path: Path) -> None:

    text = "".join(f"{row}.5,{row % 7}.25,{row % 3 if classes else row / 64}\n" for row in range(60))
    given = {"k": "3", "predictor_type": "classifier", "sample_size": "60", "feature_dim": "2"}
    report = checked(tmp_path, {"train/a.csv": text}, algorithm="knn", hyperparameters=given)
    found = [f for f in report.findings if f.rule == "CSV151"]
    assert [(f.severity, f.fix.startswith("The last column seems to be the label")) for f in found] == [
        (severity, classes)
    ]


def test_classes_that_stand_last_in_parquet(tmp_path: Path) -> None:
    table = parquet(a=[float(n) for n in range(60)], b=[n * 0.5 for n in range(60)], c=[n % 2 for n in range(60)])
    report = checked(tmp_path, {"train/a.parquet": table}, algorithm="xgboost", hyperparameters=BINARY)
    (fix,) = [f.fix for f in report.findings if f.rule == "PAR151"]
    assert fix.endswith("`df[[df.columns[-1], *df.columns[:-1]]].to_parquet(path, index=False)`.")


BY_CLASS, BLOCKS, RISING = (
    [n // 50 for n in range(100)],
    [(2, 0, 1)[n // 40] for n in range(120)],
    list(range(7, 307, 3)),
)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (BY_CLASS, "The 2 labels stand one after the other, from 0 to 1: 100 samples."),
        (BY_CLASS[::-1], "The 2 labels stand one after the other, from 0 to 1: 100 samples."),
        (BLOCKS, "The 3 labels stand one after the other, from 0 to 2: 120 samples."),
        (RISING, "The labels are sorted, from 7 to 304: 100 samples."),
        (RISING[::-1], "The labels are sorted, from 7 to 304: 100 samples."),
        ([0, *BY_CLASS[1:50], 1, 0, *BY_CLASS[52:]], None),
        ([*RISING[:98], 304, 301], None),
        (BY_CLASS[1:], None),
        ([1] * 100, None),
    ],
)
@pytest.mark.parametrize("binary", [False, True])
def test_samples_in_the_order_of_their_labels(
    labels: list[int], told: str | None, binary: bool, tmp_path: Path
) -> None:
    text = "".join(f"{label},0.{row % 7},{row % 3}.5\n" for row, label in enumerate(labels))
    records = write_recordio(dense([row / 3, 1.0], label) for row, label in enumerate(labels))
    files: Files = {"train/a.pbr": records} if binary else {"train/a.csv": text}
    for channel, expected in (("train", [told] if told else []), ("validation", [])):
        moved = {name.replace("train", channel): content for name, content in files.items()}
        assert list(messages(checked(tmp_path / channel, moved, algorithm="linear-learner"), "TAB105")) == expected
    assert messages(checked(tmp_path / "other", files, algorithm="knn"), "TAB105") == []


@pytest.mark.parametrize(("labels", "told"), [((0, 1), True), ((1, 1), False), ((0, None), False)])
def test_a_file_for_each_label(labels: tuple[int | None, ...], told: bool, tmp_path: Path) -> None:
    files = {
        f"train/{number}.csv": "".join(f"{row % 2 if label is None else label},0.{row},1\n" for row in range(50))
        for number, label in enumerate(labels)
    }
    expected = ["Each of the 2 files holds one label only."] * told
    assert messages(checked(tmp_path, files, algorithm="linear-learner"), "TAB105") == expected


@pytest.mark.parametrize(("classes", "first", "told"), [(6, 0, True), (6, 1, True), (6, 2, False), (7, 0, False)])
def test_a_last_column_that_holds_classes_is_named(classes: int, first: int, told: bool, tmp_path: Path) -> None:
    content = "".join(f"{1800 + 7 * n},{n % 7 / 2},{n % classes + first}\n" for n in range(60))
    report = checked(tmp_path, {"train/a.csv": content}, algorithm="knn", hyperparameters=CLASSES)
    (found,) = [one for one in report.findings if one.rule == "TAB102"]
    assert (
        found.fix.startswith("Write column 3 first") == found.message.endswith("the last one, holds classes.") == told
    )


@pytest.mark.parametrize(
    ("algorithm", "metric", "classes", "told"),
    [
        ("lightgbm", "auc", 3, "'auc' takes two classes; the labels of 'train' have 3."),
        ("lightgbm", "auc", 2, None),
        ("lightgbm", "multi_error", 2, "'multi_error' takes more than two classes; the labels of 'train' have 2."),
        ("lightgbm", "multi_error", 3, None),
        ("autogluon-tabular", "f1", 4, "'f1' takes two classes; the labels of 'training' have 4."),
        ("autogluon-tabular", "f1_macro", 4, None),
    ],
)
def test_a_metric_of_other_classes(algorithm: str, metric: str, classes: int, told: str | None, tmp_path: Path) -> None:
    name, channel = ("metric", "train") if algorithm == "lightgbm" else ("eval_metric", "training")
    table = rows(n % classes for n in range(180))
    found = checked(tmp_path, {f"{channel}/a.csv": table}, algorithm=algorithm, hyperparameters={name: metric})
    assert messages(found, "TAB111") == ([told] if told else [])
