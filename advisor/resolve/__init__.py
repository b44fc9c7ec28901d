"""What files say of each other. Each module here follows one kind of reference: `resolve(channels, look)`."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from advisor.case.model import File


class Look(Protocol):
    """A second look at files, for what no profile keeps."""

    def paths(self, file: File, lines: Iterable[int]) -> Iterator[tuple[int, str]]:
        """The paths on some lines of a list, which rise. Profiles keep only keys of them."""
        ...

    def classes(self, file: File, most: int) -> Iterator[tuple[int, str, float]]:
        """Line, path and class of the first lines of a list."""
        ...

    def middle(self, file: File, count: int) -> bytes:
        """So many bytes in the middle of a file, or all of them."""
        ...
