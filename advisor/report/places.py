"""Places as people write them, and as tools want them that know only files of a repository, lines and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from os.path import relpath
from typing import NamedTuple

from advisor.contract import escaped
from advisor.findings import Finding, Location
from advisor.report.terminal import Look, Shown

BINARY_PLACE = 1
"""The line and the column under which something in a binary file is shown: such tools demand both."""


class TextPlace(NamedTuple):
    """`file` relative to where the command runs; `line` and `column` from 1."""

    file: str
    line: int
    column: int


def place(location: Location, channel: str | None = None) -> str:
    """`train/a.csv:57:3`, `train/a.rec: record 9`, `HyperParameters.k`: a place as people write it."""
    head = escaped(location.file or "", 1000)
    if location.file and location.line is not None:
        head += f":{location.line}" + ("" if location.column is None else f":{location.column}")
    parts = [head] if head else []
    if location.record is not None:
        parts.append(f"record {location.record}")
    if location.column is not None and location.line is None:
        parts.append(f"cell {location.column}")
    if location.key is not None:
        parts.append(escaped(location.key, 200))
    if location.offset is not None and location.line is None:
        parts.append(f"byte {location.offset:,}")
    if not parts:
        return f"channel {escaped(channel)}" if channel else "the request"
    return ": ".join([parts[0], ", ".join(parts[1:])]) if len(parts) > 1 else parts[0]


def text_place(finding: Finding, look: Look) -> TextPlace:
    """Where a finding is shown: in its file, or in the request, or in what stands in where no file here has it."""
    here = finding.location
    if here.file is None or "://" in here.file or "://" in look.root:
        checked = "." if "://" in look.root else look.root or "."
        return TextPlace(_relative(look.stand_in or checked), BINARY_PLACE, BINARY_PLACE)
    file = here.file if here.file == look.job or not look.root else f"{look.root.rstrip('/')}/{here.file}"
    if look.is_file and here.file != look.job:
        file = look.root
    return TextPlace(_relative(file), here.line or BINARY_PLACE, here.column or BINARY_PLACE)


def _relative(path: str) -> str:
    return escaped(relpath(path or ".").replace("\\", "/"), 1000)


def told(finding: Finding) -> str:
    """The message with what a line and a column do not say: the record, the key, the object, the number of places."""
    exact = finding.location.line is not None and finding.location.key is None
    where = "" if exact else f"{place(finding.location, finding.channel)}: "
    count = f" ({finding.count:,} places)" if finding.count > 1 else ""
    return f"{where}{finding.message}{count}"


def with_fingerprints(shown: Iterable[Shown]) -> Iterator[tuple[Finding, Look, str]]:
    """Each finding with its look, and with a fingerprint that no other of them has."""
    seen: Counter[str] = Counter()
    for entry in shown:
        for finding in entry.report.findings:
            name = finding.fingerprint if entry.name is None else f"{entry.name}-{finding.fingerprint}"
            seen[name] += 1
            yield finding, entry.look, f"{name}-{seen[name] - 1}" if seen[name] > 1 else name
