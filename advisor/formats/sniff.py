"""What the first bytes of a file look like, whatever its name says."""

from __future__ import annotations

import re
import struct

SAMPLE = 1 << 16

RECORDIO_MAGIC = b"\x0a\x23\xd7\xce"
_IMAGES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"GIF8": "gif"}
_OTHERS = {
    b"II*\x00": "tiff", b"MM\x00*": "tiff", b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"PAR1\x15": "parquet",
    b"\x93NUMPY": "npy", b"%PDF": "pdf", b"\x89HDF": "hdf5", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd",
}  # fmt: skip
_PROTOBUF_TAGS = b"\x0a\x12\x1a\x22\x2a"

READABLE_AS: dict[str, tuple[str, ...]] = {
    "jpeg": ("image", "mask"),
    "png": ("image", "mask"),
    "gif": ("image", "mask"),
    "bmp": ("image", "mask"),
    "tiff": ("image", "mask"),
    "webp": ("image", "mask"),
    "gzip": ("model-archive",),
    "recordio-protobuf": ("recordio-protobuf",),
    "image-recordio": ("image-recordio",),
    "recordio": ("recordio-protobuf", "image-recordio"),
    "json": ("detection-json", "label-map", "manifest", "augmented-manifest", "vocabulary"),
    "json-lines": ("augmented-manifest", "detection-json", "label-map", "vocabulary"),
    "list": ("lst", "csv", "vocabulary"),
    "text": ("csv", "vocabulary", "lst"),
}
"""Kind of bytes -> the formats as which they may be read, the likeliest first."""


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
                return kind
    return _text_kind(head)


def _recordio_kind(head: bytes) -> str:
    payload = head[8:]
    if len(payload) >= 24:
        labels = struct.unpack_from("<I", payload)[0]
        image = payload[24 + 4 * labels :][:12] if labels < 1 << 20 else b""
        if any(image.startswith(magic) for magic in _IMAGES):
            return "image-recordio"
    if payload[:1] and payload[0] in _PROTOBUF_TAGS:
        return "recordio-protobuf"
    return "recordio"


def _text_kind(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    control = head.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\x00")
    nul = head.count(0)
    if (len(control) > len(head) // 50 + 1) or (nul > len(head) // 50 + 1 and not _is_utf16(head)):
        return "binary"
    if not _is_mostly_text(head):
        return "binary"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return _json_kind(text)
    first = text.split(b"\n", 1)[0]
    return "list" if first.count(b"\t") >= 2 and re.match(rb"\d+\t", first) and b"," not in first else "text"


def _is_utf16(head: bytes) -> bool:
    return any(head[i::2].count(0) > len(head) // 3 for i in (0, 1))


def _is_mostly_text(head: bytes) -> bool:
    """UTF-8, or at least no more than a tenth of bytes beyond ASCII."""
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return sum(byte > 127 for byte in head) * 10 < len(head)
    return True


def _json_kind(text: bytes) -> str:
    lines = [line for line in text.split(b"\n", 3)[:2] if line.strip()]
    objects = [line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}") for line in lines]
    return "json-lines" if len(objects) > 1 and all(objects) else "json"
