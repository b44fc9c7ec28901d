"""What the first bytes of a file look like."""

import bz2
import gzip
import io
import lzma
import pickle
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from advisor.formats.sniff import HEAD, READABLE_AS, SAMPLE, kind_at, kind_of
from advisor.profile.formats import FORMATS
from tests.builders.pictures.boxes import box_list
from tests.builders.pictures.images import jpeg, other, png
from tests.builders.pictures.lists import json_lines
from tests.builders.recordio import dense, frame, image_record, write_recordio
from tests.builders.series import record
from tests.builders.tables import parquet
from tests.builders.tokens import pairs, sentences, word_ids, word_vectors

TEXTS: list[tuple[str, str]] = [
    (sentences(lambda i: f"__label__{i} "), "labelled-text"),
    (sentences(), "prose"),
    (sentences().replace("\n", " "), "prose"),
    ("[Music] the band plays on\n", "prose"),
    ("der Bär schläft, und träumt\nes ist kalt\n", "prose"),
    ("red, green, blue sky\nwhite, black, grey sea\n", "text"),
    ("1,this is a review\n0,this is another one\n", "text"),
    ('"a quoted text, with a comma",1\n', "text"),
    ("name\tof the thing\n", "text"),
    ("the\ncat\nsat\n", "text"),
    ("1 2.5 3.5 4.5 5.5\n", "text"),
    ("1 0:1 3:2.5\n", "libsvm"),
    ("1 0:1 3:2.5", "libsvm"),
    ("+1:0.5 qid:3 7:-1e3 # note\r\n", "libsvm"),
    ("1\t0:1\t3:2.5\n", "libsvm"),
    ("# by hand\n\n0\n1\n1 -3:2\n", "libsvm"),
    ("1 " + "".join(f"{index}:0.25 " for index in range(SAMPLE)), "libsvm"),
    ("0\n1\n0\n", "text"),
    ("5 12:30,a\n", "text"),
    ("12:30:15 1\n", "text"),
    ("0\t1\ta.jpg\n", "list"),
    (word_vectors(3, 4), "word-vectors"),
    (", 0.1 -0.2 .3 4.0e-05\n", "word-vectors"),
    ("{ 0.1 -0.2 .3 4.0e-05\n", "word-vectors"),
    ("[1 0.1 -0.2 .3 4.0e-05\n", "word-vectors"),
    (pairs(), "json-sequence-pairs"),
    (word_ids(), "json"),
    ('{"source-ref": "s3://bucket/a.jpg", "boxes": {"annotations": []}}', "json-lines"),
    ('{\n "source-ref": "s3://bucket/a.jpg"\n}\n', "json-lines"),
    ('{"file": "a.jpg", "annotations": []}', "json"),
    ("[1, 2]\n[3]\n", "json"),
    ('{"a": 1}\n{"b": 2}\n{"c"', "json-lines"),
    ('{"a": 1}\n', "json"),
    ('{"a": 1}\n\n{"b": 2}\n', "json"),
    ('{"a":\n1}\n', "json"),
    ('{"a": 1}\n{"b":\n2}\n', "json"),
    ('[{"a": 1},\n{"b": 2}]\n', "json"),
    ('{"info": {}, "images": [{"id": 1}]}', "json"),
    ('{"annotations": [{"image_id": 1}]}', "json-coco"),
    ("0\t1,5\ta.jpg\n", "text"),
    ("the cat sat\non a mat\n", "prose"),
    ("the cat sat\non it\n", "text"),
    ("the cat sat down\n" * 10 + "the cat,sat down\n", "prose"),
    ("the cat sat down\n" * 9 + "the cat,sat down\n", "text"),
    ("BMW,1,2\n", "text"),
    ("#" * HEAD + "\n1 0:1 3:2.5\n", "libsvm"),
]


@pytest.mark.parametrize(("text", "kind"), TEXTS)
def test_kinds_of_text(text: str, kind: str) -> None:
    content = text.encode()[:SAMPLE]
    assert kind_of(content) == kind_at(io.BytesIO(content), len(content)) == kind
    assert kind in READABLE_AS


def test_an_endless_line_may_end_within_a_letter() -> None:
    text = ("xx" + "語" * SAMPLE).encode()[:SAMPLE]
    with pytest.raises(UnicodeDecodeError):
        text.decode()
    assert kind_of(text) == "text"
    for whole, kind in ((SAMPLE - 3, "text"), (SAMPLE - 4, "binary")):
        letters = ("é" * SAMPLE).encode()[: whole - whole % 2].rjust(whole, b"a")
        assert kind_of(letters + b"\xff" * (SAMPLE - whole)) == kind


