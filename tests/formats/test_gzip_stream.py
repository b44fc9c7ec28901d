"""What a gzip file holds, and what is wrong with it."""

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats import gzip_stream
from advisor.formats.gzip_stream import GzipStream

TEXT = bytes(range(256)) * 900


def unpacked(data: bytes, size: int = 1000) -> tuple[bytes, str | None, int | None]:
    stream = GzipStream(io.BytesIO(data))
    parts = []
    while part := stream.read(size):
        assert len(part) <= size
        parts.append(part)
    fault = stream.fault
    assert fault or stream.unpacked_of == len(data)
    return b"".join(parts), fault and fault.name, fault and fault.offset


@pytest.mark.parametrize("block", [1, 2, 1 << 16])
def test_members_follow_each_other(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(gzip_stream, "BLOCK", block)
    data = gzip.compress(TEXT) + gzip.compress(b"") + b"\0" * 70_000 + gzip.compress(b"end") + b"\0\0"
    assert unpacked(data) == (TEXT + b"end", None, None)


@pytest.mark.parametrize("lost", [1, 7, 8, 9, 300])
def test_truncated(lost: int) -> None:
    data = gzip.compress(TEXT)[:-lost]
    text, fault, offset = unpacked(data)
    assert TEXT.startswith(text)
    assert (fault, offset) == ("gzip-truncated", len(data))


def test_damaged() -> None:
    data = bytearray(gzip.compress(TEXT))
    data[-5] ^= 1
    text, fault, _ = unpacked(bytes(data))
    assert (TEXT.startswith(text), fault) == (True, "gzip-damaged")


def test_zlib_alone_is_no_gzip() -> None:
    assert unpacked(zlib.compress(b"text")) == (b"", "gzip-damaged", 0)


@pytest.mark.parametrize("block", [1, 1 << 16])
@pytest.mark.parametrize("behind", [b"x", b"\x1fx", b"\0\0more", b"XML"])
def test_bytes_behind_the_last_member(monkeypatch: pytest.MonkeyPatch, behind: bytes, block: int) -> None:
    monkeypatch.setattr(gzip_stream, "BLOCK", block)
    data = gzip.compress(b"text")
    where = len(data) + len(behind) - len(behind.lstrip(b"\0"))
    assert unpacked(data + behind) == (b"text", "gzip-trailing-bytes", where)


@given(st.binary(max_size=200))
def test_never_raises(data: bytes) -> None:
    unpacked(b"\x1f\x8b\x08" + data)
    unpacked(gzip.compress(b"a") + data)
