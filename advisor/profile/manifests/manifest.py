"""What a scan learns of a manifest (`S3DataType` ManifestFile): a JSON array of a prefix and the keys behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile, Place, Tally
from advisor.profile.packed import PackedTexts


@dataclass(slots=True)
class ManifestProfile(FileProfile):
    """`entries`: number of the entry in the array -> its line and its key, parted by a tab."""

    format: ClassVar[str] = "manifest"

    prefix: str | None = None
    keys: int = 0
    repeated: Tally = field(default_factory=Tally)
    entries: PackedTexts = field(default_factory=PackedTexts)

    def references(self) -> Iterator[tuple[Place, str]]:
        """Every object that the manifest names, with its place: the prefix and the key, put together as they stand."""
        for number, text in self.entries:
            line, _, key = text.decode("utf-8", "surrogatepass").partition("\t")
            yield Place(int(line), key=f"[{number}]"), (self.prefix or "") + key

    def summary(self) -> dict[str, Any]:
        return {"prefix": self.prefix, "keys": self.keys, "repeated": self.repeated.count}
