"""What a scan learns of text with one sentence a line, with or without labels among its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile import faults
from advisor.profile.base import DISTINCT_KEPT, Distinct, FileProfile, Tally
from advisor.profile.sizes import Sizes
from advisor.profile.sketch import Sketch

PREFIX = "__label__"
"""What a word begins with that is a label, as in fastText."""

HEAD_LINES = 100
"""The first lines of a text, in which it is looked at how marks stand to words."""


FOLLOWERS_KEPT = 8
"""Different words behind a label up to which it may be that they belong to its name."""

MANY_FOLLOWERS = (b"",)


@dataclass(slots=True)
class Followers:
    """The few words behind each label, or `MANY_FOLLOWERS`, also where none is or a word is all that the line holds;
    None once there are too many labels. `starts`: how often each word was seen behind a label, whichever that is.
    """

    words: dict[str, tuple[bytes, ...]] | None = field(default_factory=dict)
    starts: Distinct = field(default_factory=Distinct)

    def take(self, label: str, word: bytes, times: int = 1, *, is_alone: bool = False) -> None:
        if word:
            self.starts.add(word, times)
        self._add(label, b"" if is_alone else word)

    def _add(self, label: str, word: bytes) -> None:
        if self.words is None:
            return
        known = self.words.setdefault(label, ())
        if word not in known and known != MANY_FOLLOWERS:
            few = word and len(known) < FOLLOWERS_KEPT
            self.words[label] = tuple(sorted((*known, word))) if few else MANY_FOLLOWERS
        if len(self.words) > DISTINCT_KEPT:
            self.words = None

    def merged(self, right: Followers, lines: int = 0, records: int = 0) -> Followers:
        starts = self.starts.merged(right.starts)
        if self.words is None or right.words is None:
            return Followers(None, starts)
        both = Followers(dict(self.words), starts)
        for label, words in right.words.items():
            for word in words:
                both._add(label, word)
        return both


@dataclass(slots=True)
class HeadMarks:
    """How marks of punctuation stand to words in the first lines, a letter a line: joined, apart or none."""

    lines: str = ""

    @property
    def full(self) -> bool:
        return len(self.lines) >= HEAD_LINES

    def add(self, joined: int, apart: int) -> None:
        if not self.full:
            self.lines += "j" if joined > apart else "a" if apart else "-"

    def merged(self, right: HeadMarks, lines: int = 0, records: int = 0) -> HeadMarks:
        return HeadMarks((self.lines + right.lines)[:HEAD_LINES])


@dataclass(slots=True)
class SentencesProfile(FileProfile):
    """`records` are the lines that hold anything. Words are parted by white space; labels are none of them.

    `words` and `labels`: how often each was seen, a word cut at `TOKEN_KEPT` bytes, a label without its prefix.
    `lengths`: words of a line.
    `labelled` and `unlabelled`: lines with and without a label; `several`: lines with more than one.
    `wordless`: lines that hold labels and nothing else. `glued`: words with a label within, `nameless`: labels
    without a name; `joined`: labels with a comma, semicolon or bar within. `quoted`: labelled lines whose words stand
    in one pair of quotes. `followers`: what stands behind the labels. `marks`: those of the first lines. `tabs`: lines
    with a tab. `cut`: lines of which only the first part was read. `texts`: the different lines of a small file;
    `bodies`: the same without the labels that lead.
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
    followers: Followers = field(default_factory=Followers)
    marks: HeadMarks = field(default_factory=HeadMarks)
    tabs: Tally = field(default_factory=Tally)
    cut: Tally = field(default_factory=Tally)
    texts: Sketch = field(default_factory=Sketch)
    bodies: Sketch = field(default_factory=Sketch)

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
