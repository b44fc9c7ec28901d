"""Rules on the names of labels: whether they go on behind a blank, and whether each is spelt in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from advisor.case.hit import Hit
from advisor.case.labels.spellings import several_spellings
from advisor.case.measures import training_channel
from advisor.case.model import Case
from advisor.case.words import number_of
from advisor.contract import escaped
from advisor.knowledge.models.requirements import Labels
from advisor.profile.base import Tally
from advisor.profile.text.sentences import MANY_FOLLOWERS, PREFIX, SentencesProfile
from advisor.rules.base import rule
from advisor.rules.sources import FASTTEXT

LABELS = "blazingtext.md#blazingtext-data-formats-text-class"

REPEATED = 5
"""Lines of a label from which on it is no chance that one word always stands behind it."""

ENOUGH = 30
"""Lines from which on that is no chance either where first words are too many to tell how other lines begin."""

MANY, FEW = 100, 3
"""Lines of a label that begin with no more than so many words, where lines of most other labels begin in many ways."""

SELDOM = 0.01
"""The part of the lines of other labels up to which a word that begins them may still belong to a name."""

SHORTEST_IN_NAME = 3
"""Letters from which on it is no chance that a word stands in the name of a label."""

_MARKUP = re.compile(r"[<\[{#@$]|.*:$")
"""Words with which texts of one origin begin, and no name goes on: `<s>`, `<?php`, `Subject:`."""

CutNames = Mapping[str, tuple[bytes, ...]]


@rule(
    "SEN121",
    "name-beyond-label",
    "error",
    summary="The same word, or one of a few, stands behind a label on all of its lines: the name of the label seems to "
    "go on after a blank.",
    why="A label ends at the first blank. The rest of its name becomes a word of the text that gives the label away, "
    "and labels whose names begin alike become one: training scores well, and texts without a label get wrong ones.",
    fix=f"Write the names without blanks, with underscores for example: `{PREFIX}Written_Work`.",
    sources=(LABELS, FASTTEXT),
    requires=("SEN117", "SEN118"),
)
def name_beyond_label(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(SentencesProfile):
        demanded = next(case.requirements(Labels, channel.name), None)
        counts = profile.labels.counts or {}
        cut = _cut_names(profile, counts)
        if not cut or (demanded is not None and demanded.presence == "none"):
            continue
        label, words = next(iter(cut.items()))
        lines = sum(counts[name] for name in cut)
        shown = " or ".join(repr(escaped(word.decode("utf-8", "backslashreplace"))) for word in words)
        others = f", and so for {number_of(len(cut) - 1, 'other label')}" if len(cut) > 1 else ""
        message = f"{shown} always stands behind {escaped(PREFIX + label)!r}{others}: {number_of(lines, 'line')}."
        starts = tuple(f"{PREFIX}{name} {_text(word)} " for name in cut for word in cut[name])
        seen = [sample for sample in profile.labelled.first if (sample.value or "").startswith(starts)]
        is_sure = _is_sure(profile, cut, counts) and (demanded is not None or profile.mostly_labelled)
        yield file.hit(message, Tally(lines, seen), severity=None if is_sure else "warning")


def _cut_names(profile: SentencesProfile, counts: Mapping[str, int]) -> CutNames:
    """The labels that one word always follows, or one of a few, with these words; none where the same follow all
    labels, as a start does that all texts have.
    """
    behind = profile.followers.words
    if behind is None or len(set(behind.values())) < 2:
        return {}
    often = {
        label: after
        for label, after in behind.items()
        if after != MANY_FOLLOWERS and counts.get(label, 0) >= REPEATED * len(after) and _may_go_on(label, after)
    }
    cut = {
        label: after
        for label, after in often.items()
        if len(after) == 1
        or _are_other_labels(label, after, counts)
        or _stand_nowhere_else(profile, after, counts[label])
        or _begins_as_no_other(label, behind, counts)
    }
    return {
        label: after
        for label, after in cut.items()
        if _are_surely_others(label, after, counts) or _seldom_begin_others(profile, after, cut, counts)
    }


def _text(word: bytes) -> str:
    return word.decode("utf-8", "replace")


def _may_go_on(label: str, after: tuple[bytes, ...]) -> bool:
    """Whether the words are no markup, and none is in the name already, as in `__label__play_music play ...`."""
    words = [_text(word).casefold() for word in after]
    own = [word for word in words if len(word) >= SHORTEST_IN_NAME and word in label.casefold()]
    return not own and not any(map(_MARKUP.match, words))


def _are_other_labels(label: str, after: tuple[bytes, ...], counts: Mapping[str, int]) -> bool:
    """Whether the words are names of other labels, as in `very positive` beside `positive`."""
    return {_text(word).casefold() for word in after} <= {name.casefold() for name in counts if name != label}


def _are_surely_others(label: str, after: tuple[bytes, ...], counts: Mapping[str, int]) -> bool:
    return counts[label] >= ENOUGH and _are_other_labels(label, after, counts)


def _stand_nowhere_else(profile: SentencesProfile, after: tuple[bytes, ...], lines: int) -> bool:
    """Whether the words are seen on these lines alone, once each; not known where words are too many to tell."""
    words = profile.words.counts
    return words is not None and sum(words.get(word, 0) for word in after) == lines


def _begins_as_no_other(label: str, behind: CutNames, counts: Mapping[str, int]) -> bool:
    """Whether very few words begin many lines of a label, while lines of most other labels begin in many ways."""
    if counts[label] < MANY or len(behind[label]) > FEW:
        return False
    varied = sum(counts.get(name, 0) for name, after in behind.items() if after == MANY_FOLLOWERS)
    return 2 * varied > sum(counts.values()) - counts[label]


def _alike(after: tuple[bytes, ...], cut: CutNames, counts: Mapping[str, int]) -> int:
    """Lines of the cut labels that share a word."""
    return sum(counts[name] for name, words in cut.items() if not set(words).isdisjoint(after))


def _seldom_begin_others(
    profile: SentencesProfile, after: tuple[bytes, ...], cut: CutNames, counts: Mapping[str, int]
) -> bool:
    lines, starts = _alike(after, cut, counts), profile.followers.starts.counts
    if starts is None:
        return lines >= ENOUGH
    return sum(starts.get(word, 0) for word in after) - lines <= SELDOM * (sum(starts.values()) - lines)


def _is_sure(profile: SentencesProfile, cut: CutNames, counts: Mapping[str, int]) -> bool:
    """Whether the words of a cut label are seen behind it alone, or are names of others; where words are too many to
    tell, whether several labels have many lines each.
    """
    if profile.words.counts is None and len(cut) > 1 and all(counts[label] >= MANY for label in cut):
        return True
    are_most = 2 * len(cut) >= len(counts)
    return any(
        ((lines >= ENOUGH or are_most) and _stand_nowhere_else(profile, after, lines))
        or (len(after) > 1 and _are_surely_others(label, after, counts))
        for label, after in cut.items()
        for lines in (_alike(after, cut, counts),)
    )  # fmt: skip


@rule(
    "SEN124",
    "label-spelt-in-several-ways",
    "warning",
    summary="The names of two labels differ in nothing but their capitals.",
    why="Each spelling is a label of its own. The lines of one class are torn apart, and the model cannot tell the "
    "parts from each other.",
    fix="Write each name in one way, in lower case for example.",
    sources=(LABELS,),
    requires=("SEN117", "SEN118"),
)
def label_spelt_in_several_ways(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for channel, file, profile in case.profiled(SentencesProfile):
        demanded = next(case.requirements(Labels, channel.name), None)
        counts, learned = profile.labels.counts or {}, demanded is None or demanded.presence == "required"
        groups = several_spellings(counts) if channel is train and learned and profile.mostly_labelled else []
        if groups:
            lines = sum(counts[name] for group in groups for name in group)
            others = f", and so for {number_of(len(groups) - 1, 'other label')}" if len(groups) > 1 else ""
            names = " and ".join(repr(escaped(PREFIX + name)) for name in groups[0])
            yield file.hit(f"There are {names}{others}: {number_of(lines, 'line')}.")
