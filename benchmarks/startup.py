"""How long a command takes over a bare interpreter: `python -m benchmarks.startup [--rounds N]`.

Every command runs in a fresh process, the commands taking turns, so that a slow moment hits all of them alike.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROW = "5.1,3.5,1.4,0.2\n"
WORDS = "Which of our 12,000 customers will cancel next month? A CSV file of 20 numeric columns."


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each run by the command's name."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, *words], capture_output=True, check=True)
            seconds[name].append(time.perf_counter() - started)
    return seconds


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args(argv).rounds
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "train.csv")
        data.write_text(ROW * (1024 // len(ROW)))
        commands = {
            "python -c pass": ["-c", "pass"],
            "advisor --help": ["-m", "advisor", "--help"],
            "advisor algorithms": ["-m", "advisor", "algorithms"],
            "advisor recommend": ["-m", "advisor", "recommend", WORDS],
            "advisor check 1 KB, one algorithm": ["-m", "advisor", "check", str(data), "--algorithm", "kmeans"],
            "advisor check 1 KB, all algorithms": ["-m", "advisor", "check", str(data)],
        }
        seconds = measure(commands, rounds)
    bare = median(seconds["python -c pass"])
    print(f"median of {rounds} runs in turn{'ms':>20}{'over bare':>12}")
    for name, runs in seconds.items():
        print(f"{name:<38}{median(runs) * 1000:>10.0f}{(median(runs) - bare) * 1000:>+12.0f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
