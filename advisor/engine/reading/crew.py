"""Who reads the files of a check: this thread, more threads, or processes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from advisor.dataset.storage import ChangedError, Storage
from advisor.engine.reading.run import Source, format_of, glanced_at
from advisor.engine.reading.units import end_quietly
from advisor.formats.kernels import available
from advisor.formats.sniff import kind_at
from advisor.profile.formats import FORMATS

if TYPE_CHECKING:
    from concurrent.futures import Executor

WORTH_IT = 1 << 26
"""Bytes of data from which on it is worth starting processes to read them; threads cost nothing to start."""

THREADS = 8
"""With more of them the disk is the limit, and each may take 80 MB, for a CSV of thousands of columns."""


@contextmanager
def working(
    executor: Executor | None, workers: int | None, storage: Storage, sources: Sequence[Source]
) -> Iterator[Executor | None]:
    """The executor, or as many threads or processes as asked for; None where this thread does it all by itself.

    Where compiled loops or decoders of images do the work, which do not hold Python's lock, threads read, else
    processes. To tell, the largest file is looked at.
    """
    if executor is not None or workers == 1 or not sources:
        yield executor
        return
    largest = max(sources, key=lambda source: source.entry.size)
    unlocked = _is_unlocked(storage, largest)
    if workers is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        much = sum(source.entry.size for source in sources) >= WORTH_IT and not glanced_at(storage, largest)
        workers = min(cores, THREADS) if unlocked else cores if much else 1
    if workers < 2:
        yield None
        return
    with _threads(workers) if unlocked else _processes(workers) as pool:
        yield pool


def _is_unlocked(storage: Storage, source: Source) -> bool:
    """Whether a file is read without Python's lock: by compiled loops, or by decoders of images."""
    compiled = available(source.entry.size)
    if not (source.decode or compiled):
        return False
    try:
        with storage.open(source.entry.path) as stream:
            known = FORMATS.get(format_of(source, kind_at(stream, source.entry.size)) or "")
    except ChangedError:
        return False
    return known is not None and ((source.decode and known.images) or (known.compiled and compiled))


@contextmanager
def _threads(count: int) -> Iterator[Executor]:
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """Whatever they read when they are left is no longer wanted."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    wanted, ours = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(count, context, initializer=end_quietly, initargs=(wanted,))
    try:
        yield pool
    finally:
        ours.close()
        pool.shutdown(cancel_futures=True)
        wanted.close()
