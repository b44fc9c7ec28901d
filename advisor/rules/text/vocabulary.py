"""Rules on the vocabulary of a topic model: one word a line, a line for each feature."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import measure
from advisor.case.model import Case
from advisor.knowledge.requirements import Vocabulary
from advisor.profile.text.vocabulary import VocabularyProfile
from advisor.rules.base import fault_rule, rule, seen_rule

PAGE = "ntm.md#NTM-inputoutput"


rule(
    "VOC101",
    "not-utf8-encoding",
    "error",
    summary="The vocabulary is written in UTF-16 or UTF-32.",
    why="Only UTF-8 is supported.",
    fix="Write the file in UTF-8, for example with `iconv -f UTF-16 -t UTF-8`.",
    sources=(PAGE,),
)(fault_rule("not-utf8-encoding", "The vocabulary is not written in UTF-8, and was not read.", "vocabulary"))

rule(
    "VOC102",
    "not-utf8",
    "error",
    summary="A line of the vocabulary holds bytes that are no UTF-8.",
    why="Only UTF-8 is supported.",
    fix="Write the file in UTF-8.",
    sources=(PAGE,),
)(fault_rule("not-utf8", "Lines with bytes that are no UTF-8: {count}.", "vocabulary"))

rule(
    "VOC103",
    "byte-order-mark",
    "warning",
    summary="The vocabulary begins with a byte order mark.",
    why="The mark becomes a part of the first word, which is then not found among the embeddings.",
    fix="Write the file as plain UTF-8 (`utf-8`, not `utf-8-sig`).",
    sources=(PAGE,),
)(fault_rule("byte-order-mark", "The vocabulary begins with a byte order mark (EF BB BF).", "vocabulary"))

rule(
    "VOC104",
    "blank-line",
    "warning",
    summary="A line among the words is blank.",
    why="The line number of a word is its id: a blank line is a word without letters, or shifts all that follow.",
    fix="Write the missing word, or delete the line if it belongs to no feature.",
    sources=(PAGE,),
)(fault_rule("blank-line", "Blank lines among the words: {count}.", "vocabulary"))

rule(
    "VOC105",
    "crlf-line-ends",
    "warning",
    summary="The lines end in carriage return and line feed, as Windows writes them.",
    why="A reader that splits at the line feed takes the carriage return for a part of each word.",
    fix="Write lines that end in a line feed alone, for example with `newline='\\n'` or dos2unix.",
    sources=(PAGE,),
)(fault_rule("crlf-line-ends", "Lines that end in CR LF: {count}.", "vocabulary"))

rule(
    "VOC106",
    "line-too-long",
    "error",
    summary="A line of the vocabulary is too long for a word.",
    why="A line of more than 64 kilobytes is no word; it was not looked at.",
    fix="Write one word a line.",
    sources=(PAGE,),
)(fault_rule("line-too-long", "Lines of more than 64 kilobytes: {count}.", "vocabulary"))

rule(
    "VOC107",
    "several-words",
    "warning",
    summary="A line of the vocabulary holds more than one word.",
    why="Each line holds a single word. A count or an id beside it becomes a part of the word.",
    fix="Write nothing but the word. Join the parts of a phrase with an underscore.",
    sources=(PAGE,),
)(seen_rule(VocabularyProfile, "several", "Lines with white space within: {count}."))

rule(
    "VOC108",
    "padded-word",
    "warning",
    summary="A word of the vocabulary has white space around it.",
    why="The white space may become a part of the word, which is then not found among the embeddings.",
    fix="Write nothing but the word on each line.",
    sources=(PAGE,),
)(seen_rule(VocabularyProfile, "padded", "Words with white space around them: {count}."))

rule(
    "VOC109",
    "repeated-word",
    "warning",
    summary="A word of the vocabulary comes twice.",
    why="Two columns of counts then bear the same word; most likely a line is wrong, and with it the order.",
    fix="Write the vocabulary anew from the vectorizer that made the counts.",
    sources=(PAGE,),
)(seen_rule(VocabularyProfile, "repeated", "Words that came before: {count}."))


@rule(
    "VOC110",
    "vocabulary-size",
    "error",
    summary="The vocabulary has not one line for each feature of the training data.",
    why="Line n is the word of column n; with another number of lines words and columns do not belong together.",
    fix="Write one line for each column of counts, in the order of the columns.",
    sources=(PAGE,),
    requires=("VOC101",),
)
def vocabulary_size(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(VocabularyProfile):
        for requirement in case.requirements(Vocabulary, channel.name):
            size = measure(case, "features") if requirement.lines_equal == "features" else None
            if size is not None and profile.records != size:
                message = f"The vocabulary has {profile.records} lines, the training data {size} features."
                yield file.hit(message, severity=requirement.severity, sources=requirement.sources)
