"""Rules on pairs of token sequences: one JSON object per line, with label, in0 and in1."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.labels.fitting import label_outside
from advisor.case.labels.fix import classes_fix
from advisor.case.model import Case
from advisor.knowledge.models.requirements import Labels
from advisor.knowledge.models.series_requirements import Fields
from advisor.profile import faults
from advisor.profile.base import Tally
from advisor.profile.text.sequence_pairs import SIDES, SequencePairsProfile
from advisor.rules.base import Count, Counts, rule, tally_rule
from advisor.rules.written import written

PAGE = "object2vec-training-formats.md"
TOKENS = "object2vec.md#object2vec-inputoutput"
UNQUOTED = "https://github.com/aws/sagemaker-python-sdk/issues/934"
FORMAT = "sequence-pairs"
EXAMPLE = '{"label": 1, "in0": [6, 17], "in1": [16, 21]}'

_WRITE = f"Write each line with json.dumps: {EXAMPLE}."

written(
    FORMAT,
    "the file",
    {
        "SEQ101": (faults.NOT_UTF8_ENCODING, {"conversion": "write it in UTF-8"}),
        "SEQ102": (faults.BYTE_ORDER_MARK, {"severity": "warning"}),
        "SEQ103": (faults.BLANK_LINE, {}),
        "SEQ114": (faults.REPEATED_KEY, {"fix": "Write label, in0 and in1 once on each line."}),
    },
    sources=(PAGE,),
)
written(
    FORMAT,
    "the file",
    {
        "SEQ104": (faults.NOT_JSON, {"fix": _WRITE}),
        "SEQ105": (faults.PYTHON_LITERAL, {"fix": _WRITE}),
        "SEQ106": (faults.PRETTY_PRINTED, {}),
        "SEQ107": (faults.NOT_AN_OBJECT, {"unless": "", "fix": _WRITE}),
        "SEQ108": (faults.TRAILING_COMMA, {}),
        "SEQ109": (faults.SEVERAL_OBJECTS, {}),
        "SEQ110": (faults.NOT_UTF8, {}),
        "SEQ111": (faults.NOT_A_JSON_CONSTANT, {"fix": "Leave the pair out, or write a number."}),
        "SEQ112": (faults.TOO_DEEP, {"fix": _WRITE}),
        "SEQ113": (
            faults.LINE_TOO_LONG,
            {
                "message": "Lines longer than 16 MB, which were not read: {count}.",
                "fix": "Write one pair per line; a list has at most 5,000 ids.",
            },
        ),
    },
    sources=(PAGE, UNQUOTED),
    training_error="no records found",
)


@rule(
    "SEQ120",
    "key-missing",
    "error",
    summary="A pair lacks in0, in1 or its label.",
    why="The two objects are read from in0 and in1, and their relation from label.",
    fix=f"Write all three keys on every line: {EXAMPLE}.",
    sources=(PAGE, UNQUOTED),
)
def key_missing(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(SequencePairsProfile):
        demand = next(case.requirements(Fields, channel.name), None)
        for name in demand.required if demand else SIDES:
            seen = profile.missing(name)
            if seen:
                yield file.hit(f"Lines without {name!r}: {seen.count}.", seen)


def _sides(fault: str) -> Counts:
    """The places of something wrong in the lists of either side, which a message may {name}."""
    return lambda case: (
        Count(file, profile.side(name).faults.get(fault), {"name": name})
        for _, file, profile in case.profiled(SequencePairsProfile)
        for name in SIDES
    )


tally_rule(
    "SEQ121", "not-a-list", "error", "Lines whose {name} is not a list: {count}.", _sides("not-a-list"),
    summary="in0 or in1 is not a list.",
    why="An object is a list of token ids, even if it has only one.",
    fix="Write [10] for a single token, and the ids of a sentence as [6, 17, 606].",
    sources=(TOKENS, PAGE), conversion="write in0 and in1 as lists of ids",
)  # fmt: skip

tally_rule(
    "SEQ122", "empty-list", "warning", "Lines whose {name} is empty: {count}.", _sides("empty"),
    summary="in0 or in1 is an empty list.",
    why="There is no token to encode; the page describes single tokens and sequences of tokens only.",
    fix="Leave the pair out, or give words outside the vocabulary an id of their own.",
    sources=(TOKENS,),
)  # fmt: skip

tally_rule(
    "SEQ123", "id-not-whole", "error", "Members of {name} that are not integers: {count}.", _sides("not-whole"),
    summary="A list holds something that is not an integer id.",
    why="Tokens are looked up by number; words, true or false, and lists within a list are not numbers.",
    fix="Number the tokens, and write the numbers without quotes.",
    sources=(TOKENS, PAGE),
)  # fmt: skip

tally_rule(
    "SEQ124", "id-written-as-fraction", "warning", "Members of {name} that are written with a decimal point: {count}.",
    _sides("fraction"),
    summary="An id is written with a decimal point.",
    why="The ids are integers; 6.0 may be refused.",
    fix="Write 6, not 6.0: convert the ids with int() before json.dumps.",
    sources=(TOKENS,),
)  # fmt: skip

tally_rule(
    "SEQ125", "id-negative", "error", "Ids of {name} below 0: {count}.", _sides("negative"),
    summary="An id is negative.",
    why="An id is the row of the token in the table of embeddings, counted from 0.",
    fix="Number the tokens from 0. Give unknown words an id of their own instead of -1.",
    sources=(TOKENS,),
)  # fmt: skip


@rule(
    "SEQ126",
    "other-key",
    "info",
    summary="Lines hold keys other than label, in0 and in1.",
    why="The page names no other keys; nothing is learned from them.",
    fix="Leave them out.",
    sources=(PAGE,),
)
def other_key(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(SequencePairsProfile):
        if profile.other_keys:
            names = ", ".join(repr(name) for name in sorted(profile.other_keys)[:5])
            seen = Tally.of(list(profile.other_keys.values()))
            yield file.hit(f"Keys that are not read: {names}.", seen)


@rule(
    "SEQ130",
    "label-not-a-number",
    "error",
    summary="A label is not a number.",
    why="A label is the number of a class, or a score.",
    fix="Number the classes 0, 1, 2, ..., and write the numbers without quotes.",
    sources=(PAGE,),
    conversion="number the classes from 0",
)
def label_not_a_number(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(SequencePairsProfile):
        seen = profile.label.seen.get("not-a-number")
        if seen and any(True for _ in case.requirements(Labels, channel.name)):
            yield file.hit(f"Labels that are not numbers: {seen.count}.", seen)


@rule(
    "SEQ131",
    "label-does-not-fit",
    "error",
    summary="A label does not fit the output layer.",
    why="With output_layer softmax, labels are classes from 0 to num_classes - 1; scores need mean_squared_error.",
    fix="Number the classes from 0 and set num_classes, or set output_layer to mean_squared_error for scores.",
    sources=(PAGE, "object2vec-hyperparameters.md"),
    conversion="number the classes from 0",
)
def label_does_not_fit(case: Case) -> Iterator[Hit]:
    # Scores and many classes are as good as two classes while nothing is said of the task.
    is_declared = case.request or case.hyperparameters
    for channel, file, profile in case.profiled(SequencePairsProfile) if is_declared else ():
        for labels in case.requirements(Labels, channel.name):
            outside = label_outside(case, labels, profile.label, 0)
            if outside:
                extent, room = profile.label.extent, case.number(labels.below) if labels.below else None
                fix = classes_fix(extent.low, extent.high, labels.below, room)
                yield file.hit(outside[0], locate=outside[1], severity=labels.severity, fix=fix, sources=labels.sources)