def zipped(name: str | None = None, content: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if name:
            archive.writestr(name, content)
    return stream.getvalue()


def saved(write: Callable[..., object], *content: Any) -> bytes:
    """What a function writes to a stream."""
    stream = io.BytesIO()
    write(stream, *content)
    return stream.getvalue()


def tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    return stream.getvalue()


def database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table a (b)")
        return connection.serialize()


FILES: list[tuple[bytes, str]] = [
    (b"", "empty"),
    (jpeg(), "jpeg"),
    (png(), "png"),
    *((other(name), name.lower()) for name in ("GIF", "BMP", "TIFF", "WEBP")),
    (b"MM\x00*\x00\x00\x00\x08", "tiff"),
    *((b"\x00\x00\x00\x1cftyp" + brand, "heif") for brand in (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")),
    (b"\x00\x00\x00\x1cftypisom", "video"),
    (gzip.compress(b"a"), "gzip"),
    (bz2.compress(b"a"), "bzip2"),
    (lzma.compress(b"a"), "xz"),
    (b"\x28\xb5\x2f\xfd\x04", "zstd"),
    (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
    (b"Rar!\x1a\x07\x00", "rar"),
    (tar(), "tar"),
    *((zipped(name), "zip") for name in ("a.csv", "sword/1.jpg", "xl/1.jpg", "a/b.npy.txt")),
    (zipped(), "zip"),
    (zipped("xl/workbook.xml"), "xlsx"),
    (zipped("word/document.xml"), "docx"),
    (zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    (saved(np.savez, np.arange(3)), "npz"),
    (saved(np.save, np.arange(3)), "npy"),
    *((pickle.dumps([1], protocol), "pickle") for protocol in range(2, 6)),
    (parquet(a=[1]), "parquet"),
    (b"FEA1\x00", "arrow"),
    (b"ARROW1\x00\x00", "arrow"),
    (database(), "sqlite"),
    (b"Obj\x01\x04", "avro"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "xls"),
    (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "matlab"),
    (b"<stata_dta><header>", "stata"),
    (b"%PDF-1.7\n", "pdf"),
    (b"<!DOCTYPE html>\n", "html"),
    (b"<!doctype html>\n", "html"),
    (b"<html>\n", "html"),
    (b'<?xml version="1.0"?>\n', "xml"),
    (write_recordio([dense([1.0, 2.0], 1.0)]), "recordio-protobuf"),
    *((write_recordio([image_record(image, label)]), "image-recordio")
      for image in (jpeg(), png(), other("GIF")) for label in (1.0, [2.0, 5.0, 1.0])),
    (write_recordio([image_record(other("BMP"))]), "recordio"),
    (frame(b""), "recordio"),
    *((frame(bytes([tag])), "recordio-protobuf") for tag in (0x0A, 0x12, 0x1A, 0x22, 0x2A)),
    (frame(b"XX"), "recordio"),
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", "binary"),
    (b"\xff\xfe" + "1,2\n".encode("utf-16-le"), "wide-text"),
    (b"\xfe\xff" + "1,2\n".encode("utf-16-be"), "wide-text"),
    ("1,2\n".encode("utf-16-le"), "text"),
    (b"a\0" * 5 + b"aa", "text"),
    (b"a\0" * 4 + b"aaaa", "binary"),
    ("1,2\n".encode("utf-16-be"), "text"),
    (b"\xef\xbb\xbf \n{}", "json"),
    (json_lines([record()]), "json-time-series"),
    (b'[ {"prefix": "s3://bucket/"}, "a"]', "json-manifest"),
    (box_list().encode(), "json-coco"),
    (b'{"cat_idx": [1, 4]}', "json-list-of-columns"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind"), FILES, ids=[f"{kind} {n}" for n, (_, kind) in enumerate(FILES)])
def test_kinds_of_files(content: bytes, kind: str) -> None:
    assert kind_of(content[:SAMPLE]) == kind
    stream = io.BytesIO(content)
    assert kind_at(stream, len(content)) == kind
    assert stream.tell() == 0


def test_what_is_read_of_some_kind_is_a_format_and_each_kind_is_told() -> None:
    told = {kind for _, kind in (*TEXTS, *FILES)} | {"time-series-parquet"}
    assert READABLE_AS.keys() <= told
    assert {fmt for formats in READABLE_AS.values() for fmt in formats} <= FORMATS.keys()


@pytest.mark.parametrize(
    ("odd", "plain", "kind"),
    [
        (b"\x01" * 3, b"a" * 97, "text"),
        (b"\x01" * 4, b"a" * 96, "binary"),
        (b"\x00" * 3, b"a" * 97, "text"),
        (b"\x00" * 4, b"a" * 96, "binary"),
        (b"\x00" * 34, b"a" * 66, "binary"),
        (b"\xe9" * 9, b"a" * 91, "text"),
        (b"\xe9" * 10, b"a" * 90, "binary"),
        (b"\xe9" * 99, b"a" * 901, "text"),
        (b"\x80" * 10, b"a" * 90, "binary"),
        (b"\xe9" * 5 + b"\x7f" * 5, b"a" * 90, "text"),
        (b"\xe9\n", b"a" * 8, "binary"),
    ],
)
def test_how_much_of_a_text_may_be_odd(odd: bytes, plain: bytes, kind: str) -> None:
    assert kind_of(plain + odd) == kind
