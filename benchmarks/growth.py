"""How time and memory grow with the data: `python -m benchmarks.growth --folder DIR [--quick]`.

Bytes of CSV and of RecordIO from one size to eight times as many, each read in a fresh process; and folders of ever
more small files, checked by the command.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bars import SMALL_FILES
from benchmarks.data import make

ROW = "5.1,3.5,1.4,0.2\n"


def read(contestant: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.contestants", contestant, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def check_folder(folder: Path, files: int) -> float:
    """Seconds of the first check of so many small files."""
    path = folder / f"small-{files}" / "train"
    if not path.exists():
        path.mkdir(parents=True)
        for i in range(files):
            (path / f"{i:06d}.csv").write_text(ROW * 20)
    command = [sys.executable, "-m", "advisor", "check", "--algorithm", "kmeans", str(path.parent)]
    with tempfile.TemporaryDirectory() as cache:
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False, env={**os.environ, "XDG_CACHE_HOME": cache})
        return time.perf_counter() - started


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the data goes (default: a temporary folder)")
    parser.add_argument("--quick", action="store_true", help="small files")
    arguments = parser.parse_args(argv)
    unit, most = (50_000_000, 1_000) if arguments.quick else (1_000_000_000, 100_000)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print("| file | MB | seconds | MB/s | peak MB |\n|---|---|---|---|---|")
        for contestant, name in (("csv", "csv-50"), ("recordio", "dense-784")):
            for times in (1, 2, 4, 8):
                path = make(folder, name, unit * times)
                size, run = path.stat().st_size / 1e6, read(contestant, path)
                print(
                    f"| {name} | {size:.0f} | {run['wall']:.2f} | {size / run['wall']:.0f} | {run['peak'] / 1e6:.0f} |"
                )
                path.unlink()
        print(f"\n100,000 must take {SMALL_FILES} s at most.\n")
        print("| small files | seconds | a file, ms |\n|---|---|---|")
        files = 1
        while files <= most:
            seconds = check_folder(folder, files)
            print(f"| {files} | {seconds:.2f} | {seconds / files * 1000:.2f} |")
            files *= 10
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
