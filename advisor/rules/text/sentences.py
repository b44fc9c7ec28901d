"""Rules on text with one sentence per line: how it is written, and its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import is_partly_read, training_channel
from advisor.case.model import Case, Channel, File
from advisor.case.words import listed
from advisor.contract import escaped
from advisor.knowledge.models.requirements import Labels
from advisor.profile import faults
from advisor.profile.base import Tally
from advisor.profile.text.sentences import PREFIX, SentencesProfile
from advisor.rules.base import rule
from advisor.rules.sources import BLAZINGTEXT, FASTTEXT
from advisor.rules.written import written

LABELS = "blazingtext.md#blazingtext-data-formats-text-class"
WITHOUT_PREFIX = "https://github.com/facebookresearch/fastText/issues/71"
GLUED = "https://github.com/facebookresearch/fastText/issues/192"

MANY, ENOUGH = 100, 30
"""Labelled lines, of several labels or of one, from which on it shows that hardly two of them share a label."""

MOSTLY = 0.9
"""The part of the lines that a fault must be in to be no chance."""

APART = f"""Replace the mark after the name with a blank: `{PREFIX}sport the team won`. Separate several labels on a \
line by blanks too, each with {PREFIX}."""
BARE = "Write the lines without quotes: `open(path, 'w').writelines(f'__label__{c} {text}\\n' for c, text in rows)`."

NAMED = 5
"""Labels that are named at the most."""

_ALMOST = re.compile(rf"(?<!\S)(?!{PREFIX})((?i:_{{0,3}}labels?_{{1,3}}:?)[^\s_]\S*)")

written(
    "sentences",
    "the text",
    {
        "SEN101": (faults.NOT_UTF8_ENCODING, {"conversion": "write it in UTF-8"}),
        "SEN102": (
            faults.NOT_UTF8,
            {
                "severity": "warning",
                "why": "The words are used as they stand, and appear as broken text in vectors.txt and in the labels.",
            },
        ),
        "SEN103": (
            faults.BYTE_ORDER_MARK,
            {
                "severity": "warning",
                "why": "The mark becomes part of the first word, so a label at the start of the file is no longer one.",
            },
        ),
        "SEN104": (
            faults.BLANK_LINE,
            {
                "severity": "info",
                "why": "A blank line is a sentence without words; nothing is learned from it.",
                "fix": "Delete the blank lines if they stand for lost sentences; otherwise they do no harm.",
            },
        ),
        "SEN105": (
            faults.CRLF_LINE_ENDS,
            {
                "severity": "info",
                "why": "fastText, on which text classification is based, reads the carriage return as white "
                "space; the page does not mention it.",
            },
        ),
    },
    sources=(BLAZINGTEXT, FASTTEXT),
)


@rule(
    "SEN106",
    "long-line",
    "info",
    summary="A line is longer than a megabyte, and only its first part was read.",
    why="A line is one sentence. With labels, the whole line is one example, and no labelled corpus has lines "
    "that long.",
    fix="Write one sentence per line.",
    sources=(BLAZINGTEXT,),
)
def long_line(case: Case) -> Iterator[Hit]:
    for file, profile, labelled in _texts(case):
        if profile.cut.count:
            wanted = labelled is not None and labelled.presence == "required"
            message = f"Lines of more than 1 MB, of which the first part was read: {profile.cut.count}."
            yield file.hit(message, profile.cut, severity="warning" if wanted else None)


def _texts(case: Case) -> Iterator[tuple[File, SentencesProfile, Labels | None]]:
    """Every text with the demand on its labels; None where that depends on settings that are not known."""
    for channel, file, profile in case.profiled(SentencesProfile):
        yield file, profile, next(case.requirements(Labels, channel.name), None)


@rule(
    "SEN110",
    "line-without-label",
    "error",
    summary="A line has no label, but the mode learns from labels.",
    why=f"A label is a word that begins with {PREFIX}. A line without one is silently skipped, so the model "
    "learns from fewer lines, or from none.",
    fix=f"Write each line as `{PREFIX}NAME word word ...`, with blanks around every label.",
    sources=(LABELS, WITHOUT_PREFIX),
    training_error="Empty vocabulary. Try a smaller -minCount value.",
    conversion="write the label of each line as a word that begins with __label__",
)
def line_without_label(case: Case) -> Iterator[Hit]:
    for file, profile, labels in _texts(case):
        seen = profile.unlabelled
        if profile.glued.count >= seen.count:  # these lines have a label that is not seen as one
            continue
        meant = profile.mostly_labelled or all(_ALMOST.match(sample.value or "") for sample in seen.first)
        if not seen.count or (labels.presence != "required" if labels else not meant):
            continue
        message = f"Lines without a label: {seen.count} of {profile.records}.{_almost(seen)}"
        if labels is None:
            message += " Most lines have one." if profile.mostly_labelled else ""
            yield file.hit(message, seen, severity="warning")
        else:
            yield file.hit(message, seen, severity=labels.severity, sources=labels.sources)


def _almost(seen: Tally) -> str:
    """What a line has that may be meant as a label."""
    found = next((match for sample in seen.first if (match := _ALMOST.search(sample.value or ""))), None)
    return f" If {found[1][:30]!r} is meant as one, it must begin with {PREFIX}." if found else ""


def _label_hits(case: Case, what: str, message: str) -> Iterator[Hit]:
    """Something in labels that is wrong wherever they are read: demanded, or on most lines where no mode is said."""
    for file, profile, labels in _texts(case):
        tally: Tally = getattr(profile, what)
        if tally.count and (labels is None or labels.presence == "required"):
            is_read = labels is not None or profile.mostly_labelled
            yield file.hit(message.format(count=tally.count), tally, severity=None if is_read else "warning")


@rule(
    "SEN111",
    "label-within-a-word",
    "error",
    summary="A label is joined to the text before it.",
    why=f"A label is recognised by {PREFIX} at the start of a word; in the middle of a word it is not seen.",
    fix="Put a blank before and after every label, and remove the quotes and commas around it.",
    sources=(LABELS, GLUED),
    conversion="put blanks around the labels",
)
def label_within_a_word(case: Case) -> Iterator[Hit]:
    return _label_hits(case, "glued", f"Words with {PREFIX} inside, where it is not read as a label: {{count}}.")


@rule(
    "SEN112",
    "label-without-name",
    "error",
    summary=f"A label is nothing but {PREFIX}.",
    why="The label ends at the first blank: with a blank before the name, all lines get the same empty label.",
    fix="Write the name right after the prefix, with an underscore where the name has a blank.",
    sources=(LABELS, GLUED),
    conversion="write the name of each label without blanks",
)
def label_without_name(case: Case) -> Iterator[Hit]:
    return _label_hits(case, "nameless", f"Labels that are nothing but {PREFIX}: {{count}}.")


@rule(
    "SEN113",
    "label-without-words",
    "warning",
    summary="A line holds labels and no words.",
    why="There is nothing in the line to learn the label from.",
    fix="Delete the line, or write its text after the label, on the same line.",
    sources=(LABELS,),
)
def label_without_words(case: Case) -> Iterator[Hit]:
    return _label_hits(case, "wordless", "Lines that hold labels and nothing else: {count}.")


@rule(
    "SEN117",
    "label-joined-to-text",
    "error",
    summary="A label continues after a comma, as if the text followed it.",
    why="A label ends at the first blank. `__label__sport,the team won` has the label `sport,the`: the first "
    "word of each text becomes part of the label, and there are as many labels as first words.",
    fix=APART,
    sources=(LABELS, FASTTEXT),
    conversion="put a blank between label and text",
)
def label_joined_to_text(case: Case) -> Iterator[Hit]:
    for file, profile, labels in _texts(case):
        seen, lines = profile.joined, profile.labelled.count
        if seen.count and (labels is None or labels.presence == "required"):
            message = f"Labels with a comma, semicolon or bar inside: {seen.count}, on {lines} lines with labels."
            fix = f"{APART} {BARE}" if any('"' in (sample.value or "") for sample in seen.first) else None
            yield file.hit(message, seen, fix=fix, severity=None if seen.count >= MOSTLY * lines else "warning")


@rule(
    "SEN118",
    "text-in-quotes",
    "warning",
    summary="The text after the label is in quotes.",
    why="Quotes are not part of the format: each becomes part of the word beside it, so the first and last words "
    "of each line differ from the same words elsewhere. `to_csv(sep=' ')` writes such lines.",
    fix=BARE,
    sources=(LABELS, FASTTEXT),
    conversion="write the lines without quotes around the text",
)
def text_in_quotes(case: Case) -> Iterator[Hit]:
    for file, profile, labels in _texts(case):
        if 2 * profile.quoted.count > profile.labelled.count and (labels is None or labels.presence == "required"):
            message = f"Lines whose text is in quotes: {profile.quoted.count} of {profile.labelled.count}."
            yield file.hit(message, profile.quoted)


@rule(
    "SEN114",
    "labels-among-words",
    "warning",
    summary="Lines have labels, but the mode learns word vectors.",
    why="Only mode supervised reads labels; the other modes treat them as ordinary words, which get vectors.",
    fix="Set mode to supervised to learn the labels, or remove them from the text.",
    sources=(LABELS,),
)
def labels_among_words(case: Case) -> Iterator[Hit]:
    for file, profile, labels in _texts(case):
        if labels and labels.presence == "none" and profile.labelled.count:
            message = f"Lines with labels: {profile.labelled.count}; mode {case.value('mode')!r} takes them for words."
            yield file.hit(message, profile.labelled, severity=labels.severity, sources=labels.sources)


@rule(
    "SEN115",
    "tab-between-words",
    "warning",
    summary="Words are separated by tabs.",
    why="The page asks for tokens separated by spaces. fastText accepts tabs too, so training may succeed.",
    fix="Replace each tab with a space.",
    sources=(BLAZINGTEXT, FASTTEXT),
)
def tab_between_words(case: Case) -> Iterator[Hit]:
    for file, profile, _ in _texts(case):
        if profile.tabs.count:
            yield file.hit(f"Lines with tabs: {profile.tabs.count}.", profile.tabs)


@rule(
    "SEN116",
    "label-of-its-own",
    "warning",
    summary="Almost every line has a label of its own.",
    why="A label that occurs once cannot be learned. Most likely the label is joined to the first word of the "
    "sentence.",
    fix="Put a blank after every label.",
    sources=(LABELS, GLUED),
    requires=("SEN117",),
)
def label_of_its_own(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for file, profile, labels in _texts(case):
        known, lines = profile.labels.counts, profile.labelled.count
        if train is None or file.channel != train.name or known is None or (labels and labels.presence == "none"):
            continue
        if lines >= (MANY if profile.several else ENOUGH) and 2 * len(known) > lines:
            yield file.hit(f"There are {len(known)} different labels on {lines} lines.", profile.labelled)


def _labels_of(case: Case, channel: Channel) -> set[str] | None:
    """The labels of all texts of a channel; None where there are too many to tell, or none, or not all were read."""
    found: set[str] = set()
    for file in () if is_partly_read(case, channel) else channel.files:
        if isinstance(file.profile, SentencesProfile):
            if file.profile.labels.counts is None:
                return None
            found |= set(file.profile.labels.counts)
    return found or None


@rule(
    "SEN119",
    "one-label",
    "warning",
    summary="All lines have the same label.",
    why="From a single label, a model learns only that label: every sentence gets it, with certainty.",
    fix="Put lines of every label into the training data, and check whether the labels are in the right place.",
    sources=(LABELS,),
)
def one_label(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    labels = _labels_of(case, train) if train else None
    if labels is None or len(labels) > 1:
        return
    for file, profile, demanded in _texts(case):
        learned = demanded is None or demanded.presence == "required"
        if train and file.channel == train.name and learned and profile.mostly_labelled and profile.records > 1:
            yield file.hit(f"The only label is {next(iter(labels))!r}.", profile.labelled)
            return


@rule(
    "SEN120",
    "label-not-in-training",
    "warning",
    summary="The validation data has labels that the training data does not have.",
    why="The model cannot give a label that it never saw; such lines always count as wrong, or are skipped.",
    fix="Split each label separately, and write the labels in the same way in both channels.",
    sources=(LABELS,),
    requires=("SEN117",),
)
def label_not_in_training(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    known = _labels_of(case, train) if train else None
    for file, profile, demanded in _texts(case) if known else ():
        unseen = sorted(set(profile.labels.counts or ()) - (known or set()))
        if train and file.channel != train.name and unseen and (demanded is None or demanded.presence == "required"):
            shown = listed(map(escaped, unseen), NAMED)
            yield file.hit(f"Labels that no line of {train.name!r} has: {shown}.")
