"""Rules on samples that stand in two channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from advisor.case.hit import Hit
from advisor.case.measures import training_channel
from advisor.case.model import Case, File, at
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.sketch import Sketch
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile
from advisor.profile.text.sentences import SentencesProfile
from advisor.profile.text.sequence_pairs import SequencePairsProfile
from advisor.rules.base import rule

Samples = (
    CsvProfile | LibsvmProfile | ParquetProfile | RecordioProtobufProfile | SequencePairsProfile | SentencesProfile
)
CALLED: dict[type[Samples], str] = {
    RecordioProtobufProfile: "records", SequencePairsProfile: "pairs", SentencesProfile: "sentences"
}  # fmt: skip

ENOUGH = 20
"""Lines of the other channel that are compared, at least."""
DIFFERENT = 0.95
"""The share of lines of one channel that differ from each other, at least, where equal lines are no chance."""
AT_ONCE = 1 << 16
"""Lines that are put in order at once."""
COPIED = 0.5
"""The share of lines of the other channel that stand in the training data, from which on it is said."""


@rule(
    "CSV158",
    "rows-in-two-channels",
    "warning",
    summary="Most rows of a channel are also in the training data.",
    why="A score on rows that the model was trained on says nothing about new ones.",
    fix="Split the rows before they are written, so that each goes to one channel.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
)
def rows_in_two_channels(case: Case) -> Iterator[Hit]:
    return _copies(case, CsvProfile)


@rule(
    "TAB104",
    "samples-in-two-channels",
    "warning",
    summary="Most samples of a channel are also in the training data.",
    why="A score on samples that the model was trained on says nothing about new ones.",
    fix="Split the samples before they are written, so that each goes to one channel.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
    held=("libsvm", "parquet", "recordio-protobuf", "sequence-pairs", "sentences"),
)
def samples_in_two_channels(case: Case) -> Iterator[Hit]:
    for kind in (LibsvmProfile, ParquetProfile, RecordioProtobufProfile, SequencePairsProfile, SentencesProfile):
        yield from _copies(case, kind)


def _copies(case: Case, kind: type[Samples]) -> Iterator[Hit]:
    train = training_channel(case)
    if not (case.algorithm and train):
        return
    held = [(channel, channel.holding(kind)) for channel in case.channels.values() if channel.facts]
    others = [(channel, files) for channel, files in held if files and channel is not train]
    known = _lines(train.holding(kind)) if others else None
    same = {file.size: file.profile for file in train.holding(kind)}
    for _, every in others if known else ():
        files = [file for file in every if same.get(file.size) != file.profile]  # those are LAY112
        lines = _lines(files)
        if lines is None or known is None:
            continue
        compared = {line for line in lines.least if line < min(lines.limit, known.limit)}
        copied = len(compared & set(known.least)) / max(len(compared), 1)
        if len(compared) >= ENOUGH and copied >= COPIED:
            share = "All" if copied == 1 else f"About {copied:.0%} of the"
            yield files[0].hit(f"{share} {CALLED.get(kind, 'rows')} are also in {train.name!r}.", at())


def _lines(files: Iterable[File]) -> Sketch | None:
    """The samples of all files; None where not all are known, or many are equal anyway."""
    found = Sketch()
    waiting: set[int] = set()
    records = 0
    for file in files:
        profile = cast(Samples, file.profile)
        if profile.records and not profile.texts.least:
            return None
        waiting.update(profile.texts.least)
        records += profile.records
        if len(waiting) > AT_ONCE:
            found.add_all(waiting)
            waiting.clear()
    found.add_all(waiting)
    return found if records and found.count >= DIFFERENT * records else None
