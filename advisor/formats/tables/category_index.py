"""Reads `categorical_index.json`: the numbers of the columns that hold categories, `{"cat_index_list": [1, 4]}`.

Where there is no such key, the first one is read, as AWS's scripts do whatever it is called.

Memory: the whole file (`BYTES_READ` at most) and some 100 bytes a column.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from advisor.formats.json.document import is_whole, kind_of, read_object, shown
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.tables.category_index import CategoryIndexProfile

BYTES_READ = 1 << 20
KEY = "cat_index_list"
LIMIT = 2_147_483_647
"""What every number must be below."""


def scan(stream: BinaryIO, size: int) -> CategoryIndexProfile:
    """Reads a whole list. Never raises on its content."""
    profile = CategoryIndexProfile(bytes=size)
    content = read_object(stream, size, BYTES_READ, profile)
    if content is None:
        return profile
    profile.key = KEY if KEY in content else next(iter(content), None)
    listed = content.get(profile.key or "")
    if profile.key is None:
        profile.fault(faults.CATEGORY_INDEX_SHAPE, Place(), f"no key {KEY!r}")
    elif not isinstance(listed, list):
        profile.fault(faults.CATEGORY_INDEX_SHAPE, Place(key=profile.key), kind_of(listed))
    else:
        _take_columns(profile, listed)
    return profile


def _take_columns(profile: CategoryIndexProfile, listed: list[Any]) -> None:
    seen: set[int] = set()
    for number, value in enumerate(listed):
        place = Place(key=f"{profile.key}[{number}]")
        sound = is_whole(value) and isinstance(value, int) and 0 < value < LIMIT
        if not sound:
            profile.fault(faults.CATEGORY_INDEX_NOT_A_COLUMN, place, shown(value))
        elif value in seen:
            profile.fault(faults.CATEGORY_INDEX_REPEATED, place, shown(value))
        profile.columns.append(value if sound else 0)
        seen.add(profile.columns[-1])
