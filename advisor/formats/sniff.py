"""What the first bytes of a file look like, whatever its name says."""

from __future__ import annotations

import re
from typing import BinaryIO

SAMPLE = 1 << 16
HEAD = 1 << 12
"""Bytes of the sample that tell an image."""


RECORDIO_MAGIC = b"\x0a\x23\xd7\xce"
_IMAGES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"GIF8": "gif"}
_OTHERS = {
    b"II*\x00": "tiff", b"MM\x00*": "tiff", b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"PK\x05\x06": "zip",
    b"PAR1\x15": "parquet",
    b"\x93NUMPY": "npy", b"%PDF": "pdf", b"\x89HDF": "hdf5", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd",
    b"ARROW1": "arrow", b"FEA1": "arrow", b"Obj\x01": "avro", b"BZh": "bzip2",
    b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "xls",
    b"SQLite format 3\x00": "sqlite", b"MATLAB 5.0 MAT-file": "matlab", b"<stata_dta>": "stata",
    b"<!DOCTYPE html": "html", b"<!doctype html": "html", b"<html": "html", b"<?xml": "xml",
    b"version https://git-lfs": "git-lfs",
    b"\x80\x02": "pickle", b"\x80\x03": "pickle", b"\x80\x04": "pickle", b"\x80\x05": "pickle",
}  # fmt: skip
_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
"""Begins a member of a zip file; holds the length of its name, which follows."""
_IN_ZIP = {
    "xlsx": re.compile(rb"xl/.*\.(xml|rels|bin)", re.DOTALL), "docx": re.compile(rb"word/.*\.(xml|rels)", re.DOTALL),
}  # fmt: skip
"""What the name of a member of a zip file tells."""
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
"""What the first member of such a file holds."""
_TAR_MAGIC_AT = 257
HEIF_BRANDS = frozenset({b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"})
_MANIFEST_START = re.compile(rb'\[\s*\{\s*"prefix"\s*:')
COCO_START = re.compile(rb'\{\s*"(images|annotations|categories|info|licenses|type)"\s*:')
_LIST_OF_COLUMNS = re.compile(rb'\{\s*"[^"]*"\s*:\s*\[[\d\s,]*\]\s*\}\s*')
"""What a list of columns is whole, under whatever key: numbers and nothing else."""
_LABEL = re.compile(rb"[-+.\deE]+(:[-+.\deE]+)?")
_LIBSVM_ROW = re.compile(_LABEL.pattern + rb"([ \t]+(qid|-?\d+):[^ \t:,;|]+)+")
_LIBSVM_LINES = 100
WORD_VECTOR = re.compile(rb"(?![-+]?[\d.]*\d )([^\s,;|]+|[,;|])( [-+]?\d*\.\d+([eE][-+]?\d+)?){4,}")
_REFERENCE = re.compile(rb'-ref"\s*:\s*"s3://')
"""What only augmented manifests hold: by it one of a single line, or of lines that are broken up, is told."""
_JSON_ARRAY = re.compile(rb'\[\s*([\[{"\]\d-]|true|false|null|$)')
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_TIGHT_DELIMITER = re.compile(r"\t|\w[,;|]\S|\S[,;|]\w|^\"")
_PROSE_LINES = 20
_PROTOBUF_TAGS = (b"\x0a", b"\x12", b"\x1a", b"\x22", b"\x2a")

JSON_LINES = ("augmented-manifest", "time-series", "sequence-pairs")
_DOCUMENTS = ("detection-json", "label-map", "vocabulary-json")
_ANY_JSON = ("detection-json", "label-map", "manifest", *JSON_LINES, "vocabulary-json", "vocabulary", "coco-json")

READABLE_AS: dict[str, tuple[str, ...]] = {
    "jpeg": ("image", "mask"),
    "png": ("image", "mask"),
    "gif": ("image", "mask"),
    "bmp": ("image", "mask"),
    "tiff": ("image", "mask"),
    "webp": ("image", "mask"),
    "gzip": ("model-archive", "time-series"),
    "parquet": ("parquet", "time-series-parquet"),
    "time-series-parquet": ("time-series-parquet", "parquet"),
    "recordio-protobuf": ("recordio-protobuf",),
    "image-recordio": ("image-recordio",),
    "recordio": ("recordio-protobuf", "image-recordio"),
    "json": _ANY_JSON,
    "json-list-of-columns": (*_ANY_JSON, "category-index"),
    "json-lines": (*JSON_LINES, *_DOCUMENTS, "vocabulary", "coco-json"),
    "json-time-series": ("time-series", *JSON_LINES, *_DOCUMENTS),
    "json-sequence-pairs": ("sequence-pairs", *JSON_LINES, *_DOCUMENTS),
    "json-manifest": ("manifest", *JSON_LINES, *_DOCUMENTS, "vocabulary"),
    "json-coco": ("coco-json", *JSON_LINES, *_DOCUMENTS),
    "list": ("lst", "csv", "vocabulary", "sentences", "libsvm", "word-vectors"),
    "libsvm": ("libsvm", "vocabulary", "sentences", "lst"),
    "labelled-text": ("sentences", "csv", "vocabulary", "libsvm", "lst"),
    "word-vectors": ("word-vectors", "csv", "vocabulary", "sentences", "libsvm", "lst"),
    "prose": ("sentences", "csv", "vocabulary", "lst", "libsvm", "word-vectors"),
    "text": ("csv", "vocabulary", "lst", "sentences", "libsvm", "word-vectors"),
    "wide-text": ("csv", "vocabulary", "lst", "sentences", "libsvm", "word-vectors", *JSON_LINES),
}
"""Kind of bytes -> the formats as which they may be read, the likeliest first."""


def kind_at(stream: BinaryIO, size: int) -> str:
    """The kind of a file of `size` bytes: by its first bytes, and of Parquet by its columns. Leaves it at its start."""
    head = stream.read(HEAD)
    if not head.startswith(tuple(_IMAGES)):
        head += stream.read(SAMPLE - len(head))
    kind = kind_of(head)
    if kind == "parquet":
        from advisor.formats.tables.parquet_file import column_names

        kind = "time-series-parquet" if {"start", "target"} <= set(column_names(stream, size)) else kind
    stream.seek(0)
    return kind


def kind_of(head: bytes) -> str:
    """The kind of a file that begins with `head` (up to `SAMPLE` bytes)."""
    if not head:
        return "empty"
    if head.startswith(RECORDIO_MAGIC):
        return _recordio_kind(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "bmp"
    for magics in (_IMAGES, _OTHERS):
        for magic, kind in magics.items():
            if head.startswith(magic):
                return _zip_kind(head) if kind == "zip" else kind
    if head[_TAR_MAGIC_AT:].startswith(b"ustar"):
        return "tar"
    if head[4:8] == b"ftyp":
        return "heif" if head[8:12] in HEIF_BRANDS else "video"
    return _text_kind(head)


def _zip_kind(head: bytes) -> str:
    ends = [(found.end(), found.end() + int.from_bytes(found[1], "little")) for found in _MEMBER.finditer(head)]
    names = [head[begin:end] for begin, end in ends if end <= len(head)]
    if names and all(name.endswith(b".npy") for name in names):
        return "npz"
    if _ODS in head:
        return "ods"
    return next((kind for kind, form in _IN_ZIP.items() if any(map(form.fullmatch, names))), "zip")


def _recordio_kind(head: bytes) -> str:
    payload = head[8:]
    labels = int.from_bytes(payload[:4], "little")
    if payload[24 + 4 * labels :].startswith(tuple(_IMAGES)):
        return "image-recordio"
    return "recordio-protobuf" if payload.startswith(_PROTOBUF_TAGS) else "recordio"


def _text_kind(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "wide-text"
    control = head.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\x00")
    nul = head.count(0)
    if (len(control) > len(head) // 50 + 1) or (nul > len(head) // 50 + 1 and not _is_utf16(head)):
        return "binary"
    if not _is_mostly_text(head):
        return "binary"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = text.partition(b"\n")[0]
    if WORD_VECTOR.fullmatch(first.strip()):
        return "word-vectors"
    if text.startswith(b"{") or _JSON_ARRAY.match(text):
        return _json_kind(text)
    if _is_libsvm(text, whole=len(head) < SAMPLE):
        return "libsvm"
    if first.count(b"\t") >= 2 and re.match(rb"\d+\t", first) and b"," not in first:
        return "list"
    if b"__label__" in first:
        return "labelled-text"
    return "prose" if _is_prose(text) else "text"


def _is_libsvm(text: bytes, whole: bool) -> bool:
    """Whether the first line that is no comment and no lone label bears values. `whole`: the last line is not cut."""
    *lines, last = text.split(b"\n", _LIBSVM_LINES)
    for line in [*lines, last if whole or lines else last.rpartition(b" ")[0]]:
        row = line.partition(b"#")[0].strip()
        if row and not _LABEL.fullmatch(row):
            return _LIBSVM_ROW.fullmatch(row) is not None
    return False


def _is_prose(text: bytes) -> bool:
    """Whether the first lines hold three words or more on the whole, and hardly one has a delimiter of a table."""
    lines = [line for line in text.decode("utf-8", "replace").split("\n")[:_PROSE_LINES] if line.strip()]
    words = sum(bool(_PLAIN_WORD.fullmatch(word)) for line in lines for word in line.split())
    if words < 3 * len(lines) or not lines:
        return False
    commas = {line.count(",") for line in lines}
    alike = len(lines) > 1 and len(commas) == 1 and commas != {0}
    tight = sum(bool(_TIGHT_DELIMITER.search(line)) for line in lines)
    return not alike and 10 * tight < len(lines)


def _is_utf16(head: bytes) -> bool:
    return any(head[i::2].count(0) > len(head) // 3 for i in (0, 1))


def _is_mostly_text(head: bytes) -> bool:
    """UTF-8, or at least no more than a tenth of bytes beyond ASCII."""
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError as error:
        # One endless line may end in the middle of a letter.
        return error.start > SAMPLE - 4 or sum(byte > 127 for byte in head) * 10 < len(head)
    return True


def _json_kind(text: bytes) -> str:
    if all(key in text for key in (b'"start"', b'"target"')):
        return "json-time-series"
    if all(key in text for key in (b'"in0"', b'"in1"')):
        return "json-sequence-pairs"
    if _MANIFEST_START.match(text):
        return "json-manifest"
    if COCO_START.match(text) and (b'"file_name"' in text or b'"image_id"' in text):
        return "json-coco"
    if _REFERENCE.search(text):
        return "json-lines"
    if _LIST_OF_COLUMNS.fullmatch(text):
        return "json-list-of-columns"
    lines = [line for line in text.split(b"\n")[:2] if line.strip()]
    objects = [line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}") for line in lines]
    return "json-lines" if len(objects) > 1 and all(objects) else "json"
