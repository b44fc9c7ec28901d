"""Who is measured: each contestant reads one file, alone in a fresh process.

`python -m benchmarks.contestants NAME PATH` prints seconds (wall and processor) and the peak of memory as JSON.
Imports and compilation happen before the clock starts, on the head of the file.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache, partial
from importlib.util import find_spec
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

Work = Callable[[Path], object]
HEAD = 1 << 22

MISSING = 3
"""The exit code where a contestant's package is not installed."""


def scan(fmt: str, path: Path) -> Any:
    from advisor.formats.registry import reader

    with path.open("rb") as stream:
        return reader(fmt).scan(stream, path.stat().st_size)


def plain(fmt: str, path: Path) -> Any:
    _use_kernels(False)
    return scan(fmt, path)


def compiled(fmt: str, path: Path) -> Any:
    _use_kernels(True)
    return scan(fmt, path)


def piece(fmt: str, path: Path, begin: int, end: int) -> Any:
    from advisor.formats.registry import piece_reader

    with path.open("rb") as stream:
        return piece_reader(fmt).scan_piece(stream, path.stat().st_size, begin, end).profile


def halves(fmt: str, pool: type[ThreadPoolExecutor] | type[ProcessPoolExecutor], path: Path) -> object:
    """Two workers, each with half of the file: threads where the kernels do the work, else processes."""
    _use_kernels(pool is ThreadPoolExecutor)
    size = path.stat().st_size
    workers = _threads() if pool is ThreadPoolExecutor else _processes()
    jobs = [workers.submit(piece, fmt, path, b, e) for b, e in ((0, size // 2), (size // 2, size))]
    left, right = [job.result() for job in jobs]
    return left.join(right)


@cache
def _threads() -> Executor:
    return ThreadPoolExecutor(2)


@cache
def _processes() -> Executor:
    """Two processes, started once; none of them works before both have started."""
    spawn = get_context("spawn")
    return ProcessPoolExecutor(2, spawn, spawn.Barrier(2).wait)


def _use_kernels(wanted: bool) -> None:
    from advisor.formats import kernels

    kernels.FROM = 0 if wanted else 1 << 60


def pyarrow_csv(path: Path) -> object:
    from pyarrow import csv

    return csv.read_csv(path, read_options=csv.ReadOptions(autogenerate_column_names=True))


def pandas_csv(path: Path) -> object:
    import pandas

    return pandas.read_csv(path, header=None)


def polars_csv(path: Path) -> object:
    import polars

    frame = polars.scan_csv(path, has_header=False).select(polars.all().cast(polars.Float64))
    every = polars.all()
    wanted = [
        every.min().name.suffix("_min"),
        every.max().name.suffix("_max"),
        every.is_finite().all().name.suffix("_f"),
    ]
    return frame.select(wanted).collect(engine="streaming")


def polars_list(path: Path) -> object:
    import polars

    frame = polars.scan_csv(path, has_header=False, separator="\t", quote_char=None)
    return frame.select(polars.all().n_unique()).collect(engine="streaming")


def list_sets(path: Path) -> object:
    seen: set[bytes] = set()
    indices: set[int] = set()
    with path.open("rb") as lines:
        for line in lines:
            index, label, name = line.split(b"\t")
            float(label)
            indices.add(int(index))
            seen.add(name)
    return len(seen), len(indices)


def isfinite(path: Path) -> object:
    import numpy as np

    buffer, sound = np.empty(1 << 20, np.uint8), True
    with path.open("rb", buffering=0) as stream:
        while read := stream.readinto(buffer.data):
            sound &= bool(np.isfinite(buffer[: read // 4 * 4].view("f4")).all())
    return sound


def upb(path: Path) -> object:
    from advisor.formats.recordio.record_pb2 import Record

    record, at = Record(), 0
    data = path.read_bytes()
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        record.ParseFromString(data[at + 8 : at + 8 + length])
        at += 8 + length + -length % 4
    return record


def _sdk_source() -> Path:
    """Where the SDK's reader lies. Raises `ModuleNotFoundError` where it is not installed."""
    names = ("serializer_utils.py", "serializers/utils.py", "amazon/common.py")
    for place in (Path(folder, "sagemaker", name) for folder in sys.path for name in names):
        if place.exists():
            return place
    raise ModuleNotFoundError("sagemaker")


def sdk(path: Path) -> object:
    """`read_records` of the SageMaker SDK, with stubs for what it imports besides."""
    import importlib.util
    from types import ModuleType

    from advisor.formats.recordio import record_pb2

    source = _sdk_source()
    for name in ("sagemaker", "sagemaker.utils", "sagemaker.deprecations", "sagemaker.amazon"):
        module = sys.modules[name] = ModuleType(name)
        module.__path__ = []
        module.__dict__.update(DeferredError=Exception, deprecated_class=None, deprecated_function=None)
    sys.modules["sagemaker.amazon.record_pb2"] = record_pb2
    sys.modules["sagemaker.serializers"] = ModuleType("sagemaker.serializers")
    spec = importlib.util.spec_from_file_location("sagemaker_reader", source)
    assert spec
    assert spec.loader
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    with path.open("rb") as stream:
        return len(reader.read_records(stream))


def json_loads(path: Path) -> object:
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)
    return None


def _names(path: Path) -> list[str]:
    with os.scandir(path) as entries:
        return sorted(entry.path for entry in entries)


def our_images(path: Path) -> object:
    """As the engine reads small files whose ends say all."""
    from advisor.dataset.local import LocalStorage
    from advisor.formats.registry import END_SEEN, HEAD_SEEN, glance

    storage, start = LocalStorage(path), len(f"{path}/")
    for name in _names(path):
        ends = storage.ends(name[start:], HEAD_SEEN, END_SEEN)
        assert ends
        assert glance("image", *ends)
    return None


def decoded_images(path: Path) -> object:
    """As the engine does it in two threads."""
    from advisor.dataset.local import LocalStorage
    from advisor.engine.crew import working
    from advisor.engine.run import Source, read_files

    storage = LocalStorage(path)
    sources = [Source(entry, "", ("image",), decode=True) for entry in storage.entries()]
    with working(None, 2, storage, sources) as threads:
        for file in read_files(storage, sources, threads):
            assert file.profile
            assert not file.profile.faults
    return None


def pillow_load(path: Path) -> object:
    from PIL import Image

    for name in _names(path):
        with Image.open(name) as image:
            image.load()
    return None


def pillow_open(path: Path) -> object:
    from PIL import Image

    for name in _names(path):
        with Image.open(name):
            pass
    return None


def _command(words: list[str], path: Path) -> object:
    """A process of its own. Raises `CalledProcessError` where it fails: what failed is not measured."""
    import subprocess

    return subprocess.run([sys.executable, *words, str(path)], stdout=subprocess.DEVNULL, check=True)


def whole_check(algorithm: str, path: Path) -> object:
    """The command as a process, start and report and all; on a name that the command takes for the format."""
    suffix = ".csv" if "csv" in path.name else ".pbr"
    link = path.with_name(path.name + suffix)
    if not link.exists():
        link.hardlink_to(path)
    return _command(["-m", "advisor", "check", "--algorithm", algorithm, "--output-format", "json"], link)


def whole_pandas(path: Path) -> object:
    if find_spec("pandas") is None:
        raise ModuleNotFoundError("pandas")
    return _command(["-c", "import pandas, sys; pandas.read_csv(sys.argv[1], header=None)"], path)


def whole_sdk(path: Path) -> object:
    _sdk_source()
    read = "import pathlib, sys; from benchmarks.contestants import sdk; sdk(pathlib.Path(sys.argv[1]))"
    return _command(["-c", read], path)


WHOLE = {"advisor check csv", "advisor check recordio", "python pandas", "python sdk"}
"""Those that start processes themselves and are not warmed up."""

CONTESTANTS: dict[str, Work] = {
    "csv": partial(compiled, "csv"),
    "csv 2 threads": partial(halves, "csv", ThreadPoolExecutor),
    "csv plain": partial(plain, "csv"),
    "recordio": partial(compiled, "recordio-protobuf"),
    "recordio plain": partial(plain, "recordio-protobuf"),
    "image recordio": partial(compiled, "image-recordio"),
    "lst": partial(compiled, "lst"),
    "manifest": partial(compiled, "augmented-manifest"),
    "manifest 2 processes": partial(halves, "augmented-manifest", ProcessPoolExecutor),
    "images": our_images,
    "images decoded, 2 threads": decoded_images,
    "pyarrow.csv": pyarrow_csv,
    "pandas.read_csv": pandas_csv,
    "polars streaming": polars_csv,
    "polars n_unique": polars_list,
    "python sets": list_sets,
    "numpy isfinite": isfinite,
    "upb parse": upb,
    "sdk": sdk,
    "json.loads": json_loads,
    "Pillow open": pillow_open,
    "Pillow load": pillow_load,
    "advisor check csv": partial(whole_check, "kmeans"),
    "advisor check recordio": partial(whole_check, "kmeans"),
    "python pandas": whole_pandas,
    "python sdk": whole_sdk,
}


def head_of(path: Path, folder: Path) -> Path:
    """A file, or folder, of the first of the data only."""
    if path.is_dir():
        few = folder / "few"
        few.mkdir(exist_ok=True)
        for file in sorted(path.iterdir())[:3]:
            (few / file.name).write_bytes(file.read_bytes())
        return few
    head = folder / f"head{os.getpid()}"
    with path.open("rb") as stream:
        data = BytesIO(stream.read(HEAD)).getvalue()
    head.write_bytes(data[: data.rfind(b"\n") + 1] if _is_text(data) else _whole_records(data))
    return head


def read_through(path: Path) -> None:
    """Has the system hold the data in memory, from where it may have been put out since the last run."""
    buffer = bytearray(1 << 20)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        with file.open("rb", buffering=0) as stream:
            while stream.readinto(buffer):
                pass


def _is_text(data: bytes) -> bool:
    return not data.startswith(b"\x0a\x23\xd7\xce")


def _whole_records(data: bytes) -> bytes:
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length + -length % 4 > len(data):
            break
        at += 8 + length + -length % 4
    return data[:at]


def _peak() -> int:
    """The most memory held so far, in bytes. (What `getrusage` says counts the process that started this one, too.)"""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def main(name: str, path: Path) -> int:
    import tempfile

    work = CONTESTANTS[name]
    try:
        if name not in WHOLE:
            with tempfile.TemporaryDirectory() as folder:
                work(head_of(path, Path(folder)))
        read_through(path)
        wall, processor = time.perf_counter(), time.process_time()
        work(path)
    except ModuleNotFoundError:
        return MISSING
    seconds = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
    print(json.dumps({**seconds, "peak": _peak()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2])))
