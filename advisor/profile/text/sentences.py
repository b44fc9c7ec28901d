"""What a scan learns of text with one sentence a line, with or without labels among its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile import faults
from advisor.profile.base import Distinct, FileProfile, Tally
from advisor.profile.sizes import Sizes
from advisor.profile.sketch import Sketch

PREFIX = "__label__"
"""What a word begins with that is a label, as in fastText."""


@dataclass(slots=True)
class SentencesProfile(FileProfile):
    """`records` are the lines that hold anything. Words are parted by white space; labels are none of them.

    `words` and `labels`: how often each was seen, a word cut at `TOKEN_KEPT` bytes, a label without its prefix.
    `lengths`: words of a line.
    `labelled` and `unlabelled`: lines with and without a label; `several`: lines with more than one.
    `wordless`: lines that hold labels and nothing else. `glued`: words with a label within, `nameless`: labels
    without a name; `joined`: labels with a comma, semicolon or bar within. `quoted`: labelled lines whose words stand
    in one pair of quotes. `tabs`: lines with a tab. `cut`: lines of which only the first part was read. `texts`:
    the different lines of a small file, by keys.
    """

    format: ClassVar[str] = "sentences"

    words: Distinct = field(default_factory=Distinct)
    labels: Distinct = field(default_factory=Distinct)
    lengths: Sizes = field(default_factory=Sizes)
    labelled: Tally = field(default_factory=Tally)
    unlabelled: Tally = field(default_factory=Tally)
    several: int = 0
    wordless: Tally = field(default_factory=Tally)
    glued: Tally = field(default_factory=Tally)
    nameless: Tally = field(default_factory=Tally)
    joined: Tally = field(default_factory=Tally)
    quoted: Tally = field(default_factory=Tally)
    tabs: Tally = field(default_factory=Tally)
    cut: Tally = field(default_factory=Tally)
    texts: Sketch = field(default_factory=Sketch)

    @property
    def mostly_labelled(self) -> bool:
        return self.labelled.count > self.unlabelled.count

    @property
    def commonest_word(self) -> int | None:
        """How often the commonest word was seen; None where there are too many to tell, or not all were read."""
        if self.words.counts is None or self.cut.count or faults.NOT_UTF8_ENCODING in self.faults:
            return None
        return max(self.words.counts.values(), default=0)

    def summary(self) -> dict[str, Any]:
        return {
            "labelled": self.labelled.count,
            "unlabelled": self.unlabelled.count,
            "labels": None if self.labels.counts is None else len(self.labels.counts),
            "classes": self.labels.shown(),
            "words": None if self.words.counts is None else len(self.words.counts),
            "line_lengths": self.lengths.shown(),
        }
