"""Rules on RecordIO frames, of either kind of content, and on records that do not keep to the schema."""

from __future__ import annotations

from advisor.rules.base import fault_rule
from advisor.rules.raised import TABLE_READERS
from advisor.rules.sources import CONTAINER_ERRORS, NO_MAGIC, RECORDIO

INVALID = "https://github.com/deepinsight/insightface/issues/662"
CORRUPT = "https://github.com/apache/mxnet/issues/17490"
SPARSE = "https://github.com/aws/sagemaker-spark/issues/131"
WRITER = "Write the file again with a library, and let it close the file before the upload."


fault_rule(
    "REC101", "truncated-record", "error", "Records that are cut off: {count}. The first holds {value}.",
    summary="A record ends before all of its bytes are there.",
    why="Readers stop at it, or silently take the part that is there for a whole record.",
    fix="Upload the file again, and compare its size with the original. " + WRITER,
    sources=(RECORDIO, CORRUPT), training_error="Check failed: pbegin_ <= pend_: Invalid RecordIO Format",
)  # fmt: skip

fault_rule(
    "REC102", "bad-magic", "error",
    "Places where a record should begin but none does: {count}. The first holds {value}.",
    summary="A record does not begin with RecordIO's magic number.",
    why="The reader has lost track of the records: the file is damaged there, or is not RecordIO at all.",
    fix="Do not edit or join such files by hand; each file must consist of whole records. " + WRITER,
    sources=(RECORDIO, INVALID, NO_MAGIC),
    training_error="Unable to parse record: The Record IO header does not start with the magic number.",
)  # fmt: skip

fault_rule(
    "REC103", "broken-continuation", "error",
    "Records whose parts do not fit together: {count}. Of the first: {value}.",
    summary="The parts of a split record do not follow each other.",
    why="A record that contains the magic number is written in parts; without its first or last part it cannot "
    "be read.",
    fix="Write the length into the lower 29 bits of its field, and 0 into the upper 3 for a whole record. " + WRITER,
    sources=(RECORDIO, INVALID),
)  # fmt: skip

fault_rule(
    "REC104", "record-too-large", "warning", "Records that were not examined: {count}. The first has {value}.",
    summary="A record is so large that it was not examined.",
    why="One record is one sample; it is held in memory as a whole, here and in training.",
    fix="Make sure that each record holds only one sample.",
    sources=(RECORDIO,),
)  # fmt: skip

fault_rule(
    "REC110", "undecodable-record", "error", "Records that cannot be decoded: {count}. The first begins with {value}.",
    summary="The content of a record is not a protobuf message of SageMaker's schema.",
    why="The algorithm decodes each record by that schema and stops at one that it cannot decode.",
    fix="Write the records with the SageMaker library, or with code made from the schema in the guide.",
    sources=(RECORDIO, CONTAINER_ERRORS),
    training_error="Unable to read data channel. Please verify the data matches the requested content-type.",
    raised_by=TABLE_READERS,
)  # fmt: skip

fault_rule(
    "REC111", "image-record-as-protobuf", "error", "Records that hold an image instead of a protobuf message: {count}.",
    fault="image-record",
    summary="A record holds an image as MXNet's im2rec writes it, where a protobuf record is needed.",
    why="Both formats have the same frames, but application/x-recordio-protobuf does not hold images.",
    fix="For an image algorithm, declare application/x-recordio; for any other, write the features as protobuf.",
    sources=(RECORDIO, "image-classification.md"),
    training_error="Unable to read data channel. Please verify the data matches the requested content-type.",
    raised_by=TABLE_READERS,
)  # fmt: skip

fault_rule(
    "REC112", "record-without-features", "error", "Records without features: {count}.",
    summary="A record has no features.",
    why="There is nothing to learn from it; readers stop at it or skip it.",
    fix="Leave the record out, or write its features.",
    sources=(RECORDIO,), conversion="leave out the records without features",
)  # fmt: skip

fault_rule(
    "REC113", "value-without-tensor", "error", "Features or labels without a tensor: {count}.",
    summary="A feature or label has a name, but no tensor of any type in the schema.",
    why="The value is missing, or was written under another schema and is skipped as an unknown field.",
    fix="Write the value as a tensor of the guide's schema.",
    sources=(RECORDIO,),
)  # fmt: skip

fault_rule(
    "REC114", "empty-tensor", "error", "Features whose tensor is empty: {count}.",
    summary="The tensor of a feature is empty.",
    why="It has no values and no shape, so not even its width is known.",
    fix="Write the values; if they are all zero, a sparse tensor still needs its shape.",
    sources=(RECORDIO,),
)  # fmt: skip

fault_rule(
    "REC115", "keys-differ-from-values", "error",
    "Sparse tensors with too few or too many keys: {count}. The first: {value}.",
    summary="A sparse tensor has more or fewer keys than values.",
    why="Each key gives the position of one value.",
    fix="Write one key for each value.",
    sources=(RECORDIO, SPARSE),
)  # fmt: skip

fault_rule(
    "REC116", "sparse-without-shape", "error", "Sparse tensors without a shape: {count}.",
    summary="A sparse tensor has no shape.",
    why="Without a shape its width is unknown; the schema requires one.",
    fix="Write the number of features as the shape of each sparse tensor.",
    sources=(RECORDIO, SPARSE),
)  # fmt: skip

fault_rule(
    "REC117", "key-outside-shape", "error", "Keys beyond the shape: {count}. The first is {value}.",
    summary="A key of a sparse tensor lies beyond its shape.",
    why="Keys count from 0, so the highest is one less than the number of features.",
    fix="Set the shape to the number of features, and start the keys at 0.",
    sources=(RECORDIO, SPARSE),
)  # fmt: skip

fault_rule(
    "REC118", "duplicate-key", "error", "Repeated keys in the same tensor: {count}. The first is {value}.",
    summary="A sparse tensor has the same key twice.",
    why="Two values cannot share one position: one is lost, or they are added up.",
    fix="Add the values up, or keep one of them, before you write them.",
    sources=(RECORDIO, SPARSE),
)  # fmt: skip

fault_rule(
    "REC119", "keys-not-ascending", "warning",
    "Keys that are lower than the one before: {count}. The first is {value}.",
    summary="The keys of a sparse tensor are not in ascending order.",
    why="The schema does not ask for an order, but some readers rely on it.",
    fix="Sort the keys, and the values with them: `matrix.sort_indices()` in scipy.",
    sources=(RECORDIO, SPARSE),
)  # fmt: skip

fault_rule(
    "REC120", "shape-differs-from-values", "error",
    "Dense tensors that do not fit their shape: {count}. The first has {value}.",
    summary="A dense tensor does not have as many values as its shape says.",
    why="Either values are missing, or it is a sparse tensor without its keys.",
    fix="Leave out the shape of a dense tensor, or write the keys of a sparse one.",
    sources=(RECORDIO,),
)  # fmt: skip

fault_rule(
    "REC121", "too-many-names", "warning", "Named features and labels that were not examined: {count}.",
    summary="The records have so many named features that not all were examined.",
    why="A vector is written as one feature named `values`, not as one feature per column.",
    fix="Write all columns into one tensor named `values`.",
    sources=(RECORDIO,),
)  # fmt: skip
