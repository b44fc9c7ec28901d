"""What is promised: who must be how many times as fast as whom, on which file."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A contestant and the file that it reads."""

    name: str
    file: str


class Bar(NamedTuple):
    """`ours` against `peer`, by bytes a second: the ratio that must be reached, and the one aimed at."""

    what: str
    ours: Entry
    peer: Entry
    must: float
    aim: float


def _bar(what: str, file: str, ours: str, peer: str, must: float, aim: float, peer_file: str | None = None) -> Bar:
    return Bar(what, Entry(ours, file), Entry(peer, peer_file or file), must, aim)


BARS = [
    _bar("dense RecordIO, 784 values, against isfinite", "dense-784", "recordio", "numpy isfinite", 0.9, 1.4),
    _bar("dense RecordIO, 10 values", "dense-10", "recordio", "numpy isfinite", 0.8, 1.0),
    _bar("dense RecordIO, 29 values, not aligned", "dense-29", "recordio", "numpy isfinite", 0.8, 1.0),
    _bar("sparse RecordIO against upb", "sparse", "recordio", "upb parse", 3.5, 6),
    _bar("sparse RecordIO against isfinite", "sparse", "recordio", "numpy isfinite", 0.2, 0.35),
    _bar("dense RecordIO, 10 values, against the SDK", "dense-10", "recordio", "sdk", 200, 400, "dense-10-few"),
    _bar("image RecordIO against MXNet", "image-rec", "image recordio", "mxnet", 2.5, 3.5),
    _bar("CSV, 50 columns, 1 core", "csv-50", "csv", "pyarrow.csv", 2.2, 3.5),
    _bar("CSV, 50 columns, 2 cores", "csv-50", "csv 2 threads", "pyarrow.csv", 4, 5.7),
    _bar("CSV, 5 columns, 1 core", "csv-5", "csv", "pyarrow.csv", 1.8, 2.5),
    _bar("CSV, 5 columns, 2 cores", "csv-5", "csv 2 threads", "pyarrow.csv", 3, 4.9),
    _bar("CSV of savetxt, 1 core", "csv-savetxt", "csv", "pyarrow.csv", 1.2, 1.6),
    _bar("CSV of savetxt, 2 cores", "csv-savetxt", "csv 2 threads", "pyarrow.csv", 1.6, 2.7),
    _bar("CSV, 50 columns, 2 cores, against polars", "csv-50", "csv 2 threads", "polars streaming", 2, 2.8),
    _bar("CSV, 5 columns, 2 cores, against polars", "csv-5", "csv 2 threads", "polars streaming", 2, 2.8),
    _bar("CSV with 1% bad cells against a clean one", "csv-50-bad", "csv", "csv", 0.5, 0.9, "csv-50"),
    _bar("plain path: CSV against pandas", "csv-5", "csv plain", "pandas.read_csv", 0.06, 0.5),
    _bar("plain path: dense RecordIO, 784 values", "dense-784", "recordio plain", "numpy isfinite", 0.5, 1.0),
    _bar("CSV of two text columns against pandas", "csv-text", "csv", "pandas.read_csv", 1, 3),
    _bar("image list against polars n_unique", "lst", "lst", "polars n_unique", 3, 4.7),
    _bar("image list against Python sets", "lst", "lst", "python sets", 12, 25),
    _bar("manifest against json.loads", "manifest", "manifest", "json.loads", 2, 2.7),
    _bar("manifest, 2 processes", "manifest", "manifest 2 processes", "json.loads", 4, 5),
    _bar("images against Pillow open", "images", "images", "Pillow open", 4, 5.3),
    _bar(
        "images, decoded, 2 cores, against Pillow load",
        "images-few",
        "images decoded, 2 threads",
        "Pillow load",
        1.15,
        1.8,
    ),
    _bar("CSV, 2 cores against 1", "csv-50", "csv 2 threads", "csv", 1.3, 1.8),
    _bar("whole job: CSV against pandas", "csv-50", "advisor check csv", "python pandas", 1 / 0.6, 1 / 0.6),
    _bar("whole job: 300 MB of CSV", "csv-50-middling", "advisor check csv", "python pandas", 1 / 0.6, 1 / 0.6),
    _bar("whole job: 300 MB, plain path", "csv-50-middling", "advisor check csv, plain", "python pandas", 1, 1),
    _bar("CSV to dense records against the SDK", "csv-50", "write dense", "sdk writes dense", 20, 40, "csv-50-few"),
    _bar(
        "libsvm to sparse records against the SDK", "libsvm", "write sparse", "sdk writes sparse", 5, 10, "libsvm-few"
    ),
    _bar("images to records, kept, against im2rec", "images-few", "pack images", "im2rec, encoded again", 2, 2.8),
    _bar("images to records at 128, against im2rec", "images-few", "pack images at 128", "im2rec at 128", 0.8, 2),
    _bar(
        "whole job: RecordIO against the SDK",
        "dense-10",
        "advisor check recordio",
        "python sdk",
        20,
        20,
        "dense-10-few",
    ),
]


SMALL_FILES = 15
"""Seconds within which 100,000 small files must be checked, on two cores; `benchmarks.growth` measures it."""


class Room(NamedTuple):
    """The most memory that a contestant may take on a file, in MB."""

    what: str
    entry: Entry
    must: float
    aim: float


ROOMS = [
    Room("memory: CSV with kernels", Entry("csv", "csv-50"), 200, 160),
    Room("memory: RecordIO with kernels", Entry("recordio", "dense-784"), 200, 160),
    Room("memory: CSV to dense records", Entry("write dense", "csv-50"), 250, 200),
    Room("memory: libsvm to sparse records", Entry("write sparse", "libsvm"), 250, 200),
    Room("memory: CSV, plain path", Entry("csv plain", "csv-5"), 80, 50),
    Room("memory: RecordIO, plain path", Entry("recordio plain", "dense-784"), 80, 50),
]
