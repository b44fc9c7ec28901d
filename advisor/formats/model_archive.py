"""Reads the archive of a trained model (`model.tar.gz`) as far as it tells that it is one; it is not unpacked."""

from __future__ import annotations

import tarfile
import zlib
from typing import BinaryIO

from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.model_archive import ModelArchiveProfile

HEAD = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS


def scan(stream: BinaryIO, size: int) -> ModelArchiveProfile:
    """The profile of one archive: its first block must be that of a tar file in gzip."""
    profile = ModelArchiveProfile(bytes=size)
    try:
        block = zlib.decompressobj(_GZIP).decompress(stream.read(HEAD), tarfile.BLOCKSIZE)
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (zlib.error, tarfile.TarError, ValueError):
        profile.fault(faults.NOT_AN_ARCHIVE, Place())
    return profile
