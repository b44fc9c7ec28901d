"""Zip files as sources: unpacked for as long as a conversion reads them. A zip file within one is not opened."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from advisor.conversion.at_hand import standing_for
from advisor.conversion.errors import ConversionError
from advisor.conversion.target import beside
from advisor.dataset.stored import Bounds, InputError, data_root, unpack
from advisor.errors import read_errors_as
from advisor.formats.sniff import kind_at

MOST_BYTES = 50_000_000_000
MOST_FILES = 1_000_000
"""What a zip file may unpack to."""


@contextmanager
def unzipped(source: Path, target: Path, channels: Collection[str] = ()) -> Iterator[Path]:
    """The source itself where it is no zip file; else a folder of its files beside the target, removed at the end.

    A folder that holds all the others is passed over, unless it is one of the `channels`.
    """
    if not _is_zip(source):
        yield source
        return
    with beside(target) as folder:
        instead = f"unpack it first: unzip {quote(str(source))} -d FOLDER"
        bounds = Bounds(MOST_BYTES, MOST_FILES, instead, shutil.disk_usage(folder).free)
        try:
            with source.open("rb") as stream:
                unpack(stream, folder, bounds)
        except (InputError, OSError) as error:
            raise ConversionError(f"{source}: {getattr(error, 'strerror', None) or error}") from None
        with standing_for(source, data_root(folder, channels)) as here:
            yield here


def _is_zip(source: Path) -> bool:
    if not source.is_file():
        return False
    with read_errors_as(ConversionError, source), source.open("rb") as stream:
        return kind_at(stream, source.stat().st_size) == "zip"
