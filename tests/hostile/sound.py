"""A small sound file of each format, of which each byte can be changed, and what the check of it is told."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

import pyarrow
import pyarrow.parquet

from tests.builders.acceptance.examples import made_of, requested
from tests.builders.pictures.images import jpeg, png
from tests.builders.recordio import MAGIC, dense, image_record, sparse, split_frames, write_recordio
from tests.hostile import readers

NONE: Mapping[str, Any] = {}


class Sound(NamedTuple):
    """`read`: an independent reader of the format, which raises what it does not take."""

    algorithm: str
    path: str
    data: bytes
    read: readers.Reader
    others: Mapping[str, bytes] = NONE
    decode: bool = False
    hyperparameters: Mapping[str, str] = NONE
    content_types: Mapping[str, str] = NONE
    job: Mapping[str, Any] | None = None


JPEG = jpeg(8, 8, "L", optimize=True)
PNG = {"image": "png", "size": [6, 5]}
PICTURE = made_of(PNG)
THREE = {"feature_dim": "3"}
RECORDS = write_recordio([image_record(PICTURE, 1.0)])
PAIRS = b'{"label": 1, "in0": [1, 2], "in1": [3]}\n{"label": 0, "in0": [4], "in1": [5]}\n'
PAIRED = {"train/a.png": PICTURE, "validation/a.png": PICTURE}
MASKED = {f"{channel}_annotation/a.png": png(6, 5, "L") for channel in ("train", "validation")}
BOXES = (
    b'{"file": "a.png", "image_size": [{"width": 6, "height": 5, "depth": 3}], "annotations": [{"class_id": 0, '
    b'"left": 1, "top": 1, "width": 2, "height": 2}], "categories": [{"class_id": 0, "name": "dog"}]}'
)
COCO = (
    b'{"images": [{"file_name": "a.png", "height": 5, "width": 6, "id": 1}], '
    b'"annotations": [{"image_id": 1, "bbox": [1, 1, 3, 3], "category_id": 1}]}'
)
NAMED_IN_MANIFEST = requested(
    {
        "HyperParameters": {"k": "2", "feature_dim": "2"},
        "InputDataConfig": [
            {
                "ChannelName": "train",
                "ContentType": "text/csv;label_size=0",
                "DataSource": {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": "s3://bucket/train/a.manifest"}},
            }
        ],
    }
)
MARK = struct.pack("<I", MAGIC)
SPLIT = split_frames(*dense([1.5, *struct.unpack("<f", MARK), 3]).split(MARK))


def _parquet(**columns: Any) -> bytes:
    """A file without what writers add of their own."""
    stream = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table(columns), stream, store_schema=False, write_statistics=False, use_dictionary=False,
        compression="none",
    )  # fmt: skip
    return stream.getvalue()


SOUND: dict[str, Sound] = {
    "csv": Sound("kmeans", "train/a.csv", b"1.5,2,3\n4,5,6\n7,8,9\n", readers.table),
    "libsvm": Sound("xgboost", "train/a.libsvm", b"1 0:1.5 2:3\n0 1:2 2:1\n", readers.libsvm),
    "recordio-protobuf": Sound(
        "kmeans", "train/a.pbr", write_recordio([dense([1.5, 2, 3]), dense([4, 5, 6])]), readers.records("values"),
        hyperparameters=THREE,
    ),
    "sparse-recordio-protobuf": Sound(
        "kmeans", "train/a.pbr", write_recordio([sparse({0: 1.5, 3: 2, 7: 3}, 9)]), readers.records("values"),
        hyperparameters={"feature_dim": "9"},
    ),
    "split-recordio-protobuf": Sound(
        "kmeans", "train/a.pbr", SPLIT, lambda data: None,
        hyperparameters=THREE,
    ),
    "time-series": Sound(
        "deepar", "train/a.json",
        b'{"start": "2020-01-01 00:00:00", "target": [1.5, 2]}\n{"start": "2020-01-02 00:00:00", "target": [3]}\n',
        readers.objects,
    ),
    "time-series-parquet": Sound(
        "deepar", "train/a.parquet",
        _parquet(start=["2020-01-01 00:00:00", "2020-01-02 00:00:00"], target=[[1.5, 2], [3.0]]),
        readers.parquet,
    ),
    "sequence-pairs": Sound("object2vec", "train/a.jsonl", PAIRS, readers.objects),
    "png": Sound("image-classification-tensorflow", "training/b/a.png", PICTURE, readers.png, decode=True),
    "jpeg": Sound("image-classification-tensorflow", "training/b/a.jpg", JPEG, readers.jpeg, decode=True),
    "mask": Sound(
        "semantic-segmentation", "train_annotation/a.png", MASKED["train_annotation/a.png"], readers.png,
        {**PAIRED, **MASKED}, decode=True,
    ),
    "label-map": Sound(
        "semantic-segmentation", "label_map/train_label_map.json", b'{"map": {"0": 0, "1": 255}}', readers.label_map,
        {**PAIRED, **MASKED},
    ),
    "detection-json": Sound(
        "object-detection", "train_annotation/a.json", BOXES, readers.boxes,
        {**PAIRED, "validation_annotation/a.json": BOXES},
    ),
    "coco-json": Sound(
        "object-detection-tensorflow", "training/annotations.json", COCO, readers.coco,
        {"training/images/a.png": PICTURE},
    ),
    "lst": Sound(
        "image-classification", "train_lst/train.lst", b"0\t1\ta.png\n1\t0\tb/c.png\n", readers.image_list,
        {
            "train/a.png": PICTURE, "train/b/c.png": PICTURE, "validation/a.png": PICTURE,
            "validation_lst/validation.lst": b"0\t1\ta.png\n",
        },
    ),
    "image-recordio": Sound(
        "image-classification", "train/a.rec", RECORDS, readers.image_records, {"validation/a.rec": RECORDS},
        decode=True,
    ),
    "record-index": Sound(
        "image-classification", "train/a.idx", b"0\t0\n1\t%d\n" % len(RECORDS), readers.record_index,
        {"train/a.rec": RECORDS * 2, "validation/a.rec": RECORDS},
    ),
    "augmented-manifest": Sound(
        "image-classification", "train/a.manifest",
        b"".join(b'{"source-ref": "s3://images/%d.jpg", "class": %d}\n' % (n, n) for n in range(2)), readers.objects,
    ),
    "manifest": Sound(
        "kmeans", "train/a.manifest", b'[{"prefix": "s3://bucket/data/"}, "a.csv", "b.csv"]', readers.manifest,
        job=NAMED_IN_MANIFEST,
    ),
    "sentences": Sound(
        "blazingtext", "train/a.txt", b"__label__a the cat\n__label__b a dog\n", readers.sentences,
        hyperparameters={"mode": "supervised"},
    ),
    "vocabulary": Sound(
        "ntm", "auxiliary/vocab.txt", b"the\ncat\ndog\n", readers.vocabulary, {"train/a.csv": b"1,2,3\n4,5,6\n"},
        content_types={"train": "text/csv;label_size=0"},
    ),
    "vocabulary-json": Sound(
        "seq2seq", "vocab/vocab.src.json", b'{"<pad>": 0, "<unk>": 1, "<s>": 2, "</s>": 3, "a": 4}',
        readers.word_numbers, {"vocab/vocab.trg.json": b'{"<pad>": 0, "<unk>": 1, "<s>": 2, "</s>": 3, "b": 4}'},
    ),
    "category-index": Sound(
        "lightgbm", "train/categorical_index.json", b'{"cat_index_list": [1, 2]}', readers.json_object,
        {"train/a.csv": b"1,2,3\n0,5,6\n"},
    ),
    "parquet": Sound("xgboost", "train/a.parquet", _parquet(a=[1, 0], b=[0.5, 2.5]), readers.parquet),
    "model-archive": Sound(
        "image-classification", "model/model.tar.gz", made_of({"tar": {"m.params": "weights " * 9}}), readers.archive,
    ),
    "word-vectors": Sound(
        "object2vec", "auxiliary/v.txt", b"the 0.1 0.2\ncat 0.3 0.4\nsat 0.5 0.6\n", readers.vectors,
        {"train/a.jsonl": PAIRS, "auxiliary/v.json": b'{"the": 1, "cat": 2}'},
        hyperparameters={"enc0_pretrained_embedding_file": "v.txt", "enc0_vocab_file": "v.json"},
    ),
}  # fmt: skip
