"""What a scan learns of word vectors in text: a word and its numbers a line, as GloVe writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Distinct, FileProfile, Tally


@dataclass(slots=True)
class WordVectorsProfile(FileProfile):
    """`records` are the words. `lengths`: how many numbers follow a word, and how often. `header`: a first line of
    two numbers, as word2vec writes it. `no_vector`: lines that do not end in a number.
    """

    format: ClassVar[str] = "word-vectors"
    spans_files: ClassVar[bool] = False

    lengths: Distinct = field(default_factory=Distinct)
    header: Tally = field(default_factory=Tally)
    no_vector: Tally = field(default_factory=Tally)

    @property
    def length(self) -> int | None:
        """The commonest number of numbers. Some words of GloVe hold blanks, so that a few lines have more."""
        counts = self.lengths.counts
        return min(counts, key=lambda n: (-counts[n], n), default=None) if counts else None

    def summary(self) -> dict[str, Any]:
        return {"words": self.records, "length": self.length}
