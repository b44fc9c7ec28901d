"""What a scan learns of a vocabulary: one word a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile, Tally


@dataclass(slots=True)
class VocabularyProfile(FileProfile):
    """`records` are the lines up to the last that is not blank, `first` is what the first of them says.

    `padded`: words with white space around them; `several`: lines with white space within.
    """

    format: ClassVar[str] = "vocabulary"
    spans_files: ClassVar[bool] = False

    first: str = ""
    words: int = 0
    padded: Tally = field(default_factory=Tally)
    several: Tally = field(default_factory=Tally)
    repeated: Tally = field(default_factory=Tally)

    def summary(self) -> dict[str, Any]:
        return {"words": self.words, "repeated": self.repeated.count}
