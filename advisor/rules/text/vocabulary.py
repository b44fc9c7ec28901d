"""Rules on the vocabulary of a topic model: one word per line, a line for each feature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from advisor.case.hit import Hit
from advisor.case.measures import declared_label_size, measure, training_channel
from advisor.case.model import Case, File
from advisor.case.tables.counters import first_is_count
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import Vocabulary
from advisor.profile import faults
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.text.vocabulary import VocabularyProfile
from advisor.rules.base import of, rule, tally_rule
from advisor.rules.written import written

PAGE = "ntm.md#NTM-inputoutput"
SAY = "Declare `label_size=1` if it is one. Else write the word that is missing, and declare `label_size=0`."
HEADERS = frozenset(
    ("0", "feature", "features", "term", "terms", "text", "token", "tokens", "vocab", "vocabulary", "word", "words")
)
"""What the first line says where a table of words was saved with its header; a column without a name is called 0."""


written(
    "vocabulary",
    "the vocabulary",
    {
        "VOC101": (faults.NOT_UTF8_ENCODING, {}),
        "VOC102": (faults.NOT_UTF8, {}),
        "VOC103": (
            faults.BYTE_ORDER_MARK,
            {
                "severity": "warning",
                "why": "The mark becomes part of the first word, which is then not found among the embeddings.",
            },
        ),
        "VOC104": (
            faults.BLANK_LINE,
            {
                "message": "Blank lines among the words: {count}.",
                "why": "The line number of a word is its id: a blank line is an empty word, or shifts all words "
                "after it.",
                "fix": "Write the missing word, or delete the line if it belongs to no feature.",
            },
        ),
        "VOC105": (faults.CRLF_LINE_ENDS, {}),
        "VOC106": (
            faults.LINE_TOO_LONG,
            {"message": "Lines of more than 64 kilobytes: {count}.", "fix": "Write one word per line."},
        ),
    },
    sources=(PAGE,),
)


tally_rule(
    "VOC107", "several-words", "warning", "Lines with white space inside: {count}.",
    of(VocabularyProfile, lambda profile: profile.several),
    summary="A line of the vocabulary holds more than one word.",
    why="Each line must hold a single word; a count or an id beside it becomes part of the word.",
    fix="Write only the word; join the parts of a phrase with an underscore.",
    sources=(PAGE,),
)  # fmt: skip

tally_rule(
    "VOC108", "padded-word", "warning", "Words with white space around them: {count}.",
    of(VocabularyProfile, lambda profile: profile.padded),
    summary="A word of the vocabulary has white space around it.",
    why="The white space may become part of the word, which is then not found among the embeddings.",
    fix="Write only the word on each line.",
    sources=(PAGE,),
)  # fmt: skip

tally_rule(
    "VOC109", "repeated-word", "warning", "Repeated words: {count}.",
    of(VocabularyProfile, lambda profile: profile.repeated),
    summary="A word occurs twice in the vocabulary.",
    why="Two columns of counts then have the same word; most likely a line is wrong, and the order with it.",
    fix="Write the vocabulary again from the vectorizer that made the counts.",
    sources=(PAGE,),
)  # fmt: skip


@rule(
    "VOC110",
    "vocabulary-size",
    "warning",
    summary="The vocabulary does not have one line for each feature of the training data.",
    why="Line n is the word of column n; with a different number of lines, the log names wrong words, and coherence "
    "is computed of them. The model is made of the counts alone, and no page says that the job stops.",
    fix="Write one line for each column of counts, in the order of the columns.",
    sources=(PAGE,),
    requires=("VOC101",),
)
def vocabulary_size(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(VocabularyProfile):
        for requirement in case.requirements(Vocabulary, channel.name):
            size = measure(case, "features") if requirement.lines_equal == "features" else None
            readings = _readings(case, size) if size is not None else ()
            if size is None or (profile.records in readings and len(readings) == 1):
                continue
            lines = number_of(profile.records, "line")
            if profile.records not in readings:
                hit = _of_other_size(file, profile, f"The vocabulary has {lines}, the training data ", size, readings)
                yield replace(hit, severity=requirement.severity, sources=requirement.sources)
            elif profile.records < size:
                message = f"The vocabulary has {lines}, a row {number_of(size, 'cell')}: right only if the first is a "
                yield file.hit(f"{message}label.", severity="info", fix=SAY, sources=requirement.sources)


def _of_other_size(file: File, profile: VocabularyProfile, said: str, size: int, readings: tuple[int, ...]) -> Hit:
    message = f"{said}{number_of(size, 'feature')}."
    if profile.first.strip("\"',").lower() in HEADERS and profile.records - 1 in readings:
        message += f" The first line, {profile.first!r}, seems to be a header: each word is one line too low."
        return file.hit(message, Tally(1, [Sighting(Place(1), profile.first)]), fix="Remove the first line.")
    if file.kind.startswith("json"):
        fix = "Write the words as plain text, one a line, in the order of the columns of counts."
        return file.hit(f"{message} It is JSON.", fix=fix)
    return file.hit(message)


def _readings(case: Case, size: int) -> tuple[int, ...]:
    """How many features a row could have: without `label_size`, the first cell of a CSV is a label or a feature.

    A `feature_dim` that fits one of the two tells, and so does a first column that counts as the others do.
    """
    channel = training_channel(case)
    tables = channel.holding(CsvProfile) if channel else []
    if channel is None or not tables or declared_label_size(channel) is not None:
        return (size,)
    declared = case.number("feature_dim")
    if declared in (size, size - 1):
        return (int(declared),)
    counted = any(isinstance(table.profile, CsvProfile) and first_is_count(table.profile) for table in tables)
    return (size,) if counted else (size, size - 1)
