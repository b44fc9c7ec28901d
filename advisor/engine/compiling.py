"""Compiles the loops for large files ahead of time, by reading a little data, as if it were much, that needs each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.formats import kernels
from advisor.formats.recordio.frames import IMAGE_HEADER, framed
from advisor.formats.recordio.record_pb2 import Record
from advisor.formats.registry import reader

ENOUGH = 1 << 21
"""Bytes of one kind of record from which on some readers turn to the loops."""


class NotCompiledError(AdvisorError):
    """There is nothing to compile with, or nowhere to keep what was compiled; the message says what to do."""


def compile_loops() -> Path:
    """Where the compiled loops are kept. Raises `NotCompiledError`."""
    with kernels.always():
        if not kernels.available(0):
            raise NotCompiledError('the compiled loops need numba: pip install "sagemaker-advisor[fast]"')
        from advisor.formats.kernels.tables.libsvm_table import libsvm_table

        for fmt, data in _samples():
            reader(fmt).scan(io.BytesIO(data), len(data))
        libsvm_table(b"1 1:2.5 3:4\n")
    folder = kernels.cache_folder()
    if not kernels.are_kept():
        raise NotCompiledError(f"nothing can be written to {folder}; NUMBA_CACHE_DIR may name another folder")
    return folder


def _samples() -> Iterator[tuple[str, bytes]]:
    """Sound data, and some of what the loops leave to the plain readers."""
    yield "csv", b"1,2.5,-3e4\n" * 400 + b'1,,x\n"1",2,3\n' * 40
    yield "csv", b"a,10.0.0.1\nb,10.0.0.2\n" * 400
    yield "libsvm", _much(b"1 1:2.5 3:4\n") + b"0 1:x\n" * 40
    yield "lst", b"1\t0\ta/b.jpg\n" * 400 + b"2\t4\t5\t0\t0.1\t0.2\t0.3\t0.4\tb.jpg\n" * 40
    yield "recordio-protobuf", _much(framed(_record()))
    yield "recordio-protobuf", _much(framed(_record(keys=(0, 3), shape=(9,))))
    image = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10\x03" + bytes(16) + b"\xff\xd9"
    yield "image-recordio", b"".join(framed(IMAGE_HEADER.pack(0, 1.0, n, 0) + image) for n in range(400))


def _much(piece: bytes) -> bytes:
    return piece * (ENOUGH // len(piece))


def _record(keys: tuple[int, ...] = (), shape: tuple[int, ...] = ()) -> bytes:
    record = Record()
    tensor = record.features["values"].float32_tensor
    tensor.values.extend((1.0, 2.5))
    tensor.keys.extend(keys)
    tensor.shape.extend(shape)
    record.label["values"].float32_tensor.values.append(1.0)
    return bytes(record.SerializeToString())
