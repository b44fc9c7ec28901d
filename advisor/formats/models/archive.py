"""Reads the archive of a trained model (`model.tar.gz`) to its end, as its checksum tells, and what it says of how the
model was trained; it is not unpacked.
"""

from __future__ import annotations

import re
import tarfile
from posixpath import basename
from typing import BinaryIO

from advisor.formats.gzip_stream import GzipStream
from advisor.formats.models.settings import SETTINGS_IN
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.model_archive import ModelArchiveProfile

WHOLE = 1 << 28
"""Bytes of an archive that are read."""

HEADER_READ = 1 << 20
"""Bytes of an extended header that are read for the size in it."""

MEMBER_READ = 1 << 22
"""Bytes of a member that may say how the model was trained."""

BLOCK = 1 << 16
_SIZE = re.compile(rb"(?:^|\n)\d+ size=(\d+)\n")


def scan(stream: BinaryIO, size: int) -> ModelArchiveProfile:
    """The profile of one archive, which must be a tar file in gzip, each of its members whole."""
    profile = ModelArchiveProfile(bytes=size)
    text = GzipStream(stream)
    try:
        _members(text, profile.settings)
    except _UnreadError:
        profile.fault(faults.ARCHIVE_UNREAD, Place(offset=WHOLE))
    except (tarfile.TarError, ValueError):
        profile.fault(faults.NOT_AN_ARCHIVE, Place())
    else:
        if text.fault:
            profile.fault(faults.NOT_AN_ARCHIVE, Place(offset=text.fault.offset))
    return profile


class _UnreadError(Exception):
    """The archive is longer than is read."""


def _members(text: GzipStream, settings: dict[str, str]) -> None:
    """Walks from header to header to the end. Raises `TarError` where a member is cut or no header."""
    extended_size: int | None = None
    while (block := _read(text, tarfile.BLOCKSIZE)).strip(b"\0"):
        member = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        size = member.size if extended_size is None else extended_size
        held = -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
        extended_size, settings_in = None, SETTINGS_IN.get(basename(member.name))
        if member.type == tarfile.XHDTYPE and held <= HEADER_READ:
            found = _SIZE.search(_read(text, held))
            extended_size = int(found[1]) if found else None
        elif member.type == tarfile.REGTYPE and settings_in and size <= MEMBER_READ:
            settings.update(settings_in(_read(text, held)[:size]))
        elif member.type not in (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE):
            _pass(text, held)
    while text.read(BLOCK):  # zeros, and the checksum behind them
        _bounded(text)


def _read(text: GzipStream, count: int) -> bytes:
    data = b""
    while len(data) < count and (more := text.read(count - len(data))):
        data += more
    _bounded(text)
    if len(data) < count:
        raise tarfile.ReadError("cut")
    return data


def _pass(text: GzipStream, count: int) -> None:
    while count:
        count -= len(_read(text, min(count, BLOCK)))


def _bounded(text: GzipStream) -> None:
    if text.unpacked_of > WHOLE:
        raise _UnreadError
