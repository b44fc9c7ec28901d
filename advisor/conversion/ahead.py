"""Works on what comes next while what came before is written: compiled loops leave other threads alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 2

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """What the work makes of each item, in their order; a few are held at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pending: deque[Future[Result]] = deque()
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) > AT_ONCE:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
