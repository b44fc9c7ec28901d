"""Rules on lists of token ids, in JSON or in records: each id in its vocabulary, each list within its length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case, File
from advisor.case.request.hyperparameters import hit as hyperparameter_hit
from advisor.case.text.token_lists import sequences
from advisor.case.words import number_of, reach
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.models.requirements import Sequences
from advisor.profile.base import Tally
from advisor.profile.predicates import ValueOutside
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.text.vocabulary_json import VocabularyJsonProfile
from advisor.rules.base import rule

SHARED = "https://github.com/aws/sagemaker-python-sdk/issues/834"


@rule(
    "SEQ140",
    "id-beyond-vocabulary-size",
    "error",
    summary="A token id is not lower than the size of the vocabulary.",
    why="The table of embeddings has one row for each id below that size. If enc1_network is enc0, which is the "
    "default, encoder 1 uses the size of encoder 0, whatever enc1_vocab_size says.",
    fix="Set the size to the highest id plus one, or number the tokens again.",
    sources=(SHARED,),
    held=("recordio-protobuf", "sequence-pairs"),
    training_error='Inconsistent vocab for in1 found. Vocab id "2" is not less than vocab_size=2',
)
def id_beyond_vocabulary_size(case: Case) -> Iterator[Hit]:
    for demand, found in sequences(case):
        limit = case.number(demand.ids_below) if demand.ids_below else None
        if limit is not None and found.ids.high >= limit:
            shared = f" {demand.name!r} is compared with it while {_setting(case, demand)}." if demand.when else ""
            message = (
                f"The highest id of {demand.name!r} is {found.ids.high:.0f}; with {demand.ids_below} = {limit:g} "
                f"it must be below {limit:g}.{shared}"
            )
            more: dict[str, Any] = {"severity": demand.severity, "sources": demand.sources}
            if meant := _meant(case, demand, found.ids.high):
                name, setting, size = meant
                fix = f"Send {setting}: {size}={case.hyperparameters[size]} counts only then."
                yield hyperparameter_hit(case, name, message, channel=found.file.channel, fix=fix, **more)
            else:
                fix = f"Set {demand.ids_below} to {found.ids.high + 1:.0f} or more, or number the tokens again."
                yield found.file.hit(message, locate=ValueOutside(demand.name, below=limit), fix=fix, **more)


def _meant(case: Case, demand: Sequences, highest: float) -> tuple[str, str, str] | None:
    """The hyperparameter, its setting, and the size given for the list alone, which counts only then and suffices."""
    for other in case.demands:
        if isinstance(other, Sequences) and other.name == demand.name and other.ids_below in case.hyperparameters:
            for name in other.when.keys() & demand.when.keys():
                size = case.number(other.ids_below)
                if other.ids_below != demand.ids_below and size is not None and size > highest:
                    return name, condition_text({name: other.when[name]}), other.ids_below
    return None


def _setting(case: Case, demand: Sequences) -> str:
    return " and ".join(f"{name} is {case.value(name)}" + _by_default(case, name) for name in demand.when)


def _by_default(case: Case, name: str) -> str:
    return "" if name in case.hyperparameters else " by default"


@rule(
    "SEQ141",
    "id-not-in-vocabulary",
    "error",
    summary="A token id in the records is not in the vocabulary file.",
    why="Records and vocabularies are made in one run. An id beyond the vocabulary belongs to another one, and has no "
    "row in the table of embeddings.",
    fix="Make train.rec, val.rec and both vocabularies again, in one run of the same script.",
    sources=("seq-2-seq.md",),
    held=("recordio-protobuf", "sequence-pairs"),
)
def id_not_in_vocabulary(case: Case) -> Iterator[Hit]:
    for demand, found in sequences(case):
        highest = _highest(case, demand.ids_in) if demand.ids_in else None
        if highest is not None and (found.ids.high > highest or found.ids.low < 0):
            message = (
                f"{reach(f'ids of {demand.name!r}', found.ids.low, found.ids.high)}; "
                f"{demand.ids_in} has ids from 0 to {highest}."
            )
            predicate = ValueOutside(demand.name, minimum=0, below=highest + 1)
            yield found.file.hit(message, locate=predicate, severity=demand.severity, sources=demand.sources)


def _highest(case: Case, name: str) -> int | None:
    """The highest id of a vocabulary file; None where it is not there or is broken in itself."""
    for _, file, profile in case.profiled(VocabularyJsonProfile):
        if file.name == name and not profile.faults and profile.highest >= 0:
            return profile.highest
    return None


@rule(
    "SEQ142",
    "longer-than-allowed",
    "warning",
    summary="A list of ids is longer than the algorithm is set to expect.",
    why="Whatever lies beyond that length is not learned.",
    fix="Raise the length to that of the longest list, or shorten the lists.",
    sources=("object2vec-hyperparameters.md", "seq-2-seq-hyperparameters.md"),
    held=("recordio-protobuf", "sequence-pairs"),
)
def longer_than_allowed(case: Case) -> Iterator[Hit]:
    for demand, found in sequences(case):
        limit = case.number(demand.at_most) if demand.at_most else None
        if limit is None or found.lengths.empty or found.lengths.high <= limit:
            continue
        default = _by_default(case, demand.at_most or "")
        longest = number_of(int(found.lengths.high), "id")
        message = f"The longest {demand.name!r} has {longest}; {demand.at_most} is {limit:g}{default}."
        longer = _longer(found.file, demand.name, limit)
        mostly = longer is not None and found.file.profile is not None and 2 * longer.count > found.file.profile.records
        yield found.file.hit(
            message,
            longer,
            locate=ValueOutside(f"{demand.name}.length", below=limit + 1),
            severity="warning" if mostly else demand.severity,
            sources=demand.sources,
        )


def _longer(file: File, name: str, limit: float) -> Tally | None:
    """The places of records with longer lists, which their profile holds; None where it does not."""
    if not isinstance(file.profile, RecordioProtobufProfile):
        return None
    tallies = file.profile.features[name].widths.tallies or {}
    return Tally.of([tally for width, tally in tallies.items() if width > limit])
