"""Rules on vocabularies in JSON, word -> id, and on the files that a channel must hold by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, File, at
from advisor.knowledge.models.requirements import NamedFiles, WordIds
from advisor.profile.text.vocabulary_json import VocabularyJsonProfile
from advisor.rules.base import fault_rule, of, rule, tally_rule

SCRIPT = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "seq2seq_translation_en-de/create_vocab_proto.py"
)
BROKEN = "https://github.com/aws/amazon-sagemaker-examples/issues/1385"
FORMAT = "vocabulary-json"
ALMOST = 0.75
"""How alike two names of files must be for one to be meant for the other."""

fault_rule(
    "VOJ101", "vocabulary-not-json", "error", "The vocabulary cannot be read as JSON: {value}.", FORMAT,
    fault="not-json",
    summary="The vocabulary is not a JSON object.",
    why="It is read as one object that gives each word its id.",
    fix='Write it with json.dump, in UTF-8: {"<pad>": 0, "<unk>": 1, "the": 2}.',
    sources=(SCRIPT, BROKEN), training_error="JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
)  # fmt: skip

fault_rule(
    "VOJ102", "vocabulary-too-large", "warning", "The vocabulary has {value}, and was not read.", FORMAT,
    fault="too-large",
    summary="The vocabulary is too large to be checked.",
    why="A file of more than 64 MB holds more words than a model has room for; it was not looked at.",
    fix="Keep the most frequent words, about 50,000.",
    sources=(SCRIPT,),
)  # fmt: skip


tally_rule(
    "VOJ103", "word-without-id", "error", "Words whose value is not an integer from 0: {count}.",
    of(VocabularyJsonProfile, lambda profile: profile.not_ids),
    summary="The value of a word is not an id.",
    why="The value of each word is its id, an integer from 0.",
    fix='Write word -> id ({"the": 4}), not id -> word, and the ids without quotes.',
    sources=(SCRIPT,),
)  # fmt: skip

tally_rule(
    "VOJ104", "repeated-word", "error", "Repeated words: {count}.",
    of(VocabularyJsonProfile, lambda profile: profile.repeated_words),
    summary="A word occurs twice in the vocabulary.",
    why="Only the last of the two is kept; the id of the other then belongs to no word.",
    fix="Make the vocabulary again, as a dict from word to id.",
    sources=(SCRIPT,),
)  # fmt: skip


def _demanded(case: Case) -> Iterator[tuple[WordIds, File, VocabularyJsonProfile]]:
    for channel, file, profile in case.profiled(VocabularyJsonProfile):
        for demand in case.requirements(WordIds, channel.name):
            if not profile.faults:
                yield demand, file, profile


@rule(
    "VOJ105",
    "repeated-id",
    "error",
    summary="Two words of the vocabulary have the same id.",
    why="The ids are the rows of a table, one for each word.",
    fix="Number the words 0, 1, 2, ..., each with a number of its own.",
    sources=(SCRIPT,),
)
def repeated_id(case: Case) -> Iterator[Hit]:
    for demand, file, profile in _demanded(case):
        if demand.consecutive and profile.repeated_ids.count:
            message = f"Words with an id that another word has: {profile.repeated_ids.count}."
            yield file.hit(message, profile.repeated_ids, severity=demand.severity, sources=demand.sources)


@rule(
    "VOJ106",
    "id-gap",
    "error",
    summary="The ids of the vocabulary have gaps.",
    why="The model has as many rows as there are words: if ids are skipped, the highest ids lie beyond the last row.",
    fix="Number the words 0, 1, 2, ... without a gap, and make the records again with those ids.",
    sources=(SCRIPT,),
    requires=("VOJ103", "VOJ104", "VOJ105"),
)
def id_gap(case: Case) -> Iterator[Hit]:
    for demand, file, profile in _demanded(case):
        if demand.consecutive and profile.missing and not profile.repeated_ids.count:
            gaps = ", ".join(map(str, profile.gaps))
            more = ", ..." if profile.missing > len(profile.gaps) else ""
            message = f"The ids go up to {profile.highest}; without a word: {gaps}{more} ({profile.missing} in all)."
            yield file.hit(message, at(), severity=demand.severity, sources=demand.sources)


@rule(
    "VOJ107",
    "special-words-not-first",
    "warning",
    summary="The first ids of the vocabulary are not those of the special words.",
    why="Padding, unknown words, and the beginning and end of a sentence have fixed ids.",
    fix="Number the special words first, as AWS's script does.",
    sources=(SCRIPT,),
    requires=("VOJ103",),
)
def special_words_not_first(case: Case) -> Iterator[Hit]:
    for demand, file, profile in _demanded(case):
        found = tuple(profile.first.get(number) for number in range(len(demand.first)))
        if found != demand.first:
            wanted = ", ".join(f"{word} {number}" for number, word in enumerate(demand.first))
            there = ", ".join(f"{'no word' if word is None else word} {number}" for number, word in enumerate(found))
            message = f"The ids begin with {there}; expected are {wanted}."
            yield file.hit(message, at(), severity=demand.severity, sources=demand.sources)


@rule(
    "VOJ110",
    "named-file-missing",
    "error",
    summary="A channel lacks a file that the algorithm opens by name.",
    why="The algorithm looks for the file in the channel's folder, under exactly this name.",
    fix="Put the file into the channel, or rename it.",
    sources=("seq-2-seq.md", "object2vec-hyperparameters.md"),
    held=(),
    conversion="add the missing file",
)
def named_file_missing(case: Case) -> Iterator[Hit]:
    for demand in case.demands if case.has_data else ():
        channel = case.channels.get(demand.channel) if isinstance(demand, NamedFiles) else None
        if not isinstance(demand, NamedFiles) or (channel and "manifest" in case.formats(channel)):
            continue
        there = {file.name: file for file in channel.files} if channel else {}
        named = {value: name for name in reversed(demand.named_by) if (value := case.value(name))}
        wanted = dict.fromkeys((*(demand.files if channel else ()), *named))
        for name in wanted:
            if name in there:
                continue
            by = f", which {named[name]!r} names," if name in named else ""
            message = f"The file {name!r}{by} is not in the channel {demand.channel!r}."
            near = difflib.get_close_matches(name, there.keys() - wanted.keys(), n=1, cutoff=ALMOST)
            if near:
                fix = f"Rename {near[0]} to {name}" + (f", or send {named[name]}={near[0]}." if name in named else ".")
                message += f" {near[0]!r} seems to be meant: names must match exactly."
                yield there[near[0]].hit(message, at(), severity=demand.severity, sources=demand.sources, fix=fix)
            else:
                yield Hit(message, channel=demand.channel, severity=demand.severity, sources=demand.sources)
