"""How one record lies in its frame, so that those like it are read without looking for it again."""

from __future__ import annotations

from typing import NamedTuple


class Layout(NamedTuple):
    """A frame, and where in it the values and the label begin and end."""

    frame: bytes
    values: slice
    label: slice
