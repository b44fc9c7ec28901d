"""A Dask cluster as an executor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

RETRIES = 3
"""How often a unit is tried again whose worker was lost."""

CONNECT_SECONDS = 20


class ClusterError(AdvisorError):
    """The cluster cannot be used; the message says why and what to do."""


@contextmanager
def cluster(address: str | None) -> Iterator[Executor | None]:
    """The cluster of the scheduler at `address`, such as tcp://host:8786; None without an address."""
    if address is None:
        yield None
        return
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise ClusterError('--scheduler needs Dask: pip install "sagemaker-advisor[cluster]"') from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]  # distributed has no types
    except (OSError, ValueError) as error:
        raise ClusterError(f"there is no Dask scheduler to be reached at {address}: {error}") from error
    with client:
        try:
            yield client.get_executor(pure=False, retries=RETRIES)  # type: ignore[no-untyped-call]  # distributed has no types
        except KilledWorker as error:
            raise ClusterError(f"workers of {address} died again and again: {error}") from error
