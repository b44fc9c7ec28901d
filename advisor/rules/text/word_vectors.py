"""Rules on pretrained word vectors: a word and its numbers a line."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.knowledge.requirements import WordVectors
from advisor.profile.text.word_vectors import WordVectorsProfile
from advisor.rules.base import fault_rule, rule

PAGE = "object2vec-hyperparameters.md"
EXAMPLE = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "object2vec_sentence_similarity/object2vec_sentence_similarity.ipynb"
)
FORMAT = "word-vectors"

rule(
    "WVE101",
    "not-utf8-encoding",
    "error",
    summary="The word vectors are written in UTF-16 or UTF-32.",
    why="The words are looked up in a vocabulary that is UTF-8.",
    fix="Write the file in UTF-8, for example with `iconv -f UTF-16 -t UTF-8`.",
    sources=(EXAMPLE,),
)(fault_rule("not-utf8-encoding", "The word vectors are not written in UTF-8, and were not read.", FORMAT))


@rule(
    "WVE102",
    "line-without-vector",
    "warning",
    summary="A line of the word vectors does not end in a number.",
    why="AWS's example sends vectors as GloVe writes them: the word, and its numbers behind it, parted by spaces.",
    fix="Write one word a line with all of its numbers, or delete the line.",
    sources=(PAGE, EXAMPLE),
)
def line_without_vector(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(WordVectorsProfile):
        if profile.no_vector.count:
            yield file.hit(f"Lines that do not end in a number: {profile.no_vector.count}.", profile.no_vector)


@rule(
    "WVE103",
    "header-line",
    "warning",
    summary="The word vectors begin with a line of two numbers, as word2vec and fastText write it.",
    why="AWS's example sends vectors as GloVe writes them, which have no such line; it may be read as a word.",
    fix="Delete the first line.",
    sources=(PAGE, EXAMPLE),
)
def header_line(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(WordVectorsProfile):
        if profile.header.count:
            yield file.hit("The first line holds two numbers and no word.", profile.header)


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
        for demand in case.algorithm.data if case.algorithm else ():
            if not isinstance(demand, WordVectors) or case.value(demand.named_by) != file.name:
                continue
            wanted = case.number(demand.length)
            if None not in (wanted, profile.length) and wanted != profile.length:
                message = f"The vectors have {profile.length} numbers; {demand.length} is {wanted:g}."
                fix = f"Set {demand.length} to {profile.length}."
                yield file.hit(message, at(line=1), severity=demand.severity, sources=demand.sources, fix=fix)
