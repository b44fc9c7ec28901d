"""Rules on the words of a text: what parts them from each other, and from marks."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.knowledge.models.requirements import Labels
from advisor.profile.text.sentences import SentencesProfile
from advisor.rules.base import rule
from advisor.rules.sources import BLAZINGTEXT, FASTTEXT

NOTEBOOK = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "blazingtext_text_classification_dbpedia/blazingtext_text_classification_dbpedia.ipynb"
)

ENOUGH = 30
"""Lines from which on it is no chance that the words of most are parted in one way."""

MOSTLY = 0.9
"""The part of the lines that a fault must be in to be no chance."""


@rule(
    "SEN122",
    "marks-joined-to-words",
    "warning",
    summary="Commas, full stops and other marks are joined to the words before them.",
    why="Words are parted by spaces alone: `river`, `river,` and `river.` are three words. The vocabulary swells, and "
    "min_count drops those that are seldom written so.",
    fix="Put a space before each mark, or drop them, and write all in lower case: `' '.join(nltk.word_tokenize(text"
    ".lower()))`, as AWS's notebook does.",
    sources=(BLAZINGTEXT, NOTEBOOK),
)
def marks_joined_to_words(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(SentencesProfile):
        joined, marked = profile.marks.lines.count("j"), len(profile.marks.lines.replace("-", ""))
        if joined >= ENOUGH and joined >= MOSTLY * marked:
            message = f"Of the first {len(profile.marks.lines)} lines {joined} have marks that are joined to words."
            yield file.hit(message, at(line=1))


@rule(
    "SEN123",
    "one-word-a-line",
    "error",
    summary="Nearly every line is a single word, because nothing parts the words.",
    why="Words are parted by spaces alone. In a language that is written without them each sentence is one word, which "
    "comes once: min_count drops it, and what is left has no neighbours to learn from.",
    fix="Put spaces between the words first, for example with jieba for Chinese, MeCab for Japanese or PyThaiNLP for "
    "Thai. Where a text has each word on a line of its own, write one sentence a line.",
    sources=(BLAZINGTEXT, FASTTEXT),
    training_error="Empty vocabulary. Try a smaller -minCount value.",
)
def one_word_a_line(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(SentencesProfile):
        labels = next(case.requirements(Labels, channel.name), None)
        alone, lines = sum(profile.lengths.counts[1:2]), profile.records
        learns = labels.presence == "none" if labels else not profile.labelled.count
        if learns and lines >= ENOUGH and alone >= MOSTLY * lines:
            is_sure = labels is not None and profile.texts.count >= MOSTLY * lines
            message = f"Lines of a single word: {alone:,} of {lines:,}."
            yield file.hit(message, profile.unlabelled, severity=None if is_sure else "warning")
