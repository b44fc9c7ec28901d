"""Measures the readers against their peers: `python -m benchmarks [--folder DIR] [--quick]`.

Makes the data (the same bytes every time), runs every contestant in a fresh process, all of them in turn and then
again, and prints medians and the ratios that are promised. Only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bars import BARS, ROOMS, Bar, Entry
from benchmarks.chart import draw
from benchmarks.contestants import MISSING
from benchmarks.data import make

Runs = dict[Entry, list[dict[str, float]]]
FULL, QUICK = 1_000_000_000, 50_000_000


def size_of(path: Path) -> int:
    return sum(f.stat().st_size for f in path.iterdir()) if path.is_dir() else path.stat().st_size


def command_of(entry: Entry, path: Path) -> list[str] | None:
    """The process of a contestant; None where it wants a Python of its own and there is none."""
    if entry.name == "mxnet":
        python = os.environ.get("MXNET_PYTHON")
        return [python, str(Path(__file__).with_name("mxnet_reader.py")), str(path)] if python else None
    return [sys.executable, "-m", "benchmarks.contestants", entry.name, str(path)]


def measure(paths: dict[str, Path], entries: list[Entry], rounds: int) -> Runs:
    """The runs of each contestant that is installed."""
    runs: Runs = {entry: [] for entry in entries}
    absent: set[str] = set()
    # numpy's threads for matrices spin for a while, which would count as work of whoever imports it.
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    for number in range(rounds):
        for entry in entries:
            command = command_of(entry, paths[entry.file])
            if command is None or entry.name in absent:
                continue
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
            if done.returncode == MISSING:
                absent.add(entry.name)
            elif done.returncode:
                raise SystemExit(f"{entry.name} on {entry.file}: {done.stderr}")
            else:
                runs[entry].append(json.loads(done.stdout))
                print(f"  round {number + 1}: {entry.name}, {entry.file}", file=sys.stderr, flush=True)
    return runs


def rate(runs: Runs, entry: Entry, size: int, clock: str = "wall") -> float | None:
    """MB a second, the median of the runs; None where the contestant could not run."""
    seconds = [run[clock] for run in runs[entry]]
    return size / median(seconds) / 1e6 if seconds and median(seconds) else None


def row_of(bar: Bar, runs: Runs, sizes: dict[str, int]) -> dict[str, Any]:
    ours, peer = (rate(runs, entry, sizes[entry.file]) for entry in (bar.ours, bar.peer))
    work = [rate(runs, entry, sizes[entry.file], "processor") for entry in (bar.ours, bar.peer)]
    ratio = ours / peer if ours and peer else None
    by_work = work[0] / work[1] if work[0] and work[1] and not bar.what.startswith("whole") else None
    return {
        "what": bar.what, "ours": bar.ours.name, "peer": bar.peer.name, "ours_mb_s": ours, "peer_mb_s": peer,
        "ratio": ratio, "ratio_of_processor_time": by_work, "must": bar.must, "aim": bar.aim,
        "verdict": _verdict(ratio, bar.must, bar.aim),
    }  # fmt: skip


def _verdict(ratio: float | None, must: float, aim: float) -> str:
    if ratio is None:
        return "not measured"
    return "aim" if ratio >= aim else "must" if ratio >= must else "short"


def rooms(runs: Runs) -> Iterable[dict[str, Any]]:
    for room in ROOMS:
        peaks = [run["peak"] / 1e6 for run in runs[room.entry]]
        peak = max(peaks) if peaks else None
        verdict = _verdict(peak and -peak, -room.must, -room.aim)
        yield {"what": room.what, "peak_mb": peak, "must": room.must, "aim": room.aim, "verdict": verdict}


def table(rows: list[dict[str, Any]], memory: list[dict[str, Any]]) -> str:
    lines = ["| what | ours MB/s | peer | peer MB/s | ratio | of processor time | must | aim | |", "|---" * 9 + "|"]
    for r in rows:
        shown = [
            _shown(r[key]) for key in ("ours_mb_s", "peer_mb_s", "ratio", "ratio_of_processor_time", "must", "aim")
        ]
        lines.append(f"| {r['what']} | {shown[0]} | {r['peer']} | {' | '.join(shown[1:])} | {r['verdict']} |")
    lines += ["", "| what | peak MB | must | aim | |", "|---|---|---|---|---|"]
    lines += [
        f"| {m['what']} | {_shown(m['peak_mb'])} | {m['must']:g} | {m['aim']:g} | {m['verdict']} |" for m in memory
    ]
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the data and the results go (default: a temporary folder)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bytes", type=int, default=FULL, help="size of the largest file (default: 10**9)")
    parser.add_argument("--quick", action="store_true", help="small files and one round: does it run at all")
    parser.add_argument("--only", default="", help="the bars with this word in their name")
    arguments = parser.parse_args(argv)
    size, count = (QUICK, 1) if arguments.quick else (arguments.bytes, arguments.rounds)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bars = [bar for bar in BARS if arguments.only in bar.what]
        entries = list(dict.fromkeys(entry for bar in bars for entry in (bar.ours, bar.peer)))
        paths = {name: make(folder, name, size) for name in dict.fromkeys(entry.file for entry in entries)}
        runs = measure(paths, entries, count)
        sizes = {name: size_of(path) for name, path in paths.items()}
        rows = [row_of(bar, runs, sizes) for bar in bars]
        memory = list(rooms({**{room.entry: [] for room in ROOMS}, **runs}))
        machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}
        result = {"machine": machine, "bytes": size, "rounds": count, "bars": rows, "memory": memory}
        if arguments.folder:
            (folder / "results.json").write_text(json.dumps(result, indent=2) + "\n")
            (folder / "ratios.svg").write_text(draw(rows))
    print(f"{count} rounds, largest file {size / 1e6:.0f} MB, load at the end {machine['load']:.1f}")
    print(table(rows, memory))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
