"""Rules on the index (`.idx`) that im2rec writes beside a file of image records (`.rec`)."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import splitext

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel, File
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.profile.images.record_index import RecordIndexProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.sources import NO_MAGIC

PAGES = ("image-classification.md#IC-recordio-training", "object-detection.md#object-detection-recordio-training")
STALE = "https://github.com/apache/mxnet/issues/9114"


@rule(
    "IRC130",
    "index-beside-records",
    "info",
    summary="A channel holds the index of a file of image records.",
    why="Training reads only the .rec file. In Pipe mode every object of the channel is streamed, so the index "
    "ends up among the records.",
    fix="Leave the .idx file out of the channel.",
    sources=(*PAGES, NO_MAGIC),
)
def index_beside_records(case: Case) -> Iterator[Hit]:
    for channel, file, _ in case.profiled(RecordIndexProfile):
        if channel.mode == "Pipe":
            yield file.hit("In Pipe mode the index is streamed among the records, but is not one.", severity="error")
        else:
            yield file.hit("The index is copied to the training machine but not read.")


fault_rule(
    "IRC131", "index-not-readable", "warning", "Lines that are not entries of an index: {count}.", "record-index",
    fault="index-line",
    summary="A line of the index of image records is not an index entry.",
    why="Each line of an index has the number of a record, a tab, and the position of the record in bytes.",
    fix="Leave the .idx file out of the channel, or write it again together with the .rec file.",
    sources=(STALE,),
)  # fmt: skip


@rule(
    "IRC132",
    "index-does-not-fit",
    "warning",
    summary="An index does not belong to the file of image records beside it.",
    why="One of the two comes from another run, or is damaged; a reader that uses the index does not find the records.",
    fix="Write the .rec and the .idx again in one run of im2rec.py.",
    sources=(STALE,),
    training_error="Check failed: header[0] == RecordIOWriter::kMagic Invalid RecordIO File",
)
def index_does_not_fit(case: Case) -> Iterator[Hit]:
    for channel, file, index in case.profiled(RecordIndexProfile):
        packed = _records_of(channel, file)
        if packed is None or packed.faults or index.faults:
            continue
        if index.entries != packed.records:
            yield file.hit(f"The index has {index.entries} entries, the file of records {packed.records} records.")
        elif index.offsets.high >= packed.bytes:
            yield file.hit(f"An entry points to byte {index.offsets.high:.0f} of a file of {packed.bytes} bytes.")


def _records_of(channel: Channel, index: File) -> ImageRecordioProfile | None:
    """The file of records of the same name."""
    stem = splitext(index.name)[0]
    for file in channel.files:
        if isinstance(file.profile, ImageRecordioProfile) and splitext(file.name)[0] == stem:
            return file.profile
    return None
