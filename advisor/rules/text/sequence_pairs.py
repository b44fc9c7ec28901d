"""Rules on pairs of token sequences: one JSON object a line, with label, in0 and in1."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.labels import label_outside
from advisor.case.model import Case
from advisor.knowledge.requirements import Fields, Labels
from advisor.profile.base import Tally
from advisor.profile.text.sequence_pairs import SIDES, SequencePairsProfile
from advisor.rules.base import Check, fault_rule, rule

PAGE = "object2vec-training-formats.md"
TOKENS = "object2vec.md#object2vec-inputoutput"
UNQUOTED = "https://github.com/aws/sagemaker-python-sdk/issues/934"
FORMAT = "sequence-pairs"
EXAMPLE = '{"label": 1, "in0": [6, 17], "in1": [16, 21]}'

rule(
    "SEQ101",
    "not-utf8-encoding",
    "error",
    summary="The file is written in UTF-16 or UTF-32.",
    why="JSON Lines are UTF-8.",
    fix="Write the file in UTF-8, for example with `iconv -f UTF-16 -t UTF-8`.",
    sources=(PAGE,),
    conversion="write it in UTF-8",
)(fault_rule("not-utf8-encoding", "The file is not written in UTF-8, and was not read.", FORMAT))

rule(
    "SEQ102",
    "byte-order-mark",
    "warning",
    summary="The file begins with a byte order mark.",
    why="A strict reader stops at the mark: it is no JSON.",
    fix="Write the file as plain UTF-8 (`utf-8`, not `utf-8-sig`).",
    sources=(PAGE,),
)(fault_rule("byte-order-mark", "The file begins with a byte order mark (EF BB BF).", FORMAT))

rule(
    "SEQ103",
    "blank-line",
    "warning",
    summary="A line is blank.",
    why="Each line is read as one JSON object; a blank one is none.",
    fix="Delete the blank lines.",
    sources=(PAGE,),
)(fault_rule("blank-line", "Blank lines: {count}.", FORMAT))


def _broken(code: str, fault: str, summary: str, message: str, fix: str, name: str | None = None) -> None:
    rule(
        code,
        name or fault,
        "error",
        summary=summary,
        why="Each line is read by itself, as one complete JSON object.",
        fix=fix,
        sources=(PAGE, UNQUOTED),
        training_error="no records found",
    )(fault_rule(fault, message, FORMAT))


_WRITE = f"Write each line with json.dumps: {EXAMPLE}."

_broken("SEQ104", "not-json", "A line is no JSON.",
        "Lines that are no JSON, such as those with keys that have no double quotes: {count}.", _WRITE,
        "not-json-line")  # fmt: skip
_broken("SEQ105", "python-literal", "A line is written as Python prints it.",
        "Lines with single quotes, True, False or None, as Python prints a dict: {count}.", _WRITE)  # fmt: skip
_broken("SEQ106", "pretty-printed", "JSON is spread over several lines.",
        "Lines that are only a part of an object or array: {count}.",
        "Write one object a line, without brackets around them or commas between them.")  # fmt: skip
_broken("SEQ107", "not-an-object", "A line is JSON, and no object.",
        "Lines that are JSON but no object: {count}.", _WRITE)  # fmt: skip
_broken("SEQ108", "trailing-comma", "A line ends in a comma.", "Lines that end in a comma: {count}.",
        "Delete the commas at the ends of the lines.")  # fmt: skip
_broken("SEQ109", "several-objects", "A line holds more than one object.",
        "Lines with more than one object: {count}.", "Write each object on a line of its own.")  # fmt: skip
_broken("SEQ110", "not-utf8", "A line holds bytes that are no UTF-8.",
        "Lines with bytes that are no UTF-8: {count}.", "Write the file in UTF-8.")  # fmt: skip
_broken("SEQ111", "not-a-json-constant", "A line holds NaN or Infinity, which JSON does not know.",
        "Lines with {value} or the like: {count}.", "Leave the pair out, or write a number.")  # fmt: skip
_broken("SEQ112", "too-deep", "A line nests too many lists or objects.", "Lines that nest too deep: {count}.",
        _WRITE, "nested-too-deep")  # fmt: skip
_broken("SEQ113", "line-too-long", "A line is longer than any pair.",
        "Lines of more than 16 MB, which were not read: {count}.",
        "Write one pair a line; a list has 5,000 ids at most.")  # fmt: skip

rule(
    "SEQ114",
    "repeated-key",
    "warning",
    summary="A line has the same key twice.",
    why="Readers take one of the two, mostly the last, and the other is lost without a word.",
    fix="Write label, in0 and in1 once on each line.",
    sources=(PAGE,),
)(fault_rule("repeated-key", "Lines with the same key twice: {count}; the first is {value}.", FORMAT))


@rule(
    "SEQ120",
    "key-missing",
    "error",
    summary="A pair has no in0, no in1 or no label.",
    why="The two objects are looked for under in0 and in1, and what they are to each other under label.",
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


def _side_rule(fault: str, message: str) -> Check:
    """The check of something wrong in the lists of either side."""

    def check(case: Case) -> Iterator[Hit]:
        for _, file, profile in case.profiled(SequencePairsProfile):
            for name in SIDES:
                seen = profile.side(name).faults.get(fault)
                if seen:
                    yield file.hit(message.format(name=name, count=seen.count), seen)

    return check


rule(
    "SEQ121",
    "not-a-list",
    "error",
    summary="in0 or in1 is no list.",
    why="An object is a list of token ids, be it a list of one.",
    fix="Write [10] for a single token, and the ids of a sentence as [6, 17, 606].",
    sources=(TOKENS, PAGE),
    conversion="write in0 and in1 as lists of ids",
)(_side_rule("not-a-list", "Lines whose {name} is no list: {count}."))

rule(
    "SEQ122",
    "empty-list",
    "warning",
    summary="in0 or in1 is an empty list.",
    why="There is no token to encode; the page knows a single token and a sequence of tokens.",
    fix="Leave the pair out, or give words outside of the vocabulary an id of their own.",
    sources=(TOKENS,),
)(_side_rule("empty", "Lines whose {name} is empty: {count}."))

rule(
    "SEQ123",
    "id-not-whole",
    "error",
    summary="A list holds something that is no integer id.",
    why="Tokens are looked up by their number; words, true or false, and lists in a list have none.",
    fix="Number the tokens, and write the numbers without quotes.",
    sources=(TOKENS, PAGE),
)(_side_rule("not-whole", "Members of {name} that are no integer: {count}."))

rule(
    "SEQ124",
    "id-written-as-fraction",
    "warning",
    summary="An id is written with a decimal point.",
    why="The ids are integers; 6.0 may be refused.",
    fix="Write 6, not 6.0: convert the ids with int() before json.dumps.",
    sources=(TOKENS,),
)(_side_rule("fraction", "Members of {name} that are written with a decimal point: {count}."))

rule(
    "SEQ125",
    "id-negative",
    "error",
    summary="An id is negative.",
    why="An id is the row of the token in the table of embeddings: it counts from 0.",
    fix="Number the tokens from 0. A -1 for an unknown word wants an id of its own.",
    sources=(TOKENS,),
)(_side_rule("negative", "Ids of {name} below 0: {count}."))


@rule(
    "SEQ126",
    "other-key",
    "info",
    summary="Lines hold other keys than label, in0 and in1.",
    why="The page knows no others; what stands under them is not learnt.",
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
    summary="A label is no number.",
    why="A label is the number of a class, or a score.",
    fix="Number the classes 0, 1, 2, ..., and write the numbers without quotes.",
    sources=(PAGE,),
    conversion="number the classes from 0",
)
def label_not_a_number(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(SequencePairsProfile):
        seen = profile.label.seen.get("not-a-number")
        if seen and any(True for _ in case.requirements(Labels, channel.name)):
            yield file.hit(f"Labels that are no number: {seen.count}.", seen)


@rule(
    "SEQ131",
    "label-does-not-fit",
    "error",
    summary="A label is not one that the output layer takes.",
    why="With output_layer softmax labels are classes from 0 to num_classes - 1; scores want mean_squared_error.",
    fix="Number the classes from 0 and set num_classes, or set output_layer to mean_squared_error for scores.",
    sources=(PAGE, "object2vec-hyperparameters.md"),
    conversion="number the classes from 0",
)
def label_does_not_fit(case: Case) -> Iterator[Hit]:
    # Scores and many classes are as good as two classes while nothing is said of the task.
    told = case.request or case.hyperparameters
    for channel, file, profile in case.profiled(SequencePairsProfile) if told else ():
        for labels in case.requirements(Labels, channel.name):
            outside = label_outside(case, labels, profile.label, 0)
            if outside:
                yield file.hit(outside[0], locate=outside[1], severity=labels.severity, sources=labels.sources)
