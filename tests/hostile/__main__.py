"""Gives the program many inputs that mean harm, or are merely unlucky, and says what came of them.

python -m tests.hostile                        # 100,000 inputs on two processes
python -m tests.hostile --minutes 60 --seed 7
python -m tests.hostile --seed 7 --only 4711   # one of them again, with its traceback
"""

from __future__ import annotations

import argparse
import faulthandler
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, NamedTuple

from advisor.engine.compiling import compile_loops
from tests.hostile.damage import SilenceError
from tests.hostile.trials import trial
from tests.hostile.ways import DifferenceError

HUNG = 60
"""Seconds after which an input counts as endless: most take a hundredth of one."""

READERS = 3


class Asked(NamedTuple):
    """`most`: inputs at most. `until`: on the clock of `time.monotonic`."""

    seed: int
    most: int
    until: float


class Failed(NamedTuple):
    number: int
    kind: str
    what: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=None, help="as many inputs as fit in them")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, default=None, help="the number of one input, run again")
    args = parser.parse_args()
    if args.only is not None:
        with ThreadPoolExecutor(READERS) as executor, folder() as place:
            print(trial(args.seed, args.only, place, executor))
        return 0
    compile_loops()
    started = time.monotonic()
    until = started + 60 * args.minutes if args.minutes else float("inf")
    asked = Asked(args.seed, 10**9 if args.minutes else args.count, until)
    kinds, failed, memory = run(asked, args.processes)
    counts = Counter(one.kind for one in failed)
    print(f"inputs tried {sum(kinds.values()):,} in {time.monotonic() - started:.0f} s: {dict(kinds.most_common())}")
    print(", ".join(f"{kind} {counts[kind]}" for kind in ("crashes", "hangs", "silent passes", "differences")))
    print(f"peak memory of a process {memory} MB")
    return 1 if failed else 0


def run(asked: Asked, processes: int) -> tuple[Counter[str], list[Failed], int]:
    """What kinds of inputs there were, which failed, and the most memory that a process took."""
    results: Any = multiprocessing.Queue()
    following: Synchronized[int] = multiprocessing.Value("q", 0)
    at: list[Synchronized[int]] = [multiprocessing.Value("q", -1) for _ in range(processes)]
    working = [_started(asked, following, place, results) for place in at]
    kinds: Counter[str] = Counter()
    failed: list[Failed] = []
    memory = 0
    unfinished = True
    while unfinished:
        unfinished = any(worker.is_alive() for worker in working)
        while not results.empty():
            tried, faults, peak = results.get()
            kinds += tried
            failed += [_told(asked, fault) for fault in faults]
            memory = max(memory, peak)
        for index, worker in enumerate(working):
            if worker.exitcode not in (None, 0):  # it was killed, or ended itself where an input had no end
                kind = "hangs" if worker.exitcode == 1 else "crashes"
                ended = Failed(at[index].value, kind, f"the process ended with {worker.exitcode}")
                failed.append(_told(asked, ended))
                working[index] = _started(asked, following, at[index], results)
                unfinished = True
        time.sleep(0.2)
    return kinds, failed, memory


def _told(asked: Asked, one: Failed) -> Failed:
    """At once, for a run may be stopped."""
    print(f"{one.kind}: --seed {asked.seed} --only {one.number}: {one.what}", flush=True)
    return one


def _started(asked: Asked, following: Any, at: Any, results: Any) -> multiprocessing.Process:
    worker = multiprocessing.Process(target=_work, args=(asked, following, at, results), daemon=True)
    worker.start()
    return worker


REPORTED = 200
"""Inputs after which a process reports."""


def _work(asked: Asked, following: Any, at: Any, results: Any) -> None:
    kinds: Counter[str] = Counter()
    failed: list[Failed] = []
    with ThreadPoolExecutor(READERS) as executor:
        while time.monotonic() < asked.until:
            with following.get_lock():
                number = at.value = following.value
                following.value += 1
            if number >= asked.most:
                break
            faulthandler.dump_traceback_later(HUNG, exit=True)
            kind, fault = _tried(asked.seed, number, executor)
            kinds[kind] += 1
            failed += [fault] if fault else []
            if sum(kinds.values()) == REPORTED:
                results.put((kinds, failed, _peak()))
                kinds, failed = Counter(), []
    faulthandler.cancel_dump_traceback_later()
    results.put((kinds, failed, _peak()))


def _tried(seed: int, number: int, executor: ThreadPoolExecutor) -> tuple[str, Failed | None]:
    try:
        with folder() as place:
            return trial(seed, number, place, executor), None
    except DifferenceError as error:
        return "failed", Failed(number, "differences", str(error)[:300])
    except SilenceError as error:
        return "failed", Failed(number, "silent passes", str(error)[:300])
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {last.filename}:{last.lineno}: {str(error)[:200]}"
        return "failed", Failed(number, "crashes", what)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one input, in memory where there is such a place."""
    made = Path(tempfile.mkdtemp(prefix="advisor-hostile-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    try:
        yield made
    finally:
        shutil.rmtree(made)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    raise SystemExit(main())
