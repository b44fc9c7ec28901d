"""The rules on augmented manifests: each fault only among sound samples; sound manifests pass in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.findings import Finding
from tests.builders.acceptance.cases import judged
from tests.builders.folders import checked
from tests.builders.pictures.lists import BOX, BUCKET, augmented_request, boxed, classified, described, json_lines
from tests.builders.requests import JOB

Samples = list[Any]
Brief = tuple[str, str, int | None, str | None, str | None]
IC = {"num_classes": "2", "num_training_samples": "8", "mini_batch_size": "2", "resize": "256"}
OD = {"num_classes": "2", "num_training_samples": "8", "mini_batch_size": "2"}
SS = {"num_classes": "3", "num_training_samples": "8", "mini_batch_size": "2"}


def found(folder: Path, samples: Samples | bytes, *rules: str, **options: Any) -> list[Finding]:
    data = samples if isinstance(samples, bytes) else json_lines(samples)
    report = checked(folder, {"train/m.manifest": data, "validation/m.manifest": data}, **options)
    return [f for f in report.findings if f.rule.startswith(rules or ("MAN",)) and f.channel == "train"]


def brief(finding: Finding) -> Brief:
    place = finding.location
    return finding.rule, finding.severity, place.line, place.key, finding.value


def classes(
    folder: Path, samples: Samples | bytes, *names: str, content_type: str = "application/x-recordio", **more: str
) -> list[Brief]:
    """What is found in samples with classes under a request; `more` are hyperparameters."""
    request = augmented_request(
        *(names or ("source-ref", "class")), content_type=content_type, hyperparameters={**IC, **more}
    )
    return [brief(f) for f in found(folder, samples, algorithm="image-classification", job=request)]


def boxes(folder: Path, samples: Samples, *names: str) -> list[Brief]:
    request = augmented_request(*(names or ("source-ref", "boxes")), hyperparameters=OD)
    return [brief(f) for f in found(folder, samples, algorithm="object-detection", job=request)]


def masks(folder: Path, samples: Samples, *names: str) -> list[Brief]:
    request = augmented_request(*(names or ("source-ref", "mask-ref")), hyperparameters=SS)
    return [brief(f) for f in found(folder, samples, algorithm="semantic-segmentation", job=request)]


def masked(count: int) -> Samples:
    return [{"source-ref": f"{BUCKET}/im{n}.jpg", "mask-ref": f"{BUCKET}/mask{n}.png"} for n in range(count)]


def boxed_samples(count: int) -> Samples:
    return [boxed({**BOX, "class_id": number % 2}, number=number) for number in range(count)]


def changed(samples: Samples, at: int, **values: Any) -> Samples:
    """The samples with values of the one at line `at` replaced; `source_ref` stands for `source-ref`."""
    renamed = {name.replace("_ref", "-ref"): value for name, value in values.items()}
    return [{**s, **renamed} if number == at else s for number, s in enumerate(samples, 1)]


@pytest.mark.parametrize(
    ("algorithm", "settings", "names", "samples"),
    [
        ("image-classification", IC, ("source-ref", "class"), classified(8)),
        (
            "image-classification",
            IC,
            ("source-ref", "class"),
            [described(s, "class", class_name="a", type="t") for s in classified(8, 0)],
        ),
        ("object-detection", OD, ("source-ref", "boxes"), boxed_samples(8)),
        ("semantic-segmentation", SS, ("source-ref", "mask-ref"), masked(8)),
    ],
)
def test_sound_samples_pass_without_a_word(
    tmp_path: Path, algorithm: str, settings: dict[str, str], names: tuple[str, ...], samples: Samples
) -> None:
    request = augmented_request(*names, hyperparameters=settings)
    assert found(tmp_path, samples, algorithm=algorithm, job=request) == []
    assert found(tmp_path / "bare", samples, algorithm=algorithm, hyperparameters=settings) == []
    assert found(tmp_path / "any", samples) == []


def test_text_with_classes_passes(tmp_path: Path) -> None:
    samples = [{"source": f"it rained on day {n}", "label": [n % 3, 4] if n % 2 else n % 3} for n in range(8)]
    request = augmented_request(
        "source", "label", content_type="application/jsonlines", hyperparameters={"mode": "supervised"}
    )
    assert found(tmp_path, samples, algorithm="blazingtext", job=request) == []


def test_a_missing_attribute_is_found_on_its_line(tmp_path: Path) -> None:
    samples = classified(8)
    del samples[5]["class"]
    assert classes(tmp_path, samples) == [("MAN201", "error", 6, "class", None)]
    bare = found(tmp_path / "bare", samples, algorithm="image-classification", hyperparameters=IC)
    assert [brief(f) for f in bare] == [("MAN201", "warning", 6, "class", None)]
    assert bare[0].message == "Lines without 'class': 1 of 8."
    assert found(tmp_path / "any", samples) == []


@pytest.mark.parametrize(("name", "number"), [("Class", 1), ("source_ref", 0)])
def test_a_name_that_no_line_has_is_found_in_the_request(tmp_path: Path, name: str, number: int) -> None:
    names = ["source-ref", "class"]
    names[number] = name
    request = augmented_request(*names, hyperparameters=IC)
    (finding,) = found(tmp_path, classified(8), "MAN202", algorithm="image-classification", job=request)
    key = f"InputDataConfig[0].DataSource.S3DataSource.AttributeNames[{number}]"
    assert (finding.location.file, finding.location.key, finding.value) == (JOB, key, name)
    assert "'class', 'source-ref'" in finding.message


def test_names_in_the_wrong_order(tmp_path: Path) -> None:
    key = "InputDataConfig[0].DataSource.S3DataSource.AttributeNames"
    assert classes(tmp_path, classified(8), "class", "source-ref") == [
        ("MAN203", "error", None, key, "class, source-ref")
    ]
    wrong = masks(tmp_path / "masks", masked(8), "mask-ref", "source-ref")
    assert wrong == [("MAN203", "error", None, key, "mask-ref, source-ref")]


def test_text_named_behind_its_label(tmp_path: Path) -> None:
    samples = [{"source": "it rained", "label": 1}]
    request = augmented_request("label", "source", content_type="application/jsonlines")
    assert [f.rule for f in found(tmp_path, samples, algorithm="blazingtext", job=request)] == ["MAN203"]


def test_names_without_ref(tmp_path: Path) -> None:
    key = "InputDataConfig[0].DataSource.S3DataSource.AttributeNames"
    samples = [{"source": f"{BUCKET}/im{n}.jpg", "class": n % 2} for n in range(8)]
    assert classes(tmp_path, samples, "source", "class") == [("MAN204", "error", None, f"{key}[0]", "source")]
    samples = [{"source-ref": f"{BUCKET}/im{n}.jpg", "mask": f"{BUCKET}/m{n}.png"} for n in range(8)]
    assert masks(tmp_path / "masks", samples, "source-ref", "mask") == [("MAN204", "error", None, f"{key}[1]", "mask")]


@pytest.mark.parametrize(
    "value", ["im3.jpg", "/data/im3.jpg", "https://pictures.s3.amazonaws.com/im3.jpg", "s3://pictures", "", None, 3]
)
def test_a_reference_that_is_no_s3_object(tmp_path: Path, value: Any) -> None:
    shown = None if value is None else str(value)
    assert classes(tmp_path, changed(classified(8), 4, source_ref=value)) == [
        ("MAN205", "error", 4, "source-ref", shown)
    ]
    wrong = masks(tmp_path / "masks", changed(masked(8), 4, mask_ref=value))
    assert wrong == [("MAN205", "error", 4, "mask-ref", shown)]


def test_lines_whose_labelling_failed(tmp_path: Path) -> None:
    failed = {"source-ref": f"{BUCKET}/x.jpg", "class-metadata": {"failure-reason": "ClientError: expired"}}
    samples = [*(described(s, "class", type="t") for s in classified(7)), failed]
    assert classes(tmp_path, samples) == [
        ("MAN206", "error", 8, "class-metadata.failure-reason", "ClientError: expired")
    ]


def test_a_manifest_of_video_frames(tmp_path: Path) -> None:
    kind = "groundtruth/video-object-detection"
    sample = {"source-ref": f"{BUCKET}/input-manifest.json", "cars-ref": f"{BUCKET}/SeqLabel.json"}
    samples = [described(sample, "cars-ref", type=kind)]
    assert boxes(tmp_path, samples, "source-ref", "cars-ref") == [
        ("MAN207", "error", 1, "cars-ref-metadata.type", kind)
    ]


def test_labels_of_different_jobs(tmp_path: Path) -> None:
    kinds = ["groundtruth/image-classification"] * 7 + ["groundtruth/label-verification"]
    samples = [described(s, "class", type=kind) for s, kind in zip(classified(8), kinds, strict=True)]
    assert classes(tmp_path, samples) == [("MAN208", "warning", 8, "class-metadata.type", kinds[-1])]


def test_classes_that_are_renamed(tmp_path: Path) -> None:
    names = ["dog", "cat"] * 3 + ["cat", "dog"]
    samples = [described(s, "class", class_name=name) for s, name in zip(classified(8), names, strict=True)]
    assert classes(tmp_path, samples) == [("MAN209", "warning", 7, "class-metadata.class-name", "0: cat")]
    maps = [{"0": "dog"}, {"0": "dog", "1": "cat"}, {"1": "bird"}]
    samples = [described(boxed(BOX, number=n), "boxes", class_map=m) for n, m in enumerate(maps)]
    assert boxes(tmp_path / "boxes", samples) == [("MAN209", "warning", 3, "boxes-metadata.class-map", "1: bird")]


def test_masks_that_number_their_classes_differently(tmp_path: Path) -> None:
    maps = [{"0": {"class-name": "BACKGROUND"}, "1": {"class-name": first}} for first in ("road", "road", "house")]
    maps[2]["2"] = {"class-name": "road"}
    key = "mask-ref-metadata.internal-color-map"
    for number, line in enumerate((3, 1)):  # the commonest numbers are the right ones, wherever the others stand
        samples = [described(s, "mask-ref", internal_color_map=m) for s, m in zip(masked(3), maps, strict=True)]
        assert masks(tmp_path / str(number), samples) == [("MAN210", "error", line, key, "2: road")]
        maps.reverse()


def test_an_object_named_again_is_worth_knowing(tmp_path: Path) -> None:
    samples = [*classified(8), classified(1)[0]]
    assert classes(tmp_path, samples) == [("MAN211", "info", 9, "source-ref", f"{BUCKET}/im0.jpg")]


def test_a_source_that_is_no_text(tmp_path: Path) -> None:
    samples = [{"source": "it rained", "label": 1}, {"source": 7, "label": 1}]
    request = augmented_request("source", "label", content_type="application/jsonlines")
    wrong = [brief(f) for f in found(tmp_path, samples, algorithm="blazingtext", job=request)]
    assert wrong == [("MAN212", "error", 2, "source", "7")]


@pytest.mark.parametrize("value", ["dog", 1.5, True, {"a": 1}, ["a"], f"{BUCKET}/a.png"])
def test_a_class_that_is_none(tmp_path: Path, value: Any) -> None:
    (wrong,) = classes(tmp_path, changed(classified(8), 3, **{"class": value}))
    assert wrong[:4] == ("MAN301", "error", 3, "class")


@pytest.mark.parametrize("value", [None, "", " "])
def test_a_class_that_is_empty(tmp_path: Path, value: Any) -> None:
    (wrong,) = classes(tmp_path, changed(classified(8), 3, **{"class": value}))
    assert wrong[:4] == ("MAN302", "error", 3, "class")


def test_a_text_without_a_class(tmp_path: Path) -> None:
    samples = [{"source": "it rained", "label": [1]}, {"source": "it rained", "label": []}]
    request = augmented_request("source", "label", content_type="application/jsonlines")
    wrong = [brief(f) for f in found(tmp_path, samples, algorithm="blazingtext", job=request)]
    assert wrong == [("MAN302", "error", 2, "label", "[]")]


def test_classes_where_boxes_are_wanted(tmp_path: Path) -> None:
    assert [b[:4] for b in boxes(tmp_path, classified(8, name="boxes"))] == [("MAN301", "error", 1, "boxes")]


def test_text_where_the_address_of_a_mask_is_wanted(tmp_path: Path) -> None:
    samples = [{"source-ref": f"{BUCKET}/im{n}.jpg", "mask": "road"} for n in range(8)]
    (wrong,) = found(tmp_path, samples, algorithm="semantic-segmentation", hyperparameters=SS)
    assert brief(wrong)[:4] == ("MAN301", "error", 1, "mask")


@pytest.mark.parametrize(("value", "fails"), [(1, False), ("01", False), (2, True), ("02", True), (-1, True)])
def test_both_sides_of_num_classes(tmp_path: Path, value: Any, fails: bool) -> None:
    wrong = classes(tmp_path, changed(classified(8), 5, **{"class": value}))
    assert wrong == ([("MAN303", "error", 5, "class", str(int(value)))] if fails else [])


@pytest.mark.parametrize(("cls", "fails"), [(1, False), (2, True)])
def test_both_sides_of_num_classes_in_boxes(tmp_path: Path, cls: int, fails: bool) -> None:
    samples = [*boxed_samples(7), boxed(BOX, {**BOX, "class_id": cls}, number=7)]
    key = "boxes.annotations[1].class_id"
    assert boxes(tmp_path, samples) == ([("MAN303", "error", 8, key, "2")] if fails else [])


MULTI = {"multi_label": "1", "num_classes": "3"}
CLASS_ID = "application/x-recordio; label-format=class-id"


@pytest.mark.parametrize("value", [[1, 0, 1], "[1, 0, 1]"])
def test_multi_hot_lists_pass(tmp_path: Path, value: Any) -> None:
    assert classes(tmp_path, classified(8, value), **MULTI) == []


@pytest.mark.parametrize("value", [[0, 2], "[2]", []])
def test_lists_of_class_ids_pass_where_they_are_declared(tmp_path: Path, value: Any) -> None:
    samples = changed(classified(8, [0, 1]), 3, **{"class": value})
    assert classes(tmp_path, samples, content_type=CLASS_ID, **MULTI) == []


def test_lists_of_class_ids_that_are_not_declared(tmp_path: Path) -> None:
    samples = changed(classified(8, [1, 0, 1]), 3, **{"class": [2]})
    assert classes(tmp_path, samples, **MULTI) == [("MAN304", "error", 3, "class", "[2]")]
    bare = found(tmp_path / "bare", samples, algorithm="image-classification", hyperparameters={**IC, **MULTI})
    assert [brief(f)[:3] for f in bare] == [("MAN304", "warning", 3)]


def test_lists_as_long_as_the_classes_that_hold_ids(tmp_path: Path) -> None:
    samples = changed(classified(8, [1, 0, 1]), 3, **{"class": [0, 1, 2]})
    assert classes(tmp_path, samples, **MULTI) == [("MAN304", "error", 3, "class[2]", "2")]


def test_multi_hot_lists_declared_as_class_ids(tmp_path: Path) -> None:
    assert [b[:3] for b in classes(tmp_path, classified(8, [1, 0, 1]), content_type=CLASS_ID, **MULTI)] == [
        ("MAN305", "error", 1)
    ]


def test_a_class_id_beyond_the_classes_in_a_list(tmp_path: Path) -> None:
    samples = changed(classified(8, [0, 2]), 3, **{"class": [1, 3]})
    assert classes(tmp_path, samples, content_type=CLASS_ID, **MULTI) == [("MAN303", "error", 3, "class[1]", "3")]


def test_lists_where_one_class_is_expected(tmp_path: Path) -> None:
    samples = classified(8, [1, 0])
    assert [b[:3] for b in classes(tmp_path, samples)] == [("MAN306", "error", 1)]
    bare = found(tmp_path / "bare", samples, algorithm="image-classification", hyperparameters=IC)
    assert [brief(f)[:3] for f in bare] == [("MAN306", "warning", 1)]
    assert [b[:3] for b in classes(tmp_path / "one", classified(8), multi_label="1")] == [("MAN306", "warning", 1)]


def test_lists_among_single_classes(tmp_path: Path) -> None:
    samples = changed(classified(8, [1, 0]), 4, **{"class": "1"})
    assert [b[:4] for b in classes(tmp_path, samples, multi_label="1")] == [("MAN307", "warning", 4, "class")]


@pytest.mark.parametrize(
    ("change", "rule", "severity", "key"),
    [
        ({"left": None}, "MAN311", "error", ".left"),
        ({"class_id": "dog"}, "MAN311", "error", ".class_id"),
        ({"width": 0}, "MAN313", "error", ""),
        ({"left": 150}, "MAN314", "error", ""),
        ({"left": 139.5}, "MAN315", "warning", ""),
        ({"left": 139}, None, "", ""),
    ],
)
def test_a_faulty_box(tmp_path: Path, change: dict[str, Any], rule: str | None, severity: str, key: str) -> None:
    samples = [*boxed_samples(7), boxed(BOX, {**BOX, **change}, number=7)]
    wanted = [(rule, severity, 8, f"boxes.annotations[1]{key}")] if rule else []
    assert [b[:4] for b in boxes(tmp_path, samples)] == wanted


@pytest.mark.parametrize(
    ("sample", "rule", "severity", "key"),
    [
        (boxed(number=7), "MAN316", "warning", "boxes.annotations"),
        (boxed(BOX, size=None, number=7), "MAN312", "error", "boxes.image_size"),
        (
            boxed(BOX, size={"width": 200, "height": 100, "depth": 1}, number=7),
            "MAN317",
            "warning",
            "boxes.image_size[0].depth",
        ),
    ],
)
def test_a_faulty_label_of_boxes(tmp_path: Path, sample: dict[str, Any], rule: str, severity: str, key: str) -> None:
    assert [b[:4] for b in boxes(tmp_path, [*boxed_samples(7), sample])] == [(rule, severity, 8, key)]


@pytest.mark.parametrize(
    ("line", "rule", "severity"),
    [
        ("{", "MAN103", "error"), ("{'a': 1}", "MAN102", "error"), ('{"a": 1', "MAN101", "error"),
        ("[1]", "MAN104", "error"),
        ('{"source-ref": "s3://pictures/x.jpg", "class": 0},', "MAN105", "error"),
        ('{"source-ref": "s3://pictures/x.jpg", "class": 0}{}', "MAN106", "error"),
        ('{"source-ref": "s3://pictures/x.jpg", "class": 0, "s": NaN}', "MAN107", "error"),
        ('{"source-ref": "s3://pictures/x.jpg", "class": 0, "class": 0}', "MAN108", "warning"),
        ("", "MAN109", "warning"),
        ('{"a": ' * 3000, "MAN113", "error"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("algorithm", ["image-classification", None])
def test_a_line_that_is_no_object(tmp_path: Path, algorithm: str | None, line: str, rule: str, severity: str) -> None:
    options = {"algorithm": algorithm, "hyperparameters": IC} if algorithm else {}
    (finding,) = found(tmp_path, [*classified(4), line, *classified(8)[4:]], **options)
    assert (finding.rule, finding.severity, finding.location.line, finding.count) == (rule, severity, 5, 1)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xef\xbb\xbf" + json_lines(classified(8)), "MAN110"),
        (json_lines(classified(8)).decode().encode("utf-16"), "MAN111"),
        (json_lines(classified(8)).replace(b"im3", b"im\xfc"), "MAN112"),
        (b"\n\n", "MAN115"),
    ],
)
def test_faults_of_the_whole_file(data: bytes, rule: str) -> None:
    findings = judged({"train/m.manifest": ("augmented-manifest", data)}, "MAN", algorithm="image-classification")
    assert [(f.rule, f.severity) for f in findings if f.rule != "MAN109"] == [(rule, "error")]


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    samples = [*classified(2), {"source-ref": "x" * (1 << 24)}]
    assert [b[:3] for b in classes(tmp_path, samples)] == [("MAN114", "error", 3)]
