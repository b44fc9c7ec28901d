"""What is not said of data that was not all read: that something is nowhere in it."""

from __future__ import annotations

import pytest

from advisor.engine.judge import judge
from advisor.profile.base import Tally
from tests.builders.acceptance.cases import Files, case_of
from tests.builders.pictures.images import annotation, box, jpeg, plain_mask

GAP = annotation(boxes=[box(0), box(2)], categories=None)
FOUR = {"num_classes": "4"}
SUPERVISED = {"mode": "supervised"}


def labelled(*labels: str) -> bytes:
    return "".join(f"__label__{label} some words\n" for label in labels * 30).encode()


@pytest.mark.parametrize(
    ("rule", "algorithm", "hyperparameters", "files"),
    [
        ("DET112", "object-detection", {}, {
            "train/im0.jpg": ("image", jpeg()), "train_annotation/im0.json": ("detection-json", GAP),
        }),
        ("MSK122", "semantic-segmentation", FOUR, {
            "train/a.jpg": ("image", jpeg()),
            "train_annotation/a.png": ("mask", plain_mask()), "train_annotation/b.png": ("mask", plain_mask()),
        }),
        ("SEN119", "blazingtext", SUPERVISED, {"train/a.txt": ("sentences", labelled("a"))}),
        ("SEN120", "blazingtext", SUPERVISED, {
            "train/a.txt": ("sentences", labelled("a", "b")), "validation/a.txt": ("sentences", labelled("a", "c")),
        }),
        ("TAB103", "knn", {"predictor_type": "classifier"}, {
            "test/a.csv": ("csv", b"0,1.5\n2,2.5\n"), "train/a.csv": ("csv", b"0,1.5\n1,2.5\n"),
        }),
        ("CSV157", "text-classification-tensorflow", {}, {
            "training/data.csv": ("csv", b"0,some words\n3,words\n"),
        }),
    ],
)  # fmt: skip
def test_what_is_absent(rule: str, algorithm: str, hyperparameters: dict[str, str], files: Files) -> None:
    case = case_of(files, algorithm, hyperparameters)
    for complete in (True, False):
        case.complete = complete
        found, _ = judge(case, lambda *_: Tally())
        assert (rule in {finding.rule for finding in found}) == complete
