"""Media types: what content is, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class MediaType(NamedTuple):
    """A content type and its parameters: `text/csv;label_size=0`. Names are compared in lower case."""

    type: str
    parameters: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> MediaType:
        kind, *rest = (part.strip() for part in text.split(";"))
        pairs = (part.partition("=") for part in rest if part)
        return cls(kind.lower(), {k.strip().lower(): v.strip().strip('"') for k, _, v in pairs})

    def __str__(self) -> str:
        return ";".join([self.type, *(f"{k}={v}" for k, v in self.parameters.items())])
