"""Failures that people have reported on counts of words, and files that are no data at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders.acceptance.failures import COUNTS, ICT, TOPICS, WORDS_OF, Row, Try, counted, hold
from tests.builders.pictures.images import jpeg
from tests.builders.tokens import sentences

LISTS = "".join(",".join(str((row + n) % 8) for n in range(3 + row * 7 % 11)) + "\n" for row in range(40))
"""Documents as lists of the numbers of their words."""
ROWS = [
    # Topics
    Row("F083 name of the vocabulary", "ntm", counted(auxiliary__words=WORDS_OF), "LAY108",
        ("auxiliary/words.txt", None, None), "Call the file vocab.txt", counted(auxiliary__vocab=WORDS_OF)),
    Row("F083 words of the vocabulary", "ntm", counted(auxiliary__vocab=WORDS_OF + "more\n"), "VOC110",
        ("auxiliary/vocab.txt", None, None), "one line", counted(auxiliary__vocab=WORDS_OF), "warning"),
    Row("vocabulary as JSON", "ntm", counted(auxiliary__vocab=json.dumps(WORDS_OF.split())), "VOC110",
        ("auxiliary/vocab.txt", None, None), "plain text", counted(auxiliary__vocab=WORDS_OF), "warning"),
    Row("F086 words that are there alone", "ntm", Try({"train/a.csv": COUNTS + "1,2,3\n"}, TOPICS), "CSV120",
        ("train/a.csv", 41, None), "Correct the row", counted()),
    Row("lists of words for counts", "ntm", Try({"train/a.csv": LISTS}, TOPICS), "CSV120", ("train/a.csv", 2, None),
        "how often it occurs", counted()),
    Row("F087 documents", "lda", Try({"train/a.csv": COUNTS}, {**TOPICS, "mini_batch_size": "10"}), "HYP107",
        (None, None, "HyperParameters.mini_batch_size"), "mini_batch_size=40", counted(), "warning"),
    Row("F091 negative count", "lda", Try({"train/a.csv": COUNTS.replace("3", "-3", 1)}, TOPICS), "CSV153",
        ("train/a.csv", 1, None), "never negative", counted()),
    Row("sentences for topics", "ntm", Try({"train/a.txt": sentences(rows=40)}, TOPICS), "CSV130",
        ("train/a.txt", 1, None), "CountVectorizer", counted()),
    # What is no data
    *(
        Row(f"{name} for a table", "kmeans", Try({"train/a": data}), "LAY107", ("train/a", None, None), fix,
            Try({"train/a": "1,2.5\n3,4.5\n" * 20}))
        for name, data, fix in (
            ("Excel", b"PK\x03\x04" + bytes(22) + b"\x0f\0\0\0" + b"xl/workbook.xml" + bytes(60), "read_excel"),
            ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "read_excel"),
            ("NumPy", b"\x93NUMPY\x01\x00" + bytes(60), "advisor convert FILE --to csv"),
            ("pickle", b"\x80\x04\x95" + bytes(60), "read_pickle"),
            ("Arrow", b"ARROW1\x00\x00" + bytes(60), "read_feather"),
            ("HDF5", b"\x89HDF\r\n\x1a\n" + bytes(60), "read_hdf"),
            ("JSON table", json.dumps([{"a": 1, "b": 2}] * 3), "read_json"),
            ("zip", b"PK\x03\x04" + bytes(26) + b"a.csv" + bytes(60), "unzip"),
            ("gzip", b"\x1f\x8b\x08" + bytes(60), "gunzip"),
            ("error page", "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "download"),
        )
    ),
    Row("README among rows", "kmeans", Try({"train/README.md": "# Words\n\nMore, words\n",
        "train/b.csv": "1,2.5\n" * 20}),
        "LAY107", ("train/README.md", None, None), "Delete", Try({"train/b.csv": "1,2.5\n3,4.5\n" * 20})),
    Row("Thumbs.db among images", ICT,
        Try({**{f"training/c{n % 2}/{n}.jpg": jpeg() for n in range(4)}, "training/c0/Thumbs.db": b"\xd0\xcf" * 40}),
        "LAY107", ("training/c0/Thumbs.db", None, None), "Delete",
        Try({f"training/c{n % 2}/{n}.jpg": jpeg() for n in range(4)}), "warning"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_reported_failure_is_found_and_its_mended_twin_is_not(row: Row, tmp_path: Path) -> None:
    hold(row, tmp_path)
