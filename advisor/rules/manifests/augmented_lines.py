"""Rules on the lines of an augmented manifest: each must be one JSON object."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.profile import faults
from advisor.profile.manifests.augmented_manifest import AugmentedManifestProfile
from advisor.rules.base import rule
from advisor.rules.sources import AUGMENTED_MANIFEST
from advisor.rules.written import written

PYTHON = "https://github.com/aws/sagemaker-tensorflow-extensions/issues/63"
SOURCES = (AUGMENTED_MANIFEST,)
FORMAT = "augmented-manifest"
EMPTY_BATCH = "Got empty batch from pipe. Please check if the manifest file contains valid batches"


written(
    FORMAT,
    "the manifest",
    {
        "MAN101": (faults.NOT_JSON, {"training_error": EMPTY_BATCH}),
        "MAN102": (faults.PYTHON_LITERAL, {"sources": (AUGMENTED_MANIFEST, PYTHON), "training_error": EMPTY_BATCH}),
        "MAN103": (faults.PRETTY_PRINTED, {"training_error": EMPTY_BATCH}),
        "MAN104": (
            faults.NOT_AN_OBJECT,
            {
                "fix": 'Write one object per line, such as {"source-ref": "s3://...", "class": 0}.',
                "training_error": EMPTY_BATCH,
            },
        ),
        "MAN105": (faults.TRAILING_COMMA, {"sources": (AUGMENTED_MANIFEST, PYTHON)}),
        "MAN106": (faults.SEVERAL_OBJECTS, {}),
        "MAN107": (faults.NOT_A_JSON_CONSTANT, {"sources": (AUGMENTED_MANIFEST, PYTHON)}),
        "MAN108": (faults.REPEATED_KEY, {}),
        "MAN109": (faults.BLANK_LINE, {}),
        "MAN110": (faults.BYTE_ORDER_MARK, {"sources": (AUGMENTED_MANIFEST, PYTHON)}),
        "MAN111": (faults.NOT_UTF8_ENCODING, {}),
        "MAN112": (faults.NOT_UTF8, {}),
        "MAN113": (faults.TOO_DEEP, {}),
        "MAN114": (faults.LINE_TOO_LONG, {"message": "Lines of more than 16 megabytes: {count}."}),
    },
    sources=SOURCES,
)


@rule(
    "MAN115",
    "no-sample",
    "error",
    summary="The manifest holds no sample.",
    why="Without any sample there is nothing to train on.",
    fix="Write one JSON object per line.",
    sources=SOURCES,
    training_error=EMPTY_BATCH,
)
def no_sample(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(AugmentedManifestProfile):
        if not profile.records and not profile.faults.keys() - {"blank-line", "byte-order-mark"}:
            yield file.hit("The manifest holds no object.", at())
