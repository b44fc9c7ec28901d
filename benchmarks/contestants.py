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
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import packing
from benchmarks.warming import head_of, read_through

Work = Callable[[Path], object]

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
    from advisor.formats.pieces import ByteRange
    from advisor.formats.registry import piece_reader

    with path.open("rb") as stream:
        return piece_reader(fmt).scan_piece(ByteRange(stream, path.stat().st_size, begin, end, exact=False)).profile


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


@cache
def _sdk() -> Any:
    """The SDK's reader and writer of records, with stubs for what they import besides."""
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
    return reader


def sdk(path: Path) -> object:
    with path.open("rb") as stream:
        return len(_sdk().read_records(stream))


def our_dense(path: Path) -> object:
    _use_kernels(True)
    return _written(path, label="1", sparse=False)


def _written(path: Path, **told: Any) -> object:
    from advisor import convert

    return convert(path, to="recordio-protobuf", output=path.with_suffix(".out"), force=True, **told)


def sdk_dense(path: Path) -> object:
    import pandas

    table = pandas.read_csv(path, header=None).to_numpy("float32")
    with path.with_suffix(".out").open("wb") as stream:
        _sdk().write_numpy_to_dense_tensor(stream, table[:, 1:], table[:, 0])
    return None


def our_sparse(path: Path) -> object:
    return _written(path, held="libsvm")


def sdk_sparse(path: Path) -> object:
    from sklearn.datasets import load_svmlight_file

    matrix, labels = load_svmlight_file(str(path), dtype="float32")
    with path.with_suffix(".out").open("wb") as stream:
        _sdk().write_spmatrix_to_sparse_tensor(stream, matrix, labels.astype("float32"))
    return None


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
    from advisor.engine.reading.crew import working
    from advisor.engine.reading.run import Source, read_files

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


def _command(words: list[str], *path: Path, **environment: str) -> object:
    """A process of its own. Raises `CalledProcessError` where it fails: what failed is not measured."""
    import subprocess

    command = [sys.executable, *words, *map(str, path)]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **environment})


def whole_check(algorithm: str, path: Path, **environment: str) -> object:
    """The command as a process, start and report and all; on a name that the command takes for the format."""
    suffix = ".csv" if "csv" in path.name else ".pbr"
    link = path.with_name(path.name + suffix)
    if not link.exists():
        link.hardlink_to(path)
    return _command(
        ["-m", "advisor", "check", "--algorithm", algorithm, "--output-format", "json", "--no-cache"],
        link,
        **environment,
    )


def whole_plain_check(algorithm: str, path: Path) -> object:
    """The same where no compiled loops are kept, as without `fast`, on a file that does not wait for the compiler."""
    return whole_check(algorithm, path, NUMBA_CACHE_DIR=str(path.with_name("no loops")))


def whole_pandas(path: Path) -> object:
    if find_spec("pandas") is None:
        raise ModuleNotFoundError("pandas")
    return _command(["-c", "import pandas, sys; pandas.read_csv(sys.argv[1], header=None)"], path)


def whole_sdk(path: Path) -> object:
    _sdk_source()
    read = "import pathlib, sys; from benchmarks.contestants import sdk; sdk(pathlib.Path(sys.argv[1]))"
    return _command(["-c", read], path)


WHOLE = {"advisor check csv", "advisor check csv, plain", "advisor check recordio", "python pandas", "python sdk"}
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
    "write dense": our_dense,
    "sdk writes dense": sdk_dense,
    "write sparse": our_sparse,
    "sdk writes sparse": sdk_sparse,
    "pack images": packing.ours,
    "im2rec, encoded again": packing.im2rec,
    "pack images at 128": partial(packing.ours, resize=128),
    "im2rec at 128": partial(packing.im2rec, resize=128),
    "json.loads": json_loads,
    "Pillow open": pillow_open,
    "Pillow load": pillow_load,
    "advisor check csv": partial(whole_check, "kmeans"),
    "advisor check csv, plain": partial(whole_plain_check, "kmeans"),
    "advisor check recordio": partial(whole_check, "kmeans"),
    "python pandas": whole_pandas,
    "python sdk": whole_sdk,
}


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
        if name == "advisor check csv":
            _command(["-m", "advisor", "compile"])
        if name not in WHOLE:
            with tempfile.TemporaryDirectory() as folder:
                work(head_of(path, Path(folder)))
        read_through(path)
        if (written := path.with_suffix(".out")).is_file():
            written.unlink()  # to give up its room takes as long as a sixth of the work
        wall, processor = time.perf_counter(), time.process_time()
        work(path)
    except ModuleNotFoundError:
        return MISSING
    seconds = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
    print(json.dumps({**seconds, "peak": _peak()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2])))
