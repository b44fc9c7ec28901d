"""What files say of each other. Each module here follows one kind of reference: `resolve(channels, look)`."""

from collections.abc import Callable, Iterable, Iterator

from advisor.case.model import File

Look = Callable[[File, Iterable[int]], Iterator[tuple[int, str]]]
"""A second look at a list: the paths on some of its lines, which rise. Profiles keep only keys of them."""
