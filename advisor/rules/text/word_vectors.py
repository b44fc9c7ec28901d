"""Rules on pretrained word vectors: a word and its numbers a line."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.knowledge.models.requirements import WordVectors
from advisor.profile import faults
from advisor.profile.text.word_vectors import WordVectorsProfile
from advisor.rules.base import of, rule, tally_rule
from advisor.rules.written import written

PAGE = "object2vec-hyperparameters.md"
EXAMPLE = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "object2vec_sentence_similarity/object2vec_sentence_similarity.ipynb"
)
FORMAT = "word-vectors"

written(
    FORMAT,
    "the file of word vectors",
    {
        "WVE101": (faults.NOT_UTF8_ENCODING, {}),
        "WVE107": (faults.BLANK_LINE, {}),
        "WVE106": (faults.NOT_UTF8, {"severity": "warning"}),
    },
    sources=(EXAMPLE,),
)


tally_rule(
    "WVE102", "line-without-vector", "warning", "Lines that do not end in a number: {count}.",
    of(WordVectorsProfile, lambda profile: profile.no_vector),
    summary="A line of the word vectors does not end in a number.",
    why="AWS's example sends vectors in GloVe's format: a word, then its numbers, separated by spaces.",
    fix="Write one word per line with all of its numbers, or delete the line.",
    sources=(PAGE, EXAMPLE),
)  # fmt: skip


tally_rule(
    "WVE103", "header-line", "warning", "The first line holds two numbers and no word.",
    of(WordVectorsProfile, lambda profile: profile.header),
    summary="The word vectors begin with a line of two numbers, as word2vec and fastText write it.",
    why="AWS's example sends vectors in GloVe's format, which has no such line; it may be read as a word.",
    fix="Delete the first line.",
    sources=(PAGE, EXAMPLE),
)  # fmt: skip


@rule(
    "WVE105",
    "vectors-of-unequal-length",
    "warning",
    summary="Some word vectors are shorter or longer than the others.",
    why="All vectors become rows of one table. A shorter line was usually cut off, a longer one holds a stray "
    "number; readers stop at either.",
    fix="Give every word the same number of values, or delete the line.",
    sources=(PAGE, EXAMPLE),
)
def unequal_lengths(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(WordVectorsProfile):
        odd = profile.of_other_lengths
        if odd.count:
            yield file.hit(f"Vectors of another length than the usual {profile.length}: {odd.count:,}.", odd)


@rule(
    "WVE104",
    "vector-length",
    "warning",
    summary="The word vectors are longer or shorter than the embedding layer.",
    why="The vectors become the rows of the embedding layer, whose length is a hyperparameter of its own.",
    fix="Set the length to that of the vectors.",
    sources=(PAGE,),
)
def vector_length(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(WordVectorsProfile):
        for demand in case.demands:
            if not isinstance(demand, WordVectors) or case.value(demand.named_by) != file.name:
                continue
            wanted = case.number(demand.length)
            if None not in (wanted, profile.length) and wanted != profile.length:
                message = f"The vectors have {profile.length} numbers; {demand.length} is {wanted:g}."
                fix = f"Set {demand.length} to {profile.length}."
                yield file.hit(message, at(line=1), severity=demand.severity, sources=demand.sources, fix=fix)
