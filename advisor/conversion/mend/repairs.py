"""What each repair of a finding does to the options of a conversion, and what it must ask before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.case.tables.text_cells import TRUTH, is_decimal_comma, text_kind
from advisor.conversion.errors import ConversionError
from advisor.conversion.mend.files import documents, lines, numbering, pictures, records, starts
from advisor.conversion.mend.files.order import BROKEN, EMPTY_BOXES, FOLLOW, LEAVE_OUT, MOVE_LABEL, SET_ASIDE, UNPAIRED
from advisor.conversion.results import Question
from advisor.conversion.tables.dates import DAY_FIRST, MONTH_FIRST
from advisor.findings import Finding

Keywords = dict[str, Any]
"""Options as they are given to `convert`."""

FIRST = "1"
"""The first column."""

UNDECODED = frozenset({"CSV102", "LST102", "MAN112", "SEN102", "SEQ110", "SER112", "VOC102", "WVE106"})
"""Rules on bytes that are no UTF-8, and may be of any encoding."""

QUESTIONS = {
    "target": ("Which column is the label? (name in the header, or number from 1)", (FIRST,)),
    "missing": ("What becomes of missing values?", ("drop", "mean", "0")),
    "beyond": ("What becomes of values that are infinite or beyond float32?", ("clip", "drop")),
    "text": (
        "What becomes of text where numbers must stand? (a number for each category, a missing value, no such column)",
        ("numbers", "missing", "drop-columns"),
    ),
    "dates": (
        "What comes first in dates such as 01/02/2025? (where no value of the column tells)",
        (DAY_FIRST, MONTH_FIRST),
    ),
    "index": ("Is the first column an index that no model should see?", ("drop", "keep")),
    "columns": ("Which columns does the algorithm read, in its order? (as in 1,3)", ()),
    "null": ("Which text marks a missing value?", ("?", "unknown")),
    "encoding": ("In which encoding was the file written?", ("cp1252", "latin-1", "cp1251", "shift_jis")),
    BROKEN: (
        "What becomes of broken pictures, rows, lines, records and boxes? (left out and listed, or left to you)",
        (LEAVE_OUT, "keep"),
    ),
    UNPAIRED: (
        "What becomes of pictures, masks, annotations and list lines that lack the other? (left out, or left to you)",
        (LEAVE_OUT, "keep"),
    ),
    "picture": ("As what are pictures saved that are of a kind that is not taken?", ("jpeg", "png")),
    "bits": (
        "Which eight of sixteen bits are kept? (the upper ones, or the range of each grey picture from 0 to 255)",
        ("upper", "stretch"),
    ),
    "object": ("In masks of 0 and 255, is 255 the object? (1 writes it as class 1, else it is ignored)", ("1", "keep")),
    starts.ZONE: (
        "On which clock do starts with a time zone stand without it? (their own as written, UTC, or of a place)",
        (starts.AS_WRITTEN, starts.AS_UTC, "Europe/Berlin"),
    ),
}

CLOSED = frozenset({"beyond", "dates", "index", BROKEN, UNPAIRED, "picture", "bits", "object"})
"""Questions that have no other answers than their choices."""

ASKED = {
    SET_ASIDE: BROKEN,
    pictures.SAVE: "picture",
    "eight-bits": "bits",
    records.DEEP: "bits",
    lines.NAIVE: starts.ZONE,
    EMPTY_BOXES: BROKEN,
}
"""Repair of a file that is no table -> the question that it asks."""


@dataclass(slots=True)
class Answers:
    """The answers given, and the questions that are still open."""

    given: dict[str, str]
    open: dict[str, Question] = field(default_factory=dict)

    def get(self, name: str, *choices: str) -> str | None:
        text, known = QUESTIONS[name]
        if name in self.given:
            if name in CLOSED and self.given[name] not in known:
                raise ConversionError(f"--answer {name}={self.given[name]}: say {' or '.join(known)}")
            return self.given[name]
        self.open[name] = Question(id=name, text=text, choices=choices or known)
        return None

    def forget(self, keywords: Keywords) -> None:
        """Of columns that have been moved or dropped an answer holds no longer: the label is the first now."""
        if "label" in keywords:
            self.given["target"] = FIRST
        if "drop" in keywords:
            self.given.pop("index", None)
        if "keep" in keywords:
            self.given.pop("columns", None)


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one format, whose columns must be treated alike. `text_columns`: those that hold text, from 1.

    `widths`: channel -> the cells of its rows.
    """

    held: str
    text_columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found: the repair, the rule that names it, and what stands at the first places."""

    repair: str
    rule: str = ""
    values: tuple[str | None, ...] = ()
    channel: str = ""

    @classmethod
    def of(cls, finding: Finding) -> Seen:
        values = tuple(example.value for example in finding.examples)
        return cls(finding.repair or "", finding.rule, values, finding.channel or "")


AS_ANSWERED = {"missing": Seen("fill-gaps"), "beyond": Seen("fit-float32")}
"""Question -> what an answer mends where nobody looked, for the file was not read as what it holds."""

AS_ANSWERED_OF_ROWS = {
    **AS_ANSWERED,
    "null": Seen("number-text"),
    "text": Seen("number-text"),
    "index": Seen("drop-index"),
    "columns": Seen("keep-columns"),
}

Effect = Callable[[Seen, Answers, Group], Keywords]


def _nothing(seen: Seen, answers: Answers, group: Group) -> Keywords:
    """To write the file anew mends it."""
    return {}


def _encoding(seen: Seen, answers: Answers, group: Group) -> Keywords:
    return {"encoding": answers.get("encoding")} if seen.rule in UNDECODED else {}


def _index(seen: Seen, answers: Answers, group: Group) -> Keywords:
    return {"drop": (FIRST,)} if answers.get("index") == "drop" else {}


def _columns(seen: Seen, answers: Answers, group: Group) -> Keywords:
    chosen = answers.get("columns")
    return {"keep": tuple(name.strip() for name in chosen.split(","))} if chosen else {}


def _text(seen: Seen, answers: Answers, group: Group) -> Keywords:
    null = answers.given.get("null")
    keywords: Keywords = {"null": (null,)} if null else {}
    texts = [value for value in seen.values if value and value.strip() != null]
    words = [text for text in texts if not is_decimal_comma(text)]
    if len(words) < len(texts):
        keywords["decimal"] = ","
    is_all = bool(keywords) and not words and "text" not in answers.given
    return keywords if is_all else {**keywords, **_words(words, answers, group)}


def _words(texts: list[str], answers: Answers, group: Group) -> Keywords:
    kind = text_kind(texts)
    if kind and kind[0] == TRUTH:
        return {"numbers": True}
    answer = answers.get("text")
    if answer == "missing":
        return {"null": ("*",)}
    if answer == "drop-columns":
        return {"drop": group.text_columns}
    first = answers.get("dates") if "dates" in answers.given else None
    return {"numbers": answer == "numbers", "dates": first}


def _missing(seen: Seen, answers: Answers, group: Group) -> Keywords:
    answer = answers.get("missing")
    if answer is None or answer in ("drop", "mean"):
        return {"missing": answer}
    try:
        return {"missing": float(answer)}
    except ValueError:
        raise ConversionError(f"--answer missing={answer}: say drop, mean or a number") from None


def _broken(seen: Seen, answers: Answers, group: Group) -> Keywords:
    if answers.get(BROKEN) != LEAVE_OUT:
        return {}
    return {"cells": group.widths.get(seen.channel)} if group.held == "csv" else {"featureless": True}


def _classes(seen: Seen, answers: Answers, group: Group) -> Keywords:
    if group.held == "csv" and answers.given.get("index") == "drop":  # what was judged as the label is the index
        return {"label": answers.given.get("target", "2"), "classes": True}
    if group.held in ("csv", "parquet"):
        return {"label": answers.get("target"), "classes": True}
    return {"classes": True}


WITHOUT_OPTIONS = (
    "drop-blank-lines", "drop-header", "end-lines", "leave-out", "leave-out-unpaired", "rename-annotation",
    "rename-channel", "rename-feature", "rename-series", "sort-indices", "strip-blanks", "unquote-cells",
    "write-commas", "write-float32", "write-numbers", EMPTY_BOXES, FOLLOW, lines.NAIVE, pictures.RENAME, records.CUT,
    *lines.MENDS, *lines.DROPS, *numbering.KINDS, *pictures.MENDS, *records.MENDS, *documents.REPAIRS,
)  # fmt: skip
"""Repairs that writing a table anew does by itself, or that are of files which are no tables."""

EFFECTS: dict[str, Effect] = {
    **dict.fromkeys(WITHOUT_OPTIONS, _nothing),
    "write-utf-8": _encoding,
    "write-commas-everywhere": lambda *_: {"unquote": False},
    "unquote-rows": lambda *_: {"unquote": True},
    "drop-index": _index,
    "keep-columns": _columns,
    MOVE_LABEL: lambda _, answers, __: {"label": answers.get("target")},
    "number-text": _text,
    "fill-gaps": _missing,
    "fit-float32": lambda _, answers, __: {"beyond": answers.get("beyond")},
    "drop-unlabelled": lambda *_: {"missing": "drop"},
    "number-classes": _classes,
    "write-dense": lambda *_: {"sparse": False},
    SET_ASIDE: _broken,
}
"""Repair -> what it tells the conversion; that to another format is not here, but in the table of conversions."""

LOCAL = frozenset({
    "write-utf-8", "end-lines", "drop-blank-lines", "write-commas", "drop-header", "strip-blanks", "unquote-cells",
    "unquote-rows", "leave-out", "rename-channel", SET_ASIDE,
})  # fmt: skip
"""Repairs of one file, that leave the columns of the others as they are."""


def keywords_of(found: Iterable[Seen], answers: Answers, group: Group) -> Keywords:
    """What the repairs tell together: columns to drop add up, and to drop rows goes before filling."""
    keywords: Keywords = {}
    for seen in found:
        effect = EFFECTS.get(seen.repair)
        for name, value in (effect(seen, answers, group) if effect else {}).items():
            if name == "drop":
                keywords[name] = tuple(dict.fromkeys((*keywords.get(name, ()), *value)))
            elif keywords.get(name) in (None, False) or value == "drop":
                keywords[name] = value
    return {name: value for name, value in keywords.items() if value is not None}
