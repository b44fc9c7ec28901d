"""Where a result goes: whole or not at all, and never over what is there unless that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor.conversion.errors import ConversionError


@contextmanager
def whole(target: Path, *, force: bool, sources: Iterable[Path]) -> Iterator[Path]:
    """A place beside the target to write to. What lies there at the end becomes the target; after a failure, nothing.

    Raises `ConversionError` where the target may not be written, or the file system refuses to.
    """
    target = target.absolute()
    refuse(target, sources, force=force)
    with beside(target) as folder:
        try:
            fresh = folder / target.name
            yield fresh
            if fresh.exists():
                _move(fresh, target, folder / f"{target.name}.replaced", force)
        except OSError as error:
            raise ConversionError(f"{target}: could not be written: {error.strerror or error}") from error


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A temporary folder on the disk that the target is written to. Raises `ConversionError`."""
    place = target.absolute().parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(prefix=f".{target.name}.", suffix=".tmp", dir=place, ignore_cleanup_errors=True)
    except OSError as error:
        raise ConversionError(f"{target}: cannot be written: {error.strerror or error}") from error
    with folder as name:
        yield Path(name)


def put(made: Path, wanted: Path, target: Path, place: Path) -> None:
    """Puts the files of a folder that came with a result where they are wanted, be it within the result or elsewhere.

    Elsewhere what is there stays as it is.
    """
    within = wanted.absolute().is_relative_to(target.absolute())
    folder = place / wanted.absolute().relative_to(target.absolute()) if within else wanted
    folder.mkdir(parents=True, exist_ok=True)
    for file in made.iterdir():
        if within or not (folder / file.name).exists():
            file.replace(folder / file.name)


def refuse(target: Path, sources: Iterable[Path], *, force: bool) -> None:
    """Raises `ConversionError` where the target would touch a source, the folder at work, or what is there."""
    place = target.resolve()
    for source in (source.resolve() for source in sources):
        if place == source or place in source.parents:
            raise ConversionError(f"{target}: holds the source, which is never written over: name another place")
        if source in place.parents:
            raise ConversionError(f"{target}: lies within the source, which is left as it is: name another place")
    if place in (Path.cwd(), *Path.cwd().parents):
        raise ConversionError(f"{target}: is the folder at work, which is never replaced: name a new place")
    if target.exists() and not force:
        raise ConversionError(f"{target}: exists already; --force replaces it")


def _move(fresh: Path, target: Path, aside: Path, force: bool) -> None:
    if target.is_dir() or (target.exists() and fresh.is_dir()):
        target.rename(aside)
    elif target.exists() and not force:
        raise ConversionError(f"{target}: came to be in the meantime; --force replaces it")
    fresh.replace(target)


class Unchanged:
    """Files that must stay as they are while they are read."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = {file: _state(file) for file in files}

    def confirm(self) -> None:
        """Raises `ConversionError` where one has changed since."""
        for file, state in self._files.items():
            if _state(file) != state:
                raise ConversionError(f"{file}: changed while it was read: run it again once nothing writes to it")


def _state(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
