"""What a scan learns of word vectors in text: a word and its numbers a line, as GloVe writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile, Tally


@dataclass(slots=True)
class WordVectorsProfile(FileProfile):
    """`records` are the words. `lengths`: how many numbers follow a word -> the lines. `header`: a first line of
    two numbers, as word2vec writes it. `no_vector`: lines that do not end in a number.
    """

    format: ClassVar[str] = "word-vectors"
    spans_files: ClassVar[bool] = False

    lengths: dict[int, Tally] = field(default_factory=dict)
    header: Tally = field(default_factory=Tally)
    no_vector: Tally = field(default_factory=Tally)

    @property
    def length(self) -> int | None:
        """The commonest number of numbers."""
        return min(self.lengths, key=lambda n: (-self.lengths[n].count, n), default=None)

    @property
    def of_other_lengths(self) -> Tally:
        """The lines that end in another number of numbers."""
        return Tally.of([tally for length, tally in self.lengths.items() if length != self.length])

    def summary(self) -> dict[str, Any]:
        return {"words": self.records, "length": self.length}
