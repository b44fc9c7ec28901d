"""A folder with large files of every format that is read in pieces, with a fault here and there."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from tests.builders.recordio import dense, frame


def numbers(rows: int, seed: int = 1) -> list[str]:
    chosen = random.Random(seed)
    return [f"{chosen.random():.4f},{chosen.randrange(2000)},{chosen.randrange(5)}" for _ in range(rows)]


def plain(rows: int) -> bytes:
    lines = numbers(rows)
    lines[rows // 3] = "1,x,2"
    lines[rows // 2 : rows // 2 + 20] = ["1,2"] * 20
    return "\n".join(lines).encode()


def quoted(rows: int) -> bytes:
    lines = numbers(rows, 2)
    lines[rows // 2] = '"1\n",2,"3"'
    return "\n".join(lines).encode()


def records(count: int) -> bytes:
    chosen = random.Random(3)
    frames = [frame(dense([chosen.random() for _ in range(8)], chosen.randrange(3))) for _ in range(count)]
    frames[count // 4] = frame(dense([float("nan")] * 8, 1))
    frames[count // 2] = b"damage!!" * 40
    return b"".join(frames)


def listed(lines: int) -> bytes:
    rows = [f"{i}\t{i % 4}\tdir/{i}.jpg" for i in range(lines)]
    rows[lines - 1] = f"{lines - 1}\t0\tdir/7.jpg"
    return "\n".join(rows).encode()


def manifest(lines: int) -> bytes:
    rows = [json.dumps({"source-ref": f"s3://bucket/{i % (lines - 3)}.jpg", "class": i % 4}) for i in range(lines)]
    rows[lines // 2] = "{"
    return "\n".join(rows).encode()


def folder_of_all(folder: Path, scale: int = 1) -> Path:
    """Folders that are each checked by themselves: `csv`, `records`, `list`, `manifest`."""
    files = {
        "csv/train/a.csv": plain(4000 * scale),
        "csv/train/b.csv": quoted(3000 * scale),
        "csv/train/small.csv": b"1,2,3\n",
        "records/train/a.pbr": records(2000 * scale),
        "list/train_lst/a.lst": listed(3000 * scale),
        "manifest/train/a.manifest": manifest(1500 * scale),
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


CASES = {"csv": "kmeans", "records": "kmeans", "list": "image-classification", "manifest": "image-classification"}


def reported(path: str | Path, algorithm: str, **how: Any) -> str:
    """The report as JSON, without what it took."""
    from advisor.engine.check import check

    report = check(path, algorithm=algorithm, **how)
    return report.model_copy(update={"summary": report.summary.model_copy(update={"seconds": 0.0})}).model_dump_json()
