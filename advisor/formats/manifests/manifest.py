"""Manifests of S3 objects: a JSON array, first `{"prefix": "s3://..."}`, then the keys behind it as texts.

Memory: one block of the file and one entry (`LONGEST` of `json.text`), the keys, compressed (`PACKED_KEPT` bytes at
most), and at the end of the scan 8 bytes for each of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from advisor.formats.json.text import JsonText, NotJsonError
from advisor.formats.lines import BOM, SHOWN, is_wide
from advisor.formats.manifests.repeated import repeated
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.manifests.manifest import ManifestProfile

_S3 = re.compile(r"s3://[A-Za-z0-9._-]{3,255}(/[^\x00-\x1f\x7f\ud800-\udfff]*)?")
_parse = json.JSONDecoder().raw_decode


def _entries(text: JsonText) -> Iterator[tuple[int, Any]]:
    """The entries of the array with their lines. Raises `NotJsonError`."""
    if not text.took("["):
        raise _broken(faults.NOT_AN_ARRAY, text)
    closed = text.took("]")
    while not closed:
        if not text.peek():
            raise _broken(faults.CUT_SHORT, text)
        yield text.line, text.value()
        if text.took(","):
            if text.peek() == "]":
                raise NotJsonError("a comma too many", text.line, faults.TRAILING_COMMA)
        elif not (closed := text.took("]")):
            raise _broken(faults.NOT_JSON if text.peek() else faults.CUT_SHORT, text)
    if text.peek():
        raise _broken(faults.NOT_JSON, text)


def _broken(fault: faults.Fault, text: JsonText) -> NotJsonError:
    return NotJsonError(fault, text.line, fault, text.rest())


def scan(stream: BinaryIO, size: int) -> ManifestProfile:
    """Reads a whole manifest. Never raises on its content."""
    profile = ManifestProfile(bytes=size)
    head = stream.read(len(BOM) + 1)
    stream.seek(0)
    if is_wide(head):
        profile.fault(faults.NOT_UTF8_ENCODING, Place(1))
        return profile
    if head.startswith(BOM):
        profile.fault(faults.BYTE_ORDER_MARK, Place(1, offset=0))
        stream.seek(len(BOM))
    text = JsonText(stream, _parse)
    try:
        for number, (line, value) in enumerate(_entries(text)):
            if number == 0:
                _take_prefix(profile, line, value)
            if number or isinstance(value, str):
                _take_key(profile, number, line, value)
        if not profile.keys:
            profile.fault(faults.NO_KEY, Place(text.line))
    except NotJsonError as error:
        profile.fault(error.fault, Place(error.line), error.shown or None)
    profile.lines = text.lines
    profile.entries.seal()
    for number, entry in repeated(profile.entries, _key):
        own_line, key = entry.split(b"\t", 1)
        profile.repeated.add(Place(int(own_line), key=f"[{number}]"), key[:SHOWN].decode("utf-8", "replace"))
    return profile


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{...}"
    return "[...]" if isinstance(value, list) else json.dumps(value)[:SHOWN]


def _take_prefix(profile: ManifestProfile, line: int, value: Any) -> None:
    prefix = value.get("prefix") if isinstance(value, dict) else None
    place = Place(line, key="[0].prefix" if isinstance(value, dict) else "[0]")
    if not isinstance(prefix, str):
        profile.fault(faults.NO_PREFIX, place, _shown(value))
    elif not _S3.fullmatch(prefix):
        profile.fault(faults.PREFIX_NOT_S3, place, prefix[:SHOWN])
    else:
        profile.prefix = prefix


def _take_key(profile: ManifestProfile, number: int, line: int, key: Any) -> None:
    place = Place(line, key=f"[{number}]")
    if not isinstance(key, str):
        profile.fault(faults.KEY_NOT_TEXT, place, _shown(key))
        return
    profile.keys += 1
    fault = _key_fault(profile.prefix or "", key)
    if fault:
        profile.fault(fault, place, key[:SHOWN])
        return
    profile.entries.append(number, f"{line}\t{key}".encode("utf-8", "surrogatepass"))


def _key_fault(prefix: str, key: str) -> faults.Fault | None:
    """Why a key names no object. Prefix and key are joined as they stand: no step in them is taken."""
    if not key:
        return faults.KEY_EMPTY
    if key.startswith("s3://") or (key.startswith("/") and prefix.endswith("/")):
        return faults.KEY_ABSOLUTE
    if {".", ".."} & set(key.split("/")):
        return faults.KEY_WITH_STEPS
    return faults.KEY_WITH_LINE_FEED if "\n" in key else None


def _key(entry: bytes) -> bytes:
    return entry.partition(b"\t")[2]
