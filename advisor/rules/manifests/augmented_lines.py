"""Rules on the lines of an augmented manifest: each must be one JSON object."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.profile.manifests.augmented_manifest import AugmentedManifestProfile
from advisor.rules.base import fault_rule, rule

PAGE = "augmented-manifest.md#augmented-manifest-format"
PYTHON = "https://github.com/aws/sagemaker-tensorflow-extensions/issues/63"
SOURCES = (PAGE,)
FORMAT = "augmented-manifest"
EMPTY_BATCH = "Got empty batch from pipe. Please check if the manifest file contains valid batches"


rule(
    "MAN101",
    "not-json-line",
    "error",
    summary="A line of the manifest is no JSON.",
    why="Each line is read by itself, as one complete JSON object.",
    fix="Write each line with json.dumps or the like.",
    sources=SOURCES,
    training_error=EMPTY_BATCH,
)(fault_rule("not-json", "Lines that are no JSON: {count}.", FORMAT))

rule(
    "MAN102",
    "python-literal",
    "error",
    summary="A line of the manifest is written as Python prints it.",
    why="Single quotes, True, False and None are no JSON.",
    fix="Write each line with json.dumps instead of str.",
    sources=(PAGE, PYTHON),
    training_error=EMPTY_BATCH,
)(
    fault_rule(
        "python-literal", "Lines with single quotes, True, False or None, as Python prints a dict: {count}.", FORMAT
    )
)

rule(
    "MAN103",
    "pretty-printed",
    "error",
    summary="The manifest spreads JSON over several lines.",
    why="Each line is read by itself: an object over several lines, or an array around all of them, is none.",
    fix="Write one object a line, without indentation, brackets around them, or commas between them.",
    sources=SOURCES,
    training_error=EMPTY_BATCH,
)(fault_rule("pretty-printed", "Lines that are only a part of an object or array: {count}.", FORMAT))

rule(
    "MAN104",
    "not-an-object",
    "error",
    summary="A line of the manifest is JSON, and no object.",
    why="The attributes are looked for by name; an array or a bare value has none.",
    fix='Write one object a line, such as {"source-ref": "s3://...", "class": 0}.',
    sources=SOURCES,
    training_error=EMPTY_BATCH,
)(fault_rule("not-an-object", "Lines that are JSON but no object: {count}.", FORMAT, unless="pretty-printed"))

rule(
    "MAN105",
    "trailing-comma",
    "error",
    summary="A line of the manifest ends in a comma.",
    why="The lines are no members of an array: nothing may follow the object.",
    fix="Delete the commas at the ends of the lines.",
    sources=(PAGE, PYTHON),
)(fault_rule("trailing-comma", "Lines that end in a comma: {count}.", FORMAT))

rule(
    "MAN106",
    "several-objects",
    "error",
    summary="A line of the manifest holds more than one object.",
    why="One line is one sample; what follows the first object is lost or an error.",
    fix="Write each object on a line of its own.",
    sources=SOURCES,
)(fault_rule("several-objects", "Lines that hold more than one object: {count}.", FORMAT))

rule(
    "MAN107",
    "not-a-json-constant",
    "error",
    summary="A line of the manifest holds NaN or Infinity.",
    why="JSON has no such numbers, though Python writes them; strict readers refuse the line.",
    fix="Leave the attribute out, or write null; `json.dumps(..., allow_nan=False)` finds where they come from.",
    sources=(PAGE, PYTHON),
)(fault_rule("not-a-json-constant", "Lines with NaN or Infinity: {count}.", FORMAT))

rule(
    "MAN108",
    "repeated-key",
    "warning",
    summary="An object of the manifest has a key twice.",
    why="Which of the two values counts is left to the reader.",
    fix="Keep one of the two.",
    sources=SOURCES,
)(fault_rule("repeated-key", "Lines with a key twice: {count}. The first has {value} twice.", FORMAT))

rule(
    "MAN109",
    "blank-line",
    "warning",
    summary="A line of the manifest is blank.",
    why="A blank line is no JSON object; some readers skip it, others stop.",
    fix="Delete the blank lines.",
    sources=SOURCES,
)(fault_rule("blank-line", "Blank lines: {count}.", FORMAT))

rule(
    "MAN110",
    "byte-order-mark",
    "error",
    summary="The manifest begins with a byte order mark.",
    why="The mark stands before the first object, which is then no JSON.",
    fix="Write the manifest as plain UTF-8 (`utf-8`, not `utf-8-sig`).",
    sources=(PAGE, PYTHON),
)(fault_rule("byte-order-mark", "The manifest begins with a byte order mark (EF BB BF).", FORMAT))

rule(
    "MAN111",
    "not-utf8-encoding",
    "error",
    summary="The manifest is written in UTF-16 or UTF-32.",
    why="JSON Lines are UTF-8.",
    fix="Write the manifest in UTF-8, for example with `iconv -f UTF-16 -t UTF-8`.",
    sources=SOURCES,
)(fault_rule("not-utf8-encoding", "The manifest is not written in UTF-8, and was not read.", FORMAT))

rule(
    "MAN112",
    "not-utf8",
    "error",
    summary="A line of the manifest holds bytes that are no UTF-8.",
    why="JSON Lines are UTF-8.",
    fix="Write the manifest in UTF-8.",
    sources=SOURCES,
)(fault_rule("not-utf8", "Lines with bytes that are no UTF-8: {count}.", FORMAT))

rule(
    "MAN113",
    "nested-too-deep",
    "error",
    summary="A line of the manifest nests too deep to be read.",
    why="No label nests hundreds of levels deep; the line was not looked at.",
    fix="Write the line anew.",
    sources=SOURCES,
)(fault_rule("too-deep", "Lines that nest too deep: {count}.", FORMAT))

rule(
    "MAN114",
    "line-too-long",
    "error",
    summary="A line of the manifest is too long to be read.",
    why="A line of more than 16 megabytes is no sample; it was not looked at.",
    fix="Write one object a line.",
    sources=SOURCES,
)(fault_rule("line-too-long", "Lines of more than 16 megabytes: {count}.", FORMAT))


@rule(
    "MAN115",
    "no-sample",
    "error",
    summary="The manifest holds no sample.",
    why="Without a single object there is nothing to train on.",
    fix="Write one JSON object a line.",
    sources=SOURCES,
    training_error=EMPTY_BATCH,
)
def no_sample(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(AugmentedManifestProfile):
        if not profile.records and not profile.faults.keys() - {"blank-line", "byte-order-mark"}:
            yield file.hit("The manifest holds no object.", at())
