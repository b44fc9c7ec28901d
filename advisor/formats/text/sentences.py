"""Sentences: text in UTF-8, a sentence a line, its words parted by spaces, some of them labels (`__label__NAME`).

Memory: one line (`LONGEST`), and the words and the labels while there are few of them (`DISTINCT_KEPT` of
`advisor.profile.base`). Of a longer line only the first part is read: a corpus without line feeds is one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial

from advisor.formats.line_pieces import lines_in, read_blocks
from advisor.formats.lines import shown
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.profile import faults
from advisor.profile.base import Piece, Place, Tally
from advisor.profile.text.sentences import PREFIX, SentencesProfile

LONGEST = 1 << 20
TOKEN_KEPT = 100

BLOCK = 1 << 18

_PREFIX = PREFIX.encode()
_LABEL_AND_WORD = re.compile(re.escape(_PREFIX) + rb"(\S+) (\S+)( *\n)?")
_JOINED = re.compile(rb"[^\s,;|][,;|]+[^\s,;|_]")
"""A label that goes on behind a mark that parts cells: not `Arts,_Crafts`, in which the mark belongs to the name."""
_LEADING = re.compile(rb"\s*(?:%b\S*\s*)*" % re.escape(_PREFIX))
_QUOTED = re.compile(rb'^%b\S+ +"[^\n]*"$' % re.escape(_PREFIX), re.MULTILINE)
_JOINED_MARK = re.compile(rb"[A-Za-z\x80-\xff](?:[,;:!?](?!\S)|\.\s*$)")
_MARK_APART = re.compile(rb"(?<!\S)[,;:!?.](?!\S)")
_ODD = b"\t", b"\r", b"\v", b"\f", b"\n\n", b"\n "
"""What a closer look is taken at: white space other than spaces between words, and lines that may be blank."""


def scan_piece(part: ByteRange) -> Piece[SentencesProfile]:
    piece = part.piece(SentencesProfile())
    profile = piece.profile
    for block in read_blocks(part, piece, LONGEST, BLOCK, partial(_remember, profile)):
        if not _take_plain(profile, block):
            for line, raw in lines_in(profile, [block], LONGEST):
                _take(profile, line, raw)
    return piece


scan = in_one_piece(scan_piece)


def _remember(profile: SentencesProfile, lines: list[bytes]) -> None:
    profile.texts.remember(lines)
    profile.bodies.remember(_LEADING.sub(b"", line, count=1) for line in lines)


def _take_plain(profile: SentencesProfile, block: bytes) -> bool:
    """Takes a block of sentences that all begin with their one label, or have none.

    False, and nothing taken, where it holds anything unusual, or first places are still wanted.
    """
    if len(block) > LONGEST or block[:1] in b"\n " or any(odd in block for odd in _ODD) or not _is_utf8(block):
        return False
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    pairs = Counter(_LABEL_AND_WORD.findall(block if block.endswith(b"\n") else block + b"\n"))
    labels: Counter[bytes] = Counter()
    for (label, _, _), times in pairs.items():
        labels[label] += times
    found = block.count(_PREFIX)
    at_start = block.count(b"\n" + _PREFIX) + block.startswith(_PREFIX)
    if found and not found == at_start == lines == labels.total():
        return False
    tally = profile.labelled if found else profile.unlabelled
    joined = sum(times for label, times in labels.items() if _JOINED.search(label))
    quoted = len(_QUOTED.findall(block)) if found and b'"' in block else 0
    kept = [tally, *([profile.joined] if joined else []), *([profile.quoted] if quoted else [])]
    if not profile.marks.full or not all(tally.full for tally in kept):
        return False
    profile.joined.count += joined
    profile.quoted.count += quoted
    tally.count += lines
    profile.lines += lines
    profile.records += lines
    for label, times in labels.items():
        profile.labels.add(_name(label), times)
    for (label, word, end), times in pairs.items():
        profile.followers.take(_name(label), word[:TOKEN_KEPT], times, is_alone=bool(end))
    for words, times in enumerate(_line_lengths(block)):
        if times:
            profile.lengths.add(words - bool(found), times)
    if profile.words.counts is not None:
        _count(profile, {word: n for word, n in Counter(block.split()).items() if not word.startswith(_PREFIX)})
    return True


def _line_lengths(block: bytes) -> list[int]:
    """How many lines there are of no word, of one, and so on, where only spaces part words."""
    import numpy as np  # that little files do without

    text = np.frombuffer(block if block.endswith(b"\n") else block + b"\n", np.uint8)
    feeds = text == ord("\n")
    between = feeds | (text == ord(" "))
    word_ends = np.append(between[1:] > between[:-1], False)
    lines = np.append(0, np.flatnonzero(feeds)[:-1] + 1)
    counts: list[int] = np.bincount(np.add.reduceat(word_ends, lines, dtype=np.uint32)).tolist()
    return counts


def _take(profile: SentencesProfile, line: int, raw: bytes) -> None:
    if len(raw) > LONGEST:
        profile.cut.add(Place(line))
    elif raw.endswith(b"\r"):
        profile.fault(faults.CRLF_LINE_ENDS, Place(line))
    if not raw or raw.isspace():
        profile.fault(faults.BLANK_LINE, Place(line))
        return
    profile.records += 1
    if not profile.marks.full:
        profile.marks.add(len(_JOINED_MARK.findall(raw)), len(_MARK_APART.findall(raw)))
    if b"\t" in raw:
        _note(profile.tabs, line, raw)
    if not raw.isascii() and not _is_utf8(raw):
        profile.fault(faults.NOT_UTF8, Place(line), shown(raw))
    if _PREFIX in raw:
        _take_labelled(profile, line, raw)
        return
    _note(profile.unlabelled, line, raw)
    words = raw.split()
    profile.lengths.add(len(words))
    if profile.words.counts is not None:
        _count(profile, Counter(words))


def _take_labelled(profile: SentencesProfile, line: int, raw: bytes) -> None:
    """A line that holds the prefix of labels, be it where a label is read or within a word."""
    tokens = raw.split()
    labels = [token for token in tokens if token.startswith(_PREFIX)]
    for token in tokens:
        if token.find(_PREFIX, 1) > 0:
            _note(profile.glued, line, token)
    _take_followers(profile, tokens)
    for label in labels:
        if label == _PREFIX:
            _note(profile.nameless, line, raw)
        else:
            profile.labels.add(_name(label[len(_PREFIX) :]))
            if _JOINED.search(label[len(_PREFIX) :]):
                _note(profile.joined, line, label)
    if _QUOTED.fullmatch(raw.rstrip()):
        _note(profile.quoted, line, raw)
    profile.several += len(labels) > 1
    _note(profile.labelled if labels else profile.unlabelled, line, raw)
    profile.lengths.add(len(tokens) - len(labels))
    if len(labels) == len(tokens):
        _note(profile.wordless, line, raw)
    if profile.words.counts is not None:
        _count(profile, Counter(token for token in tokens if not token.startswith(_PREFIX)))


def _take_followers(profile: SentencesProfile, tokens: list[bytes]) -> None:
    is_alone = sum(not token.startswith(_PREFIX) for token in tokens) == 1
    for label, word in zip(tokens, [*tokens[1:], b""], strict=True):
        if label.startswith(_PREFIX) and label != _PREFIX:
            behind = b"" if word.startswith(_PREFIX) else word[:TOKEN_KEPT]
            profile.followers.take(_name(label[len(_PREFIX) :]), behind, is_alone=is_alone)


def _name(label: bytes) -> str:
    return label[:TOKEN_KEPT].decode("utf-8", "backslashreplace")


def _count(profile: SentencesProfile, words: Mapping[bytes, int]) -> None:
    for word, times in words.items():
        profile.words.add(word[:TOKEN_KEPT], times)


def _is_utf8(raw: bytes) -> bool:
    """Whether the line is UTF-8, as far as it was read."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(raw) > LONGEST and error.start > LONGEST - 4
    return True


def _note(tally: Tally, line: int, text: bytes) -> None:
    """Counts one sighting; place and text are only made where they are kept."""
    if tally.full:
        tally.count += 1
    else:
        tally.add(Place(line), shown(text))
