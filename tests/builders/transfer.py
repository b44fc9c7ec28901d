"""Sound data of the algorithms that fine-tune a pretrained TensorFlow model."""

from __future__ import annotations

from typing import Any

from tests.builders.folders import Files
from tests.builders.pictures.boxes import listed
from tests.builders.pictures.images import jpeg, png

ROWS = 60


def labelled_texts(channel: str, classes: int = 2) -> Files:
    texts = ("hide new secretions", "contains no wit , only labored gags", 'it "loves" its characters')
    rows = "".join(f'{i % classes},"{texts[i % 3]} {i}"\n'.replace('"loves"', '""loves""') for i in range(ROWS))
    return {f"{channel}/data.csv": rows}


def class_folders(channel: str, *classes: str) -> Files:
    """Three pictures for each class; a channel has its own."""
    wide = 50 + len(channel)
    pictures = ("jpg", jpeg(wide)), ("jpeg", jpeg(wide, 50)), ("png", png(wide))
    return {f"{channel}/{name}/{i}.{kind}": picture for name in classes for i, (kind, picture) in enumerate(pictures)}


ROSES = ("roses", "dandelion")

CASES: dict[str, tuple[str, Files, dict[str, Any]]] = {
    "ic tensorflow": ("image-classification-tensorflow", class_folders("training", *ROSES), {}),
    "ic tensorflow validated": (
        "image-classification-tensorflow",
        {**class_folders("training", *ROSES), **class_folders("validation", *ROSES)},
        {"hyperparameters": {"binary_mode": "True", "epochs": "5"}},
    ),
    "ic tensorflow declared": (
        "image-classification-tensorflow",
        class_folders("training", *ROSES, "tulips"),
        {"content_types": {"training": "application/x-image"}},
    ),
    "od tensorflow": ("object-detection-tensorflow", listed(), {}),
    "od tensorflow validated": (
        "object-detection-tensorflow",
        {**listed(), **listed("validation")},
        {"content_types": {"training": "application/x-image"}, "hyperparameters": {"epochs": "5"}},
    ),
    "tc tensorflow": ("text-classification-tensorflow", labelled_texts("training"), {}),
    "tc tensorflow validated": (
        "text-classification-tensorflow",
        {**labelled_texts("training", 3), **labelled_texts("validation", 2)},
        {"content_types": {"training": "text/csv"}, "hyperparameters": {"epochs": "5"}},
    ),
}
