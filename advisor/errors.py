"""The base of every error that a caller may expect. Its message is for people: what is wrong, where, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class AdvisorError(Exception):
    """Something could not be done as it was asked for; any other exception is a fault of this package."""


@contextmanager
def read_errors_as(kind: type[AdvisorError], path: object) -> Iterator[None]:
    """Raises an error of this kind where the file system does not let a file be read."""
    try:
        yield
    except OSError as error:
        raise kind(f"{path}: cannot be read: {error.strerror or error}") from error
