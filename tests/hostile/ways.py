"""The ways in which the same data may be read, of which each must give the same report, to the byte."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from advisor.contract import json_text
from advisor.engine.check import check
from advisor.findings import Report
from tests.builders import data, tables, tokens
from tests.builders.pictures.images import jpeg
from tests.builders.pictures.lists import classified, json_lines
from tests.builders.recordio import box_label, dense, frame, image_record, sparse
from tests.builders.series import record

NEVER = 1 << 60


class DifferenceError(Exception):
    """Two ways to read the same data have said different things."""


class Way(NamedTuple):
    """`piece`: bytes of one. `compiled`: bytes of a file from which on compiled loops read it. `several`: at a time."""

    piece: int = NEVER
    compiled: int = NEVER
    several: bool = False


PLAIN = Way()
WAYS = (PLAIN, Way(300), Way(compiled=0), Way(2000, 0, True), Way(100, several=True), Way(7001, 0))


@contextmanager
def reading(way: Way) -> Iterator[None]:
    with patch("advisor.engine.reading.run.PIECE", way.piece), patch("advisor.formats.kernels.FROM", way.compiled):
        yield


def look(root: Path | str, asked: Mapping[str, Any], way: Way, crew: Executor | None = None) -> Report:
    with reading(way):
        return check(root, executor=crew if way.several else None, **asked)


def compare(report: Report, other: Report, how: object) -> None:
    """Raises where two reports on the same data are not the same."""
    one, two = as_said(report), as_said(other)
    if one != two:
        at = next((i for i, (x, y) in enumerate(zip(one, two, strict=False)) if x != y), min(len(one), len(two)))
        around = slice(max(at - 80, 0), at + 120)
        raise DifferenceError(f"{how}: ...{one[around]!r} <> ...{two[around]!r}")


def as_said(report: Report) -> str:
    """All of a report but how long it took."""
    summary = report.summary.model_copy(update={"seconds": 0})
    return json_text(report.model_copy(update={"summary": summary}))


class Long(NamedTuple):
    """A file of many lines or records, long enough for all that readers do with blocks."""

    algorithm: str
    path: str
    data: bytes


@cache
def long_files() -> tuple[Long, ...]:
    """A file for each reader that has more than one way, each with most of what it reads quickly."""
    chosen = random.Random(5)
    pictures = [frame(image_record(jpeg(8, 8), float(i % 3), i)) for i in range(90)]
    boxes = [frame(image_record(jpeg(8, 8), box_label((i % 3, 0.1, 0.1, 0.6, 0.7)), i)) for i in range(90)]
    sparsely = [frame(sparse({i % 7: 1.0, 20 + i % 9: 2.5}, 40, i % 2)) for i in range(600)]
    rows = "".join(f"user{i % 9},10.0.{i % 200}.7\n" for i in range(900)).encode()
    detected = "".join(f"{i}\t2\t5\t{i % 3}\t0.1\t0.1\t0.6\t0.7\tdir/{i}.jpg\n" for i in range(500)).encode()
    return (
        Long("kmeans", "train/a.csv", data.plain(1500)),
        Long("xgboost", "train/a.csv", data.quoted(1500)),
        Long("ip-insights", "train/a.csv", rows),
        Long("kmeans", "train/a.pbr", data.records(600)),
        Long("factorization-machines", "train/a.pbr", b"".join(sparsely)),
        Long("knn", "train/a.pbr", b"".join(frame(dense([chosen.random()] * 20, i % 3)) for i in range(300))),
        Long("xgboost", "train/a.libsvm", tables.sparse_rows(900).encode()),
        Long("image-classification", "train_lst/train.lst", data.listed(1500)),
        Long("object-detection", "train_lst/train.lst", detected),
        Long("image-classification", "train/a.rec", b"".join(pictures)),
        Long("object-detection", "train/a.rec", b"".join(boxes)),
        Long("image-classification", "train/a.manifest", data.manifest(400)),
        Long("image-classification", "train/b.manifest", json_lines(classified(300))),
        Long("deepar", "train/a.json", json_lines(record(i) for i in range(60))),
        Long("object2vec", "train/a.jsonl", tokens.pairs(rows=600).encode()),
        Long("blazingtext", "train/a.txt", tokens.sentences(lambda i: f"__label__{i % 4} ", 600).encode()),
        Long("object2vec", "auxiliary/v.txt", tokens.word_vectors(60, 50).encode()),
    )
