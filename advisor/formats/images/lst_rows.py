"""One line of an image list, read with care: says what every fault is and where."""

from __future__ import annotations

import posixpath
import re
from itertools import count

from advisor.formats.cells import NUMBER
from advisor.profile import faults
from advisor.profile.base import Place, Sighting, tally_for
from advisor.profile.images.lst import LstProfile

LONGEST = 1 << 20
KEY_LONGEST = 1024
"""Bytes an S3 key may have."""

INDEX_GREATEST = (1 << 64) - 1
"""A record holds the index without a sign; im2rec leaves out an image whose index does not fit."""

SHOWN = 200

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_ABSOLUTE = re.compile(r"/|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]*://")
HEADER_WIDEST = 64
BOX = 5


def read_row(
    profile: LstProfile, line: int, raw: bytes, may_be_header: bool = False
) -> tuple[int | None, bytes | None]:
    """Takes one line into the profile; its index and its path, where it has them."""
    if raw.endswith(b"\r"):
        profile.fault(faults.CRLF_LINE_ENDS, Place(line))
        raw = raw[:-1]
    if not raw.strip():
        profile.fault(faults.BLANK_LINE, Place(line))
        return None, None
    if len(raw) > LONGEST:
        profile.fault(faults.LINE_TOO_LONG, Place(line), raw[:SHOWN].decode("utf-8", "replace"))
        return None, None
    try:
        fields = raw.decode("utf-8").split("\t")
    except UnicodeDecodeError:
        profile.fault(faults.NOT_UTF8, Place(line), raw[:SHOWN].decode("utf-8", "backslashreplace"))
        return None, None
    if len(fields) < 3:
        name = faults.NOT_TAB_SEPARATED if len(fields) == 1 else faults.TOO_FEW_COLUMNS
        profile.fault(name, Place(line), _shown("\t".join(fields)))
        return None, None
    if any(field != field.strip(" ") for field in fields):
        tally_for(profile.seen, "padded").add(Place(line), _shown("\t".join(fields)))
        fields = [field.strip(" ") for field in fields]
    index, *labels, path = fields
    if may_be_header and not _WHOLE.fullmatch(index) and not any(map(number, labels)):
        profile.fault(faults.HEADER, Place(line), _shown("\t".join(fields)))
        return None, None
    profile.records += 1
    _read_labels(profile, line, labels)
    return _read_index(profile, line, index), _read_path(profile, line, len(fields), path)


def _shown(text: str) -> str:
    return text[:SHOWN]


def number(text: str) -> float | None:
    """The finite number that a label is; None where it is none."""
    value = float(text) if NUMBER.fullmatch(text) else None
    return value if value is not None and abs(value) != float("inf") else None


def _read_index(profile: LstProfile, line: int, index: str) -> int | None:
    if _WHOLE.fullmatch(index) and 0 <= int(index) <= INDEX_GREATEST:
        return int(index)
    profile.fault(faults.INDEX_NOT_WHOLE, Place(line, 1), _shown(index))
    return None


def _read_labels(profile: LstProfile, line: int, texts: list[str]) -> None:
    values = [number(text) for text in texts]
    for column, value in enumerate(values, 2):
        if value is None:
            profile.fault(faults.LABEL_NOT_A_NUMBER, Place(line, column), _shown(texts[column - 2]))
    known = [value for value in values if value is not None]
    if len(known) == len(values) and is_detection(known):
        profile.detection.add(Place(line))
        _read_boxes(profile, line, known)
        return
    tally_for(profile.widths, len(values)).add(Place(line))
    for column, value in enumerate(values, 2):
        if value is not None:
            add_label(profile, value)
            if not value.is_integer():
                profile.fractional.add(Place(line, column), texts[column - 2])


def add_label(profile: LstProfile, value: float, times: int = 1) -> None:
    profile.values.add(value, times)
    profile.extent.add(value)


def take_lines(profile: LstProfile, labels: int, lines: int) -> None:
    """Counts lines that follow each other, with nothing odd about them and as many labels each."""
    tally_for(profile.widths, labels).add_all(lines, (Sighting(Place(line)) for line in count(profile.lines + 1)))
    profile.lines += lines
    profile.records += lines


def is_detection(labels: list[float]) -> bool:
    """Whether labels begin with a detection header: its own width (2 or more), then the width of a box (5 or more)."""
    if len(labels) < 2 or not (labels[0].is_integer() and labels[1].is_integer()):
        return False
    return 2 <= labels[0] <= min(len(labels), HEADER_WIDEST) and labels[1] >= BOX


def _read_boxes(profile: LstProfile, line: int, labels: list[float]) -> None:
    header, width = int(labels[0]), int(labels[1])
    if (len(labels) - header) % width:
        shown = f"{len(labels)} labels, header {header}, box {width}"
        profile.fault(faults.BOX_WIDTH, Place(line), shown)
        return
    if len(labels) == header:
        profile.fault(faults.NO_BOX, Place(line))
    for start in range(header, len(labels), width):
        cls, left, top, right, bottom = labels[start : start + BOX]
        place = Place(line, start + 2)
        add_label(profile, cls)
        if not cls.is_integer():
            profile.fractional.add(place, f"{cls:g}")
        if min(left, top, right, bottom) < 0 or max(left, top, right, bottom) > 1:
            profile.fault(faults.BOX_NOT_FRACTIONS, place, f"{left:g} {top:g} {right:g} {bottom:g}")
        if right <= left or bottom <= top:
            profile.fault(faults.BOX_WITHOUT_AREA, place, f"{left:g} {top:g} {right:g} {bottom:g}")


def _read_path(profile: LstProfile, line: int, column: int, path: str) -> bytes | None:
    place = Place(line, column)
    fault = path_fault(path)
    if fault:
        profile.fault(fault, place, _shown(path))
        return None
    if "\\" in path:
        tally_for(profile.seen, "backslash").add(place, _shown(path))
    if not path.isascii():
        tally_for(profile.seen, "not-ascii").add(place, _shown(path))
    return normalised(path).encode()


def path_fault(path: str) -> faults.Fault | None:
    """Why a path cannot name a file of the channel, whatever files it holds."""
    if not path:
        return faults.PATH_MISSING
    if _ABSOLUTE.match(path):
        return faults.PATH_ABSOLUTE
    if normalised(path).split("/", 1)[0] == "..":
        return faults.PATH_OUTSIDE
    if len(path.encode()) > KEY_LONGEST:
        return faults.PATH_TOO_LONG
    return None


def normalised(path: str) -> str:
    """A relative path without steps that lead nowhere: `./a//b/../c` is `a/c`. `a/`, a folder, keeps its slash."""
    plain = posixpath.normpath(path) if "//" in path or "." in path else path
    return plain + "/" if path.endswith(("/", "/.")) and not plain.endswith("/") else plain
