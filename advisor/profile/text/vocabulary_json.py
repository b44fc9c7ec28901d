"""What a scan learns of a vocabulary in JSON: one object, word -> id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile, Tally

FIRST_KEPT = 10


@dataclass(slots=True)
class VocabularyJsonProfile(FileProfile):
    """`records` are the words.

    `highest`: the greatest id, -1 where there is none; `first`: the words of the lowest ids, by id, those below
    `FIRST_KEPT`. `not_ids`: words whose value is no whole number from 0; `repeated_ids` and `repeated_words`:
    what came before. `missing`: how many ids below the highest no word has, `gaps` the first of them.
    """

    format: ClassVar[str] = "vocabulary-json"
    spans_files: ClassVar[bool] = False

    highest: int = -1
    first: dict[int, str] = field(default_factory=dict)
    not_ids: Tally = field(default_factory=Tally)
    repeated_ids: Tally = field(default_factory=Tally)
    repeated_words: Tally = field(default_factory=Tally)
    missing: int = 0
    gaps: list[int] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        return {"words": self.records, "highest_id": self.highest if self.highest >= 0 else None}
